import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { FailPoint } from '../../chaos/harness/failPoint';
import { type Ended, type Program, startProgram } from '../../chaos/engine/run';
import { confirmByJournal } from '../confirmed';
import type { Demo } from './demo';
import { type Done, linesSince } from './done';
import { makeTricks } from './tricks';
import { journalOf } from './world';

const ROOT = join(__dirname, '../../..');

/** Keys of the configuration; those of an object by name. */
export type Asked = Readonly<Record<string, string | object>>;

/**
 * Somebody who runs the program on a demo without Pulumi's engine: each resource is made at once, as its plugin would, and
 * nothing is remembered of it. What is about the engine itself is not seen here: counts of resources, its state, its locks.
 */
export class Session {
  /** Holds for all runs: what is asked for in one of them is added. */
  config: Asked;
  private readonly directory: string;
  private readonly env: NodeJS.ProcessEnv;

  constructor(
    private readonly demo: Demo,
    private readonly name = 'session',
    more: NodeJS.ProcessEnv = {},
  ) {
    const { directory, state } = demo;
    this.config = { deployment: { directory, stateDirectory: state } };
    this.directory = join(demo.parent, name);
    mkdirSync(this.directory);
    makeTricks(this.directory);
    this.env = {
      ...process.env,
      PULUMI_BACKEND_URL: `file://${this.directory}/state`,
      PATH: [join(this.directory, 'bin'), process.env['PATH']].join(delimiter),
      ...more,
    };
  }

  /** Sets keys of the deployment's own configuration for all runs from here on. */
  deploy(more: Readonly<Record<string, unknown>>): void {
    this.config = { ...this.config, deployment: { ...(this.config['deployment'] as object), ...more } };
  }

  /** From now on Compose fails to bring this service up, until `mend`. */
  fail(service: string): void {
    writeFileSync(join(this.directory, 'fails'), service);
  }
  mend(): void {
    rmSync(join(this.directory, 'fails'));
  }

  private start(preview: boolean, asked: Asked, env: NodeJS.ProcessEnv): Program {
    // Of its own for each: what a preview shows is remembered there for the update of the same CLI, which jest is for all.
    const temporary = mkdtempSync(join(this.directory, 'tmp-'));
    const config = Object.entries({ ...this.config, ...asked }).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
    const outputs = join(this.directory, `outputs-${process.hrtime.bigint()}.json`);
    return startProgram(
      { stack: this.name, preview, config: Object.fromEntries(config) as Record<string, string>, outputs },
      { ...this.env, TMPDIR: temporary, ...env },
      ROOT,
    );
  }

  /** What a preview shows. */
  async preview(asked: Asked = {}): Promise<Ended> {
    return this.start(true, asked, {}).ended;
  }

  up(asked: Asked = {}, env: NodeJS.ProcessEnv = {}): Promise<Done> {
    const before = journalOf(this.demo);
    return this.done(this.start(false, asked, env), before);
  }

  /** What a program that has come to its end tells, as the journal confirms it. */
  private async done({ ended }: Program, before: string): Promise<Done> {
    const { code, text, outputs } = await ended;
    if (!outputs) throw new Error(`it has not come to its end: ${text}`);
    confirmByJournal(outputs, journalOf(this.demo));
    // The engine ends with 1 where the program says that it ends badly.
    return { code: code === 0 ? 0 : 1, text, lines: linesSince(this.demo, before), outputs };
  }

  /** An update during which something is done while a step is at a fail point. */
  async upWhile(point: string, act: () => void, asked: Asked = {}): Promise<Done> {
    const at = new FailPoint(this.directory, point);
    const before = journalOf(this.demo);
    const program = this.start(false, asked, at.env);
    try {
      await this.comes(at, point, program);
      act();
    } finally {
      await at.release();
    }
    return this.done(program, before);
  }

  private async comes(at: FailPoint, point: string, { ended }: Program): Promise<void> {
    if (!(await at.comesBefore(ended))) throw new Error(`it has not come to ${point}: ${(await ended).text}`);
  }

  /** The id of the plan that is proposed, or would be carried out. */
  async planFor(asked: Asked): Promise<string> {
    const { text, outputs } = await this.preview(asked);
    const { id } = (outputs?.plan ?? {}) as { id?: string };
    if (id === undefined) throw new Error(`no plan: ${text}`);
    return id;
  }

  /** An update of which the program is killed for good while a step is at a fail point; the step goes on. */
  async upKilledAt(point: string, asked: Asked = {}): Promise<void> {
    const at = new FailPoint(this.directory, point);
    const program = this.start(false, asked, at.env);
    try {
      await this.comes(at, point, program);
      process.kill(program.pid, 'SIGKILL');
    } finally {
      await at.release();
    }
  }
}
