import { shellQuote } from '../../machines/text/shellQuote';
import type { Case, Engine } from './harness/kind';
import { each } from './harness/points';
import type { Result } from './harness/run';
import type { ScenarioName } from './world/scenarios';

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
  readonly byEngine: Readonly<Partial<Record<Engine, Row>>>;
  /** How often something was killed in all. */
  readonly kills: number;
  /** At how many fail points of how many scenarios that was, each counted once for each scenario. */
  readonly points: number;
  /** In how many runs nothing has met what was broken. */
  readonly idle: number;
  /** The states of the project that the runs were of, as git names them. */
  readonly of: readonly string[];
  /** The most updates that any run needed from its break until its end. */
  readonly updates: number;
}

const isGood = ({ violations }: Result): boolean => violations.length === 0;

export function summarize(seed: number, results: readonly Result[]): Summary {
  const having = (kind: string) =>
    results.filter(({ violations }) => violations.some((one) => one.kind === kind)).length;
  return {
    seed,
    ...rowOf(results),
    lost: having('lost'),
    doubled: having('doubled'),
    stuck: having('stuck'),
    points: new Set(results.flatMap(({ scenario, killed = [] }) => killed.map((at) => `${scenario} ${at}`)))
      .size,
    idle: results.filter(({ idle }) => idle).length,
    of: statesOf(results),
    updates: Math.max(0, ...results.map(({ updates }) => updates)),
    byKind: rowsBy(results, ({ kind }) => kind),
    byEngine: rowsBy(results, ({ engine }) => engine),
  };
}

/** The states of the project that runs were of, each once. */
export const statesOf = (results: readonly Result[]): string[] => [
  ...new Set(results.map(({ of = 'unknown' }) => of)),
];

/** The fail points of scenarios at which nothing was killed in any run, and how many points there are in all. */
export function missed(
  points: Readonly<Partial<Record<ScenarioName, readonly string[]>>>,
  results: readonly Result[],
): { readonly of: number; readonly places: readonly string[] } {
  const all = Object.entries(points).flatMap(([name, passed]) => each(passed).map((at) => `${name} ${at}`));
  const killed = new Set(
    results.flatMap(({ scenario, killed = [] }) => killed.map((at) => `${scenario} ${at}`)),
  );
  return { of: all.length, places: all.filter((place) => !killed.has(place)) };
}

const rowOf = (results: readonly Result[]): Row => ({
  runs: results.length,
  converged: results.filter(isGood).length,
  kills: results.reduce((sum, { kills = 0 }) => sum + kills, 0),
});

function rowsBy<K extends string>(results: readonly Result[], keyOf: (result: Result) => K): Record<K, Row> {
  const keys = [...new Set(results.map(keyOf))].sort();
  const rows = keys.map((key) => [key, rowOf(results.filter((one) => keyOf(one) === key))]);
  return Object.fromEntries(rows) as Record<K, Row>;
}

/** The summary as a table of Markdown, which reads well in a terminal too. */
export function table({
  byKind,
  byEngine,
  lost,
  doubled,
  stuck,
  updates,
  of,
  points,
  idle,
  ...all
}: Summary): string[] {
  const rows = [
    ...Object.entries(byKind),
    ...Object.entries(byEngine).map(([engine, row]) => [ENGINES[engine as Engine], row] as const),
    ['all', all] as const,
  ].map(([name, row]) => [name, row.runs, row.converged, row.kills]);
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
    `lost ${lost}, doubled ${doubled}, stuck ${stuck}; at most ${updates} updates until the end; killed at ${points} places; ${idle} runs in which nothing met what was broken; of ${of.join(', ')}`,
  ];
}
const ENGINES: Readonly<Record<Engine, string>> = { none: '= without', pulumi: '= through Pulumi' };

/** What a run has come to that has not converged, in lines. */
export const failure = (seed: number, result: Result): string[] => [
  `FAILED  ${result.kind} ${result.scenario} ${result.at}`,
  ...result.violations.map(({ kind, what }) => `        ${kind}: ${what}`),
  `        ${replayLine(seed, result)}`,
];

/** The line that does one run again, beside what is known of all others. */
export const replayLine = (seed: number, { kind, scenario, at }: Case): string =>
  `npm run chaos -- --fresh --out out/replay --seed ${seed} --only ${kind} --scenario ${scenario} --at ${shellQuote(at)}`;
