import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const ROOT = join(__dirname, '../..');

/** How the engine of a test answers a command: what it reports, prints and ends with. */
export interface Answer {
  readonly info?: string;
  readonly warning?: string;
  readonly error?: string;
  readonly outputs?: object;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly code?: number;
  /** Ends before the engine has begun. */
  readonly early?: boolean;
  /** Works until SIGINT stops it. */
  readonly works?: boolean;
  /** Reports this a second later, and ends. */
  readonly later?: string;
  /** This is typed between the saving of `-c` and the reading of the configuration, which is then reported. */
  readonly meanwhile?: string;
}

/** One call of the engine: what was typed, and the environment that tells which stack is meant. */
export interface Call {
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

const PROGRAM = `#!${process.execPath}
const fs = require('node:fs'), path = require('node:path');
const words = process.argv.slice(2), home = __dirname + '/../..';
const own = Object.entries(process.env).filter(([name]) => name.startsWith('PULUMI_') && name !== 'PULUMI_DEBUG_COMMANDS');
fs.appendFileSync(process.env.CALLS, JSON.stringify({ words, cwd: process.cwd(), env: Object.fromEntries(own) }) + '\\n');
if (words[0] === 'stack' && words[1] === 'init') {
  const state = new URL(process.env.PULUMI_BACKEND_URL).pathname + '/.pulumi/stacks/chronos-rollback';
  fs.mkdirSync(state, { recursive: true });
  fs.writeFileSync(state + '/' + words[2] + '.json', '{}');
  fs.writeFileSync('Pulumi.' + words[2] + '.yaml', 'encryptionsalt: v1:salt\\n');
}
const name = words[0] === 'stack' ? words.slice(0, 2).join(' ') : words[0];
const answer = JSON.parse(fs.readFileSync(process.env.ANSWERS, 'utf8'))[name] ?? {};
if (answer.meanwhile) {
  const config = process.env.PULUMI_OPTION_CONFIG_FILE;
  fs.appendFileSync(config, words.filter((word, at) => words[at - 1] === '-c').join('\\n'));
  require('node:child_process').execFileSync(answer.meanwhile);
  answer.info = fs.readFileSync(config, 'utf8');
}
const log = words[words.indexOf('--event-log') + 1];
const tell = (event) => !answer.early && words.includes('--event-log') && fs.appendFileSync(log, JSON.stringify(event) + '\\n');
if (answer.works) {
  const timer = setInterval(() => undefined, 1000);
  process.on('SIGINT', () => { tell({ diagnosticEvent: { severity: 'error', message: 'canceled' } }); process.exitCode = 1; clearInterval(timer); });
}
tell({ diagnosticEvent: { severity: 'debug', message: 'Registering resource' } });
for (const severity of ['info', 'warning', 'error'])
  if (answer[severity]) tell({ diagnosticEvent: { severity, message: '<{%reset%}>' + answer[severity] + '<{%reset%}>\\n' } });
if (answer.outputs) tell({ resOutputsEvent: { metadata: { type: 'pulumi:pulumi:Stack', new: { outputs: answer.outputs } } } });
process.stdout.write(answer.stdout ?? '');
process.stderr.write(answer.stderr ?? '');
process.exitCode ??= answer.code ?? 0;
if (answer.later) setTimeout(() => tell({ diagnosticEvent: { severity: 'info', message: answer.later } }), 1000);
process.on('exit', () => fs.appendFileSync(process.env.CALLS + '.ended', words[0] + '\\n'));
`;

/** A Pulumi that records how it was called and gives the answers of the test, in the place of the one that tools/setup gets. */
export class Engine {
  readonly home = mkdtempSync(join(tmpdir(), 'engine-'));
  readonly #calls = join(this.home, 'calls');
  readonly #answers = join(this.home, 'answers');
  readonly env: NodeJS.ProcessEnv;

  constructor() {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    const bin = join(this.home, 'cache/chronos-rollback', version, 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'pulumi'), PROGRAM, { mode: 0o755 });
    const { PATH } = process.env;
    this.env = {
      PATH,
      HOME: this.home,
      XDG_CACHE_HOME: join(this.home, 'cache'),
      XDG_STATE_HOME: join(this.home, 'state'),
      CALLS: this.#calls,
      ANSWERS: this.#answers,
    };
    this.answers({});
  }

  /** Sets the answers by command: `preview`, `up`, `stack output`. */
  answers(answers: Readonly<Record<string, Answer>>): void {
    writeFileSync(this.#answers, JSON.stringify(answers));
    rmSync(this.#calls, { force: true });
  }

  /** The calls since the answers were set, without the making of the stack. */
  calls(): Call[] {
    const text = existsSync(this.#calls) ? readFileSync(this.#calls, 'utf8') : '';
    const calls = text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Call);
    return calls.filter(({ words }) => words[1] !== 'init');
  }

  /** The commands that came to their own end. */
  ended(): string[] {
    return readFileSync(`${this.#calls}.ended`, 'utf8').split('\n').filter(Boolean);
  }

  /** What was typed, as far as an operator would type it. */
  typed(): string[] {
    const added = / --(non-interactive|json|color never|event-log \S+)/g;
    return this.calls().map(({ words }) => words.join(' ').replace(added, ''));
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}
