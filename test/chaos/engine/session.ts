import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { deploymentConfig } from '../world/scenarios';
import type { World } from '../world/world';
import { ROOT } from './cli';
import { MARK, type Operator } from './operator';
import { type Ended, type Program, startProgram } from './run';

/** Somebody who runs the program on a world without an engine. */
export class Session implements Operator {
  readonly mark: string;
  readonly temporary: string;
  private turn = 0;
  private config: Record<string, string> = {};
  private seen: NodeJS.ProcessEnv = {};

  constructor(
    readonly world: World,
    readonly stack = 'chaos',
    /** The checkout of this project whose program runs. */
    private readonly root = ROOT,
  ) {
    this.mark = `${world.project}-${stack}`;
    this.temporary = mkdtempSync(join(world.parent, `tmp-${stack}-`));
  }

  private start(preview: boolean, env: NodeJS.ProcessEnv): Program {
    const outputs = join(this.temporary, `outputs-${(this.turn += 1)}.json`);
    const program = startProgram(
      { stack: this.stack, preview, config: this.config, outputs },
      { ...this.world.env, [MARK]: this.mark, TMPDIR: this.temporary, ...this.seen, ...env },
      this.root,
    );
    return { ...program, ended: program.ended.finally(() => this.forget()) };
  }

  /** What a preview has shown is remembered in a file for an update of the same CLI, which here all of them would be. */
  private forget(): void {
    const names = readdirSync(this.temporary).filter((name) => !name.startsWith('chronos-build-'));
    for (const name of names) rmSync(join(this.temporary, name), { recursive: true, force: true });
  }

  async plan(config: Readonly<Record<string, string>>): Promise<string> {
    this.config = { ...deploymentConfig(this.world), ...config };
    const { outputs, text } = await this.start(true, {}).ended;
    const id = (outputs?.plan as { id?: string } | null)?.id;
    if (id === undefined) throw new Error(`no plan: ${text}`);
    this.config['confirm'] = id;
    return id;
  }

  ask(more: Readonly<Record<string, string>>): void {
    this.config = { ...this.config, ...more };
  }

  see(env: NodeJS.ProcessEnv): void {
    this.seen = env;
  }

  up(env: NodeJS.ProcessEnv = {}): Program {
    return this.start(false, env);
  }

  /** Without an engine there is no stack. */
  isLocked(): boolean {
    return false;
  }

  again(): Promise<Ended> {
    return this.up().ended;
  }
}
