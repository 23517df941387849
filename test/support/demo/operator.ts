import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Stack } from '../../../demo/lib/stack';
import { confirmByJournal } from '../confirmed';
import type { Demo } from './demo';
import { type Done, linesSince } from './done';
import { makeTricks } from './tricks';
import { journalOf } from './world';

const ROOT = join(__dirname, '../../..');

/** What became of one `pulumi up`. */
export interface DoneByPulumi extends Done {
  /** The engine's own count: `{ unchanged: 11 }`. */
  readonly counts: Readonly<Record<string, number>>;
}

function countsIn(text: string): Record<string, number> {
  const [, ...summaries] = text.split(/^Resources:$/m);
  // Those of the preview come first.
  const found = (summaries.at(-1) ?? '').matchAll(/(\d+) (created|updated|replaced|deleted|unchanged)/g);
  return Object.fromEntries([...found].map(([, count, what]) => [what, Number(count)]));
}

/** Somebody with a stack of their own for a demo, through Pulumi's engine. */
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
    makeTricks(this.#directory);
  }

  readonly #mark = (name: string): string => join(this.#directory, name);

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

  up(asked: Readonly<Record<string, string>> = {}, options?: readonly string[]): DoneByPulumi {
    const before = journalOf(this.demo);
    const { code, text } = this.#run(asked, options);
    const lines = linesSince(this.demo, before);
    const outputs = this.stack.outputs();
    confirmByJournal(outputs, journalOf(this.demo));
    return { code, text, counts: countsIn(text), lines, outputs };
  }

  /** An update with its preview, between which and the update itself a shell command is run. */
  upWithMeanwhile(command: string, asked: Readonly<Record<string, string>>): DoneByPulumi {
    writeFileSync(this.#mark('meanwhile'), command);
    return this.up(asked, []);
  }
}
