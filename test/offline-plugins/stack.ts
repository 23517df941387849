import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { CACHE, ROOT } from './setup';

interface Step {
  op: string;
  urn: string;
}

/** A stack of the real engine, in a directory of its own, with a program that is told what to make. */
export class Stack {
  readonly #env: NodeJS.ProcessEnv;

  constructor(
    private readonly directory: string,
    program: string,
    /** Directories with programs to find before all others. */
    first: readonly string[] = [],
  ) {
    const home = join(directory, 'home');
    for (const made of [home, join(directory, 'state')]) mkdirSync(made, { recursive: true });
    for (const name of ['node_modules', 'tools']) symlinkSync(join(ROOT, name), join(directory, name));
    writeFileSync(join(directory, 'package.json'), '{"name":"plugins-test","main":"index.js"}');
    writeFileSync(join(directory, 'index.js'), program);
    writeFileSync(
      join(directory, 'Pulumi.yaml'),
      'name: plugins-test\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n',
    );
    this.#env = {
      ...process.env,
      PATH: [...first, join(CACHE, 'bin'), process.env['PATH'] ?? ''].join(delimiter),
      PULUMI_HOME: home,
      PULUMI_BACKEND_URL: `file://${join(directory, 'state')}`,
      PULUMI_CONFIG_PASSPHRASE: 'test',
      PULUMI_SKIP_UPDATE_CHECK: '1',
    };
  }

  /** Puts a built plugin where the engine looks for a downloaded one. */
  async install(name: string, version: string, from: string): Promise<void> {
    await this.pulumi('plugin', 'install', 'resource', name, version, '--file', from);
  }

  /** Sets what the program reads from its environment. */
  tell(given: object): void {
    this.#env['GIVEN'] = JSON.stringify(given);
  }

  /** Runs the CLI to its end, good or bad. */
  async attempt(...args: string[]): Promise<{ code: number; output: string }> {
    return new Promise((resolve) => {
      const options = { cwd: this.directory, env: this.#env, maxBuffer: 64 * 1024 * 1024 };
      execFile('pulumi', args, options, (error, stdout, stderr) => {
        resolve({ code: Number(error?.code ?? 0), output: error ? stdout + stderr : stdout });
      });
    });
  }

  /** Runs the CLI, which has to succeed. */
  async pulumi(...args: string[]): Promise<string> {
    const { code, output } = await this.attempt(...args);
    if (code !== 0) throw new Error(`pulumi ${args.join(' ')} ended with ${code}:\n${output}`);
    return output;
  }

  /** What a preview would do, by resource name. */
  async preview(): Promise<Record<string, string>> {
    const { steps } = JSON.parse(await this.pulumi('preview', '--json', '--show-sames')) as { steps: Step[] };
    return Object.fromEntries(steps.map(({ op, urn }) => [urn.split('::').pop(), op]));
  }

  /** Updates, or destroys, without asking. */
  change(...args: string[]): Promise<string> {
    return this.pulumi(...args, '--yes', '--skip-preview', '--non-interactive');
  }

  /** The outputs of all stored resources, by name. */
  async stored(): Promise<Record<string, Record<string, unknown>>> {
    const { deployment } = JSON.parse(await this.pulumi('stack', 'export')) as {
      deployment: { resources: { urn: string; outputs?: Record<string, unknown> }[] };
    };
    return Object.fromEntries(
      deployment.resources.map(({ urn, outputs }) => [urn.split('::').pop(), outputs ?? {}]),
    );
  }
}
