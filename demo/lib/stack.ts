import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, parseDocument } from 'yaml';
import type { Outputs } from '../../audit/outputs';
import { type Resource, resourcesIn, savedOutputs } from './state';

/** How a command ended and what it printed. */
export interface Ran {
  readonly code: number | null;
  /** Both streams. */
  readonly text: string;
  readonly stdout: string;
}

/**
 * This project's program on a stack of its own: state and configuration lie in `directory`, so that
 * neither the checkout nor another stack is touched.
 */
export class Stack {
  readonly #configFile: string;
  readonly #backend: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(
    private readonly directory: string,
    readonly name: string,
    /** The checkout whose program runs. */
    private readonly checkout: string,
    passphrase = 'demo',
  ) {
    this.#configFile = join(directory, `Pulumi.${name}.yaml`);
    this.#backend = join(directory, 'state');
    mkdirSync(this.#backend, { recursive: true });
    this.#env = {
      ...process.env,
      PULUMI_BACKEND_URL: `file://${this.#backend}?metadata=skip`,
      PULUMI_CONFIG_PASSPHRASE: passphrase,
    };
  }

  /** Makes the stack and sets its configuration: paths such as `deployment.directory` to values. */
  create(settings: Readonly<Record<string, string>>): void {
    // `pulumi stack init` knows no --config-file: it writes beside Pulumi.yaml.
    this.#succeed(
      this.#pulumi(['stack', 'init', this.name, '-C', this.checkout, '--non-interactive']),
      'stack init',
    );
    renameSync(join(this.checkout, `Pulumi.${this.name}.yaml`), this.#configFile);
    this.set(settings);
  }

  /** The configuration is a file, which is written as `pulumi config set --path` would: that takes seconds. */
  set(settings: Readonly<Record<string, string>>): void {
    this.#edit((config) => {
      for (const [path, value] of Object.entries(settings))
        config.setIn(keysOf(path), /^\d+$/.test(value) ? Number(value) : value);
    });
  }

  unset(...paths: readonly string[]): void {
    this.#edit((config) => {
      for (const path of paths) if (config.hasIn(keysOf(path))) config.deleteIn(keysOf(path));
    });
  }

  #edit(change: (config: Document) => void): void {
    const config = parseDocument(readFileSync(this.#configFile, 'utf8'));
    change(config);
    writeFileSync(this.#configFile, config.toString());
  }

  /** Runs `pulumi` on the stack, with further environment variables if given. */
  run(words: readonly string[], env: NodeJS.ProcessEnv = {}): Ran {
    // These read no configuration.
    const file = ['stack', 'cancel'].includes(words[0] ?? '') ? [] : ['--config-file', this.#configFile];
    return this.#pulumi(
      [...words, '-C', this.checkout, '--stack', this.name, ...file, '--non-interactive'],
      env,
    );
  }

  /** Runs `./rollback` on the stack: it looks for the configuration beside Pulumi.yaml. */
  rollback(words: readonly string[]): Ran {
    const beside = join(this.checkout, `Pulumi.${this.name}.yaml`);
    copyFileSync(this.#configFile, beside);
    try {
      const env = { XDG_STATE_HOME: this.directory };
      return this.#spawn('rollback', [...words, '--stack', this.name], env);
    } finally {
      rmSync(beside);
    }
  }

  /** Runs `pulumi`, which has to succeed, and returns its standard output. */
  must(...words: readonly string[]): string {
    return this.#succeed(this.run(words), words.join(' '));
  }

  /** What the state has. */
  resources(): readonly Resource[] {
    return resourcesIn(this.#backend, this.name);
  }

  outputs(): Outputs {
    const outputs = savedOutputs(this.#backend, this.name);
    if (!outputs) throw new Error(`the stack ${this.name} has no outputs`);
    return outputs;
  }

  #pulumi(words: readonly string[], env: NodeJS.ProcessEnv = {}): Ran {
    return this.#spawn('tools/bin/pulumi', words, env);
  }

  #spawn(program: string, words: readonly string[], env: NodeJS.ProcessEnv): Ran {
    const options = { env: { ...this.#env, ...env }, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
    const { status, stdout, stderr } = spawnSync(join(this.checkout, program), words, options);
    return { code: status, text: `${stdout}${stderr}`, stdout };
  }

  #succeed({ code, text, stdout }: Ran, what: string): string {
    if (code !== 0) throw new Error(`pulumi ${what} ended with ${code}:\n${text}`);
    return stdout;
  }
}

/** Where a path such as `deployment.directory` is in a stack's configuration file. */
function keysOf(path: string): string[] {
  const [key = '', ...inner] = path.split('.');
  return ['config', `chronos-rollback:${key}`, ...inner];
}
