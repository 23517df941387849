import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DemoError } from './run.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
const PULUMI = join(ROOT, 'tools/bin/pulumi');

/**
 * This project's program on a stack of its own: state, configuration and passphrase lie in
 * `directory`, so that neither the checkout nor another stack is touched.
 */
export class Stack {
  constructor(directory, name) {
    this.name = name;
    this.configFile = join(directory, `Pulumi.${name}.yaml`);
    mkdirSync(join(directory, 'state'), { recursive: true });
    this.env = {
      ...process.env,
      PULUMI_BACKEND_URL: `file://${join(directory, 'state')}`,
      PULUMI_CONFIG_PASSPHRASE: 'demo',
    };
  }

  /** Where and on what; `pulumi stack` reads no configuration. */
  #place(verb) {
    const file = verb === 'stack' ? [] : ['--config-file', this.configFile];
    return ['-C', ROOT, '--stack', this.name, ...file, '--non-interactive'];
  }

  /** Runs `pulumi` and returns how it ended and what it printed. */
  run(...words) {
    const options = { env: this.env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 };
    const { status, stdout, stderr } = spawnSync(PULUMI, [...words, ...this.#place(words[0])], options);
    return { code: status, text: `${stdout}${stderr}`, stdout };
  }

  /** Runs `pulumi`, which has to succeed, and returns its standard output. */
  must(...words) {
    const { code, text, stdout } = this.run(...words);
    if (code !== 0) throw new DemoError(`pulumi ${words.join(' ')} ended with ${code}:\n${text}`);
    return stdout;
  }

  /** Makes the stack and sets its configuration: paths such as `deployment.directory` to values. */
  create(settings) {
    // `stack init` knows no --config-file: it writes beside Pulumi.yaml.
    const made = spawnSync(PULUMI, ['stack', 'init', this.name, '-C', ROOT, '--non-interactive'], {
      env: this.env,
      encoding: 'utf8',
    });
    if (made.status !== 0)
      throw new DemoError(`pulumi stack init ended with ${made.status}:\n${made.stderr}`);
    renameSync(join(ROOT, `Pulumi.${this.name}.yaml`), this.configFile);
    for (const [path, value] of Object.entries(settings)) this.must('config', 'set', '--path', path, value);
  }

  outputs() {
    return JSON.parse(this.must('stack', 'output', '--json'));
  }
}
