import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from './harness/kind';
import type { Result } from './harness/run';

interface Row {
  readonly runs: number;
  readonly converged: number;
  readonly kills: number;
}

/** `out/chaos.json`. A run has converged when nothing was lost, doubled or stuck in it. */
export interface Summary {
  readonly seed: number;
  readonly runs: number;
  readonly converged: number;
  /** Runs in which something of that sort was found. */
  readonly lost: number;
  readonly doubled: number;
  readonly stuck: number;
  readonly byKind: Readonly<Record<string, Row>>;
  /** How often something was killed in all. */
  readonly kills: number;
}

const isGood = ({ violations }: Result): boolean => violations.length === 0;

export function summarize(seed: number, results: readonly Result[]): Summary {
  const having = (kind: string) =>
    results.filter(({ violations }) => violations.some((one) => one.kind === kind)).length;
  const kinds = [...new Set(results.map(({ kind }) => kind))].sort();
  const killsOf = (some: readonly Result[]) => some.reduce((sum, { kills = 0 }) => sum + kills, 0);
  const of = (kind: string) => results.filter((result) => result.kind === kind);
  return {
    seed,
    runs: results.length,
    converged: results.filter(isGood).length,
    lost: having('lost'),
    doubled: having('doubled'),
    stuck: having('stuck'),
    kills: killsOf(results),
    byKind: Object.fromEntries(
      kinds.map((kind) => [
        kind,
        {
          runs: of(kind).length,
          converged: of(kind).filter(isGood).length,
          kills: killsOf(of(kind)),
        },
      ]),
    ),
  };
}

/** The summary as a table of Markdown, which reads well in a terminal too. */
export function table({ byKind, runs, converged, kills, lost, doubled, stuck }: Summary): string[] {
  const rows = [
    ...Object.entries(byKind).map(([kind, row]) => [kind, row.runs, row.converged, row.kills]),
    ['all', runs, converged, kills],
  ];
  const line = (cells: readonly unknown[]) =>
    `| ${String(cells[0]).padEnd(16)} | ${cells
      .slice(1)
      .map((cell) => String(cell).padStart(9))
      .join(' | ')} |`;
  return [
    line(['kind', 'runs', 'converged', 'kills']),
    `| ${'-'.repeat(16)} | ${'-'.repeat(8)}: | ${'-'.repeat(8)}: | ${'-'.repeat(8)}: |`,
    ...rows.map(line),
    '',
    `lost ${lost}, doubled ${doubled}, stuck ${stuck}`,
  ];
}

/** The line that does one run again, beside what is known of all others. */
export const replayLine = (seed: number, { kind, scenario, at }: Case): string =>
  `npm run chaos -- --fresh --out out/replay --seed ${seed} --only ${kind} --scenario ${scenario} --at '${at}'`;

/** What the runs of one seed came to, kept so that another call can go on. */
export class Log {
  private readonly file: string;
  readonly results: Result[] = [];

  constructor(
    private readonly seed: number,
    private readonly directory: string,
    isFresh = false,
  ) {
    mkdirSync(directory, { recursive: true });
    this.file = join(directory, `chaos-${seed}.jsonl`);
    if (isFresh) rmSync(this.file, { force: true });
    if (existsSync(this.file))
      this.results = readFileSync(this.file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Result);
  }

  has({ kind, scenario, at }: Case): boolean {
    return this.results.some((one) => one.kind === kind && one.scenario === scenario && one.at === at);
  }

  add(result: Result): void {
    this.results.push(result);
    appendFileSync(this.file, `${JSON.stringify(result)}\n`);
    writeFileSync(
      join(this.directory, 'chaos.json'),
      `${JSON.stringify(summarize(this.seed, this.results), null, 2)}\n`,
    );
  }
}
