import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { savedOutputs } from '../../../demo/lib/state';
import { deploymentConfig } from '../world/scenarios';
import type { World } from '../world/world';
import { outputsIn, ROOT, startCli } from './cli';
import { MARK, type Operator } from './operator';
import type { Ended, Program } from './run';
import { Session } from './session';

/** The ways to go on after an update that was cut off: by Pulumi's own commands, or by the front door. */
export type Way = 'plain' | 'recover';

/** Somebody with a stack and a state directory of their own, who types `pulumi`. */
export class PulumiOperator implements Operator {
  readonly mark: string;
  readonly temporary: string;
  private readonly directory: string;
  readonly stack: string;
  private readonly env: NodeJS.ProcessEnv;
  private config: Record<string, string> = {};
  private seen: NodeJS.ProcessEnv = {};
  private salt: unknown;
  private turn = 0;

  constructor(
    readonly world: World,
    name = 'pulumi',
    private way: Way = 'plain',
    /** The checkout of this project whose program runs: this one, or an older one. */
    private root = ROOT,
  ) {
    this.mark = `${world.project}-${name}`;
    this.stack = this.mark;
    this.directory = mkdtempSync(join(world.parent, `${name}-`));
    this.temporary = join(this.directory, 'tmp');
    for (const directory of ['state', 'tmp', 'own']) mkdirSync(join(this.directory, directory));
    this.env = {
      ...world.env,
      [MARK]: this.mark,
      TMPDIR: this.temporary,
      XDG_STATE_HOME: join(this.directory, 'own'),
      PULUMI_BACKEND_URL: `file://${join(this.directory, 'state')}?metadata=skip`,
      PULUMI_CONFIG_PASSPHRASE: 'chaos',
      // --event-log is an option only where this is set.
      PULUMI_DEBUG_COMMANDS: 'true',
    };
  }

  /** The keys of the configuration that the next update has. */
  get asked(): Readonly<Record<string, string>> {
    return this.config;
  }

  /** Where the backend is that keeps the stack. */
  get backend(): string {
    return this.env['PULUMI_BACKEND_URL'] ?? '';
  }

  /** From now on another checkout's program runs on the same stack. */
  move(root: string): void {
    this.root = root;
  }

  /** Writes the stack to a file, as `pulumi stack export` does. */
  async export(file: string): Promise<void> {
    await this.must('stack', 'export', '--file', file, '-C', this.root, '--stack', this.stack);
  }

  private start(words: readonly string[], env: NodeJS.ProcessEnv = {}, log?: string): Program {
    const turn = (this.turn += 1);
    return startCli('tools/bin/pulumi', [...words, '--non-interactive', '--color', 'never'], {
      said: join(this.directory, `said-${turn}`),
      env: { ...this.env, ...this.seen, ...env },
      root: this.root,
      outputs: () => (log === undefined ? undefined : outputsIn(log)),
    });
  }

  private async must(...words: string[]): Promise<void> {
    const { code, text } = await this.start(words).ended;
    if (code !== 0) throw new Error(`pulumi ${words.join(' ')} ended with ${code}: ${text}`);
  }

  /** `pulumi stack init` writes beside Pulumi.yaml: so it gets one of its own, of the same project. */
  private async init(): Promise<void> {
    const aside = mkdtempSync(join(this.directory, 'init-'));
    writeFileSync(join(aside, 'Pulumi.yaml'), 'name: chronos-rollback\nruntime: nodejs\n');
    await this.must('stack', 'init', this.stack, '-C', aside);
    const file = readFileSync(join(aside, `Pulumi.${this.stack}.yaml`), 'utf8');
    this.salt = (parse(file) as { encryptionsalt: string }).encryptionsalt;
  }

  private get text(): string {
    const config = Object.entries(this.config).map(([key, value]) => [
      `chronos-rollback:${key}`,
      value.startsWith('{') ? (JSON.parse(value) as object) : value,
    ]);
    return stringify({ encryptionsalt: this.salt, config: Object.fromEntries(config) as object });
  }

  /** The plan is looked up without the engine, which is faster: program and host are the same. */
  async plan(config: Readonly<Record<string, string>>): Promise<string> {
    if (this.salt === undefined) await this.init();
    const confirm = await new Session(this.world, 'chaos', this.root).plan(config);
    this.config = { ...deploymentConfig(this.world), ...config, confirm };
    return confirm;
  }

  ask(more: Readonly<Record<string, string>>): void {
    this.config = { ...this.config, ...more };
  }

  see(env: NodeJS.ProcessEnv): void {
    this.seen = env;
  }

  /** Another one, on the same machine, who asks for the same on a stack and in a state directory of their own. */
  async another(name: string): Promise<PulumiOperator> {
    const other = new PulumiOperator(this.world, name);
    await other.init();
    other.config = { ...this.config };
    return other;
  }

  up(env: NodeJS.ProcessEnv = {}, hasPreview = false): Program {
    const config = join(this.directory, `config-${this.turn}.yaml`);
    const log = join(this.directory, `events-${this.turn}`);
    writeFileSync(config, this.text);
    const options = [
      ...(hasPreview ? [] : ['--skip-preview']),
      ...['--yes', '--config-file', config, '--event-log', log],
    ];
    return this.start(['up', '-C', this.root, '--stack', this.stack, ...options], env, log);
  }

  /** `pulumi cancel`, whoever is at work. */
  cancel(): Promise<void> {
    return this.must('cancel', '--yes', '-C', this.root, '--stack', this.stack);
  }

  isLocked(): boolean {
    const locks = join(this.directory, 'state/.pulumi/locks/organization/chronos-rollback', this.stack);
    return existsSync(locks) && readdirSync(locks).length > 0;
  }

  /** The two ways in turn. */
  async again(): Promise<Ended> {
    const { way } = this;
    this.way = way === 'plain' ? 'recover' : 'plain';
    if (way === 'recover') {
      const ended = await this.frontDoor(['recover']).ended;
      // Where nothing was begun, or it has only freed the stack, it is the plain one that goes on.
      if (!/Nothing to recover|No rollback on the host is unfinished/.test(ended.text)) return ended;
    }
    if (this.isLocked()) await this.cancel();
    return this.up().ended;
  }

  /** The front door takes a stack's configuration from the checkout, where git ignores it. */
  frontDoor(words: readonly string[], env: NodeJS.ProcessEnv = {}): Program {
    const file = join(this.root, `Pulumi.${this.stack}.yaml`);
    writeFileSync(file, this.text);
    const program = startCli('rollback', [...words, '--stack', this.stack], {
      said: join(this.directory, `front-door-${(this.turn += 1)}`),
      env: { ...this.env, ...this.seen, ...env },
      root: this.root,
      outputs: () => savedOutputs(join(this.directory, 'state'), this.stack),
    });
    return { ...program, ended: program.ended.finally(() => rmSync(file, { force: true })) };
  }
}

/** Removes what operators of a world have left in the checkout, where one was cut off in the middle of a recovery. */
export function forgetStacks({ project }: World): void {
  for (const name of readdirSync(ROOT))
    if (name.startsWith(`Pulumi.${project}-`)) rmSync(join(ROOT, name), { force: true });
}
