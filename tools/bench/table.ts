import { type Name, WAYS } from './ways';
import { type Spread, spread, type Window } from './window';

/** What all runs on one database came to. */
export interface Measured {
  readonly bytes: number;
  readonly runs: readonly Readonly<Record<Name, Window>>[];
}

const seconds = (measured: Measured, name: Name): number[] => measured.runs.map((run) => run[name].seconds);
/** How many times longer than the swap beside it in the same run. */
const times = ({ runs }: Measured, name: Name): number[] =>
  runs.map((run) => run[name].seconds / run.shadow.seconds);

/** The figures that must hold. */
export function judge(sizes: readonly Measured[]): { ratio: number; growth: number } {
  const [small, large] = [sizes[0], sizes.at(-1)];
  if (!small || !large) throw new Error('nothing was measured');
  const median = (measured: Measured): number => spread(seconds(measured, 'shadow')).median;
  return { ratio: spread(times(large, 'pg_restore -c')).median, growth: median(large) / median(small) };
}

export function table(sizes: readonly Measured[]): string {
  const cells = ({ minimum, median, maximum }: Spread, digits: number): string[] =>
    [minimum, median, maximum].map((value) => value.toFixed(digits));
  const rows = sizes.flatMap((measured) =>
    WAYS.map((name) => [
      `${Math.round(measured.bytes / 1e6)} MB`,
      name,
      ...cells(spread(seconds(measured, name)), 3),
      ...cells(spread(times(measured, name)), 1),
      String(Math.max(...measured.runs.map((run) => run[name].between))),
    ]),
  );
  const head = ['size', 'way back', 'min s', 'median s', 'max s', 'min ×', 'median ×', 'max ×', 'between'];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) =>
          column === 1 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}
