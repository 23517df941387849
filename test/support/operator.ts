import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Outputs } from '../../audit/outputs';
import { parseConfig } from '../../config';
import { Stack } from '../../demo/lib/stack';
import { detect } from '../../machines/detect';
import { Host } from '../../resources/host';
import type { Transport } from '../../resources/transport';
import type { Demo } from './demo';
import { start } from './host';
import { makeTricks } from './tricks';
import { journalOf } from './world';

const ROOT = join(__dirname, '../..');

/** What became of one `pulumi up`. */
export interface Done {
  readonly code: number | null;
  readonly text: string;
  /** The engine's own count: `{ unchanged: 11 }`. */
  readonly counts: Readonly<Record<string, number>>;
  /** The lines that it added to the journal, each as `begin restart` or `outcome recovered`. */
  readonly lines: readonly string[];
  readonly outputs: Outputs;
}

interface Line {
  readonly type: string;
  readonly step?: string;
  readonly ok?: boolean;
  readonly outcome?: string;
}

/** Lines of a journal in few words. */
export const inShort = (journal: string): string[] =>
  journal
    .split('\n')
    .filter(Boolean)
    .map((text) => JSON.parse(text) as Line)
    .map(({ type, step, ok, outcome }) =>
      [type, step, ok === false ? 'failed' : '', outcome].filter(Boolean).join(' '),
    );

function countsIn(text: string): Record<string, number> {
  const [, ...summaries] = text.split(/^Resources:$/m);
  // Those of the preview come first.
  const found = (summaries.at(-1) ?? '').matchAll(/(\d+) (created|updated|replaced|deleted|unchanged)/g);
  return Object.fromEntries([...found].map(([, count, what]) => [what, Number(count)]));
}

/** Runs a script on the host as the program's transport does, where there is no engine. */
const hand = {
  run: async (text: string) => (await start('bash -s', text, process.env).ended).stdout,
} as Transport;

/** Somebody with a stack of their own for a demo, whose programs can be told to fail. */
export class Operator {
  readonly stack: Stack;
  readonly #directory: string;
  readonly #config: string;

  constructor(
    private readonly demo: Demo,
    name: string,
  ) {
    this.#directory = join(demo.parent, name);
    this.#config = join(this.#directory, `Pulumi.${demo.project}.yaml`);
    this.stack = new Stack(this.#directory, demo.project, ROOT);
  }

  create(): void {
    const { directory, state } = this.demo;
    this.stack.create({ 'deployment.directory': directory, 'deployment.stateDirectory': state });
    makeTricks(this.#directory, join('organization/chronos-rollback', this.demo.project));
  }

  readonly #mark = (name: string): string => join(this.#directory, name);

  /** From now on Compose fails to bring this service up, until `mend`. */
  fail(service: string): void {
    writeFileSync(this.#mark('fails'), service);
  }
  mend(): void {
    rmSync(this.#mark('fails'));
  }

  /** What is asked for holds for this one update: what `-c` saves is taken back. */
  #run(asked: Readonly<Record<string, string>>, options: readonly string[] = ['--skip-preview']) {
    const saved = readFileSync(this.#config);
    const words = Object.entries(asked).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
    const first = join(this.#directory, 'bin');
    try {
      const env = { PATH: [first, process.env['PATH']].join(delimiter), TMPDIR: this.#mark('tmp') };
      return this.stack.run(['up', '--yes', ...options, ...words], env);
    } finally {
      writeFileSync(this.#config, saved);
    }
  }

  up(asked: Readonly<Record<string, string>> = {}, options?: readonly string[]): Done {
    const before = journalOf(this.demo);
    const { code, text } = this.#run(asked, options);
    const after = journalOf(this.demo);
    if (!after.startsWith(before)) throw new Error('the journal was not only appended to');
    const lines = inShort(after.slice(before.length));
    return { code, text, counts: countsIn(text), lines, outputs: this.stack.outputs() };
  }

  /** The id of the plan that would be made: what a refusal tells, by the same eyes but without an engine. */
  async planFor(asked: Readonly<Record<string, string>>): Promise<string> {
    const { directory, state: stateDirectory } = this.demo;
    const settings = parseConfig({ ...asked, deployment: JSON.stringify({ directory, stateDirectory }) });
    const decision = await detect(new Host(hand, settings, 'a test'), settings);
    if (decision.kind !== 'refused' || !decision.proposed)
      throw new Error(`no plan awaits consent: ${decision.kind}`);
    return decision.proposed.id;
  }

  /** An update whose engine is killed for good when Compose is to bring this service up. */
  upKilledAt(service: string, asked: Readonly<Record<string, string>> = {}): void {
    writeFileSync(this.#mark('kills'), service);
    const { code, text } = this.#run(asked);
    if (code !== null) throw new Error(`the engine was not killed:\n${text}`);
  }

  /** An update with its preview, between which and the update itself a shell command is run. */
  upWithMeanwhile(command: string, asked: Readonly<Record<string, string>>): Done {
    writeFileSync(this.#mark('meanwhile'), command);
    return this.up(asked, []);
  }
}
