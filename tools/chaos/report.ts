import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shellQuote } from '../../machines/shell';
import type { Case, Engine } from './harness/kind';
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
  readonly byEngine: Readonly<Partial<Record<Engine, Row>>>;
  /** How often something was killed in all. */
  readonly kills: number;
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
    updates: Math.max(0, ...results.map(({ updates }) => updates)),
    byKind: rowsBy(results, ({ kind }) => kind),
    byEngine: rowsBy(results, ({ engine }) => engine),
  };
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
export function table({ byKind, byEngine, lost, doubled, stuck, updates, ...all }: Summary): string[] {
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
    `lost ${lost}, doubled ${doubled}, stuck ${stuck}; at most ${updates} updates until the end`,
  ];
}
const ENGINES: Readonly<Record<Engine, string>> = { none: '= without', pulumi: '= through Pulumi' };

/** The line that does one run again, beside what is known of all others. */
export const replayLine = (seed: number, { kind, scenario, at }: Case): string =>
  `npm run chaos -- --fresh --out out/replay --seed ${seed} --only ${kind} --scenario ${scenario} --at ${shellQuote(at)}`;

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
    if (existsSync(this.file)) this.results = readResults(readFileSync(this.file, 'utf8'));
    writeFileSync(this.file, this.results.map((one) => `${JSON.stringify(one)}\n`).join(''));
    this.summarize();
  }

  private summarize(): void {
    const text = JSON.stringify(summarize(this.seed, this.results), null, 2);
    writeFileSync(join(this.directory, 'chaos.json'), `${text}\n`);
  }

  has({ kind, scenario, at }: Case): boolean {
    return this.results.some((one) => one.kind === kind && one.scenario === scenario && one.at === at);
  }

  add(result: Result): void {
    this.results.push(result);
    appendFileSync(this.file, `${JSON.stringify(result)}\n`);
    this.summarize();
  }
}

/** Whole lines: a call that was killed may have left a part of one at the end. */
const readResults = (text: string): Result[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Result);
