import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { STATES } from '../../../machines/config/stateDirectory';
import { decodeFacts } from '../../../machines/detect/observe/decodeFacts';
import type { RawFacts } from '../../../machines/model/facts';
import { commandLine, script } from '../../../resources/script/hostScript';
import { FailPoint } from '../../chaos/harness/failPoint';

/** How a script ended and what it printed. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}
/** What a script that is no step prints. */
export interface Answer {
  readonly ok: boolean;
  readonly summary: string;
  readonly code?: string;
}
export type Values = Readonly<Record<string, string>>;

/** A verdict as the step printed it, unparsed fields and all. */
export interface Printed {
  readonly step: string;
  readonly ok: boolean;
  readonly summary: string;
  readonly code?: string;
  readonly refused?: boolean;
  readonly log?: string;
  readonly images?: Values;
  readonly probes?: Values;
  readonly outages?: { service: string; from: number; to: number }[];
  readonly checks?: { name: string; code: string; required: boolean; ok: boolean; evidence: string }[];
  readonly failures?: string[];
  readonly failureCodes?: string[];
}

/** A script that is at work: its process, and how it will have ended. */
export interface Running {
  readonly pid: number;
  readonly ended: Promise<Ran>;
}

/** Starts a script as the program does: the pins on the command line, the script by standard input. */
export function start(command: string, stdin: string, env: NodeJS.ProcessEnv): Running {
  const child = spawn('sh', ['-c', `exec env ${command}`], { env, stdio: 'pipe' });
  const texts = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => (texts[stream] += text));
  }
  child.stdin.on('error', () => undefined).end(stdin);
  const ended = new Promise<Ran>((resolve) => {
    child.on('close', (code) => resolve({ code, ...texts }));
  });
  return { pid: child.pid ?? 0, ended };
}

/** Writes a command of that name into a directory, in bash; `real` goes on as the one that is found now. */
export function writeInstead(bin: string, name: string, lines: string): void {
  mkdirSync(bin, { recursive: true });
  const path = (process.env.PATH ?? '').replaceAll("'", '');
  const real = `real() { exec "$(PATH='${path}' type -P ${name})" "$@"; }`;
  writeFileSync(join(bin, name), `#!/bin/bash\n${real}\n${lines}\n`, { mode: 0o755 });
}

/** A checkout with a state directory, and every host script run on it. */
export class Site {
  readonly parent = mkdtempSync(join(tmpdir(), 'host-'));
  readonly directory = join(this.parent, 'the checkout');
  readonly state = join(this.parent, 'state');
  readonly temporary = join(this.parent, 'tmp');
  readonly rollback = 'r-00c0ffee';
  env: NodeJS.ProcessEnv = { ...process.env, TMPDIR: this.temporary };

  constructor(readonly project = 'nothing') {
    chmodSync(this.parent, 0o755);
    for (const path of [this.directory, this.temporary]) mkdirSync(path);
    chmodSync(this.temporary, 0o777);
    this.git('init', '-q', '-b', 'main');
    this.git('config', 'user.name', 'tester');
    this.git('config', 'user.email', 'tester@localhost');
  }

  git(...args: string[]): string {
    return execFileSync('git', ['-c', 'safe.directory=*', ...args], {
      cwd: this.directory,
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  }

  write(files: Values): void {
    for (const [name, text] of Object.entries(files)) {
      const path = join(this.directory, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }

  /** Leaves the scripts these commands and no others. */
  only(commands: string): void {
    const bin = join(this.parent, 'bin');
    mkdirSync(bin, { recursive: true });
    execFileSync('bash', ['-c', `ln -s $(which ${commands}) '${bin}'`]);
    this.env = { ...this.env, PATH: bin };
  }

  /** A command of that name comes before the real one and does these lines of bash; `real` goes on as the real one. */
  instead(name: string, lines: string): void {
    const bin = join(this.parent, 'instead');
    writeInstead(bin, name, lines);
    if (!this.env.PATH?.startsWith(`${bin}:`)) this.env = { ...this.env, PATH: `${bin}:${this.env.PATH}` };
  }

  /** Docker is of no interest: it is asked where nobody answers. */
  withoutDocker(): void {
    this.env = { ...this.env, DOCKER_HOST: 'unix:///nowhere.sock' };
  }

  /** What is given some seconds to answer gets one. */
  impatient(): void {
    this.instead('timeout', 'shift 3; real -k 1 1 "$@"');
  }

  read(name: string): string {
    return readFileSync(join(this.directory, name), 'utf8');
  }

  /** Commits files under a tag and gives the full hash. */
  release(tag: string, files: Values): string {
    this.write(files);
    this.git('add', '-f', '--', ...Object.keys(files));
    this.git('commit', '-q', '-m', `Release ${tag}`);
    this.git('tag', tag);
    return this.git('rev-parse', 'HEAD');
  }

  identity(more: Values = {}): Values {
    return {
      DIRECTORY: this.directory,
      STATE: this.state,
      STATES,
      PROJECT: this.project,
      FILES: 'docker-compose.production.yml',
      COMPOSE: 'v2',
      DATABASE_SERVICE: 'db',
      DATABASE_USER: 'app',
      DATABASE_NAME: 'app',
      HEALTH: '',
      TRIES: '6',
      CRITICAL: '',
      HEALTH_SCRIPT: 'deployment/health check.sh',
      DEPLOY_SCRIPT: 'deployment/scripts/deploy.sh',
      LINK_PROBE: '',
      ENVIRONMENT: 'production',
      ...more,
    };
  }

  run(name: string, values: Values = {}): Promise<Ran> {
    return start('bash -s', script(name, this.identity(values)), this.env).ended;
  }

  async facts(part: 'detect' | 'target', values: Values = {}): Promise<RawFacts> {
    const ran = await this.run(`queries/${part}`, { WANTED: '', ...values });
    if (ran.code !== 0) throw new Error(`${part} exits ${ran.code}: ${ran.stderr}`);
    return decodeFacts(ran.stdout);
  }

  /** Runs a script that is no step and gives the one line that it prints. */
  async ask(part: string, values: Values): Promise<Answer> {
    const ran = await this.run(part, values);
    if (ran.code !== 0 || !/^[^\n]+\n$/.test(ran.stdout)) throw new Error(JSON.stringify(ran));
    return JSON.parse(ran.stdout) as Answer;
  }

  open(values: Values = {}): Promise<Answer> {
    return this.ask('commands/open', {
      ROLLBACK: this.rollback,
      FROM: values.FROM ?? this.git('rev-parse', 'HEAD'),
      RUNNING: '',
      OPERATOR: 'tester',
      REASON: '',
      HOLDER: 'stack',
      REQUEST: '{}',
      PLAN: '{}',
      DEADLINES: 'prepare=60\nstop=40\nrevert=60\nrestart=40\nverify=30\nundo=40',
      ...values,
    });
  }

  /** The lease, when there is one that can be read. */
  lease(): Values {
    return JSON.parse(readFileSync(join(this.state, 'lease'), 'utf8')) as Values;
  }

  close(outcome = 'recovered', values: Values = {}): Promise<Ran> {
    const changing = outcome === 'undone' ? { CHANGING: 'stop restore revert restart undo' } : {};
    const closing = { ROLLBACK: this.rollback, OUTCOME: outcome, SUMMARY: 'done', ...changing, ...values };
    return this.run('commands/close', closing);
  }

  /** Starts a step of the program, or one made of the given lines. */
  start(step: string, pins: Values = {}, identity: Values = {}, body?: string, env = this.env): Running {
    const all = { ROLLBACK: this.rollback, ...pins };
    const name = body === undefined ? `steps/${step}` : 'lib/step/step';
    const text = script(name, this.identity(identity), Object.keys(all));
    const lines = `begin ${step}\n${body}\nexit 0\n}\n`;
    const stdin = body === undefined ? text : text.replace(/exit 0\n\}\n$/, () => lines);
    return start(commandLine(all), stdin, env);
  }

  /** Runs a step in which something is done while it waits at a fail point, see host/lib/base.sh. */
  async meanwhile(
    point: string,
    act: (pid: number, fifo: string) => void,
    step: string,
    pins: Values = {},
    identity: Values = {},
  ): Promise<Ran> {
    const armed = new FailPoint(this.parent, point);
    const env = { ...this.env, ...armed.env };
    const { pid, ended } = this.start(step, pins, identity, undefined, env);
    try {
      if (!(await armed.comesBefore(ended))) throw new Error(`${point}: ${JSON.stringify(await ended)}`);
      act(pid, armed.env.CHRONOS_FAIL_AT ?? '');
    } finally {
      await armed.release();
    }
    return ended;
  }

  /** Runs a step that is killed for good at a fail point: its shell, and the one of those that it started that waits there. */
  async killed(point: string, step: string, pins: Values = {}, identity: Values = {}): Promise<void> {
    const kill = (pid: number, fifo: string) => {
      for (const each of [pid, ...openedBy(fifo)]) process.kill(each, 'SIGKILL');
    };
    await this.meanwhile(point, kill, step, pins, identity);
  }

  async step(step: string, pins: Values = {}, identity: Values = {}, body?: string): Promise<Printed> {
    return verdictOf(await this.start(step, pins, identity, body).ended);
  }

  journal(): Record<string, unknown>[] {
    const text = readFileSync(join(this.state, 'journal.jsonl'), 'utf8');
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  remove(): void {
    rmSync(this.parent, { recursive: true, force: true });
  }
}

/** The verdict of a step, which exits 0, prints one line and nothing else. */
export function verdictOf({ code, stdout, stderr }: Ran): Printed {
  if (code !== 0 || stderr !== '' || !/^\{[^\n]*\}\n$/.test(stdout)) {
    throw new Error(`no verdict: exit ${code}, ${stdout.slice(0, 500)}, ${stderr.slice(0, 500)}`);
  }
  return JSON.parse(stdout) as Printed;
}

/** Why an attempt was not closed. Throws where it was. */
export function unclosed({ code, stdout, stderr }: Ran): Answer {
  if (code !== 0 || stderr !== '' || !/^\{[^\n]*\}\n$/.test(stdout))
    throw new Error(`no refusal to close: exit ${code}, ${stdout.slice(0, 500)}, ${stderr.slice(0, 500)}`);
  return JSON.parse(stdout) as Answer;
}

/** The other processes that have a file open. */
export function openedBy(path: string): number[] {
  const others = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid);
  const opens = (pid: number) => {
    try {
      return readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === path);
    } catch {
      return false;
    }
  };
  return others.filter(opens);
}

/** Waits until something holds; rejects when it does not within some seconds. Looks each `every` milliseconds. */
export async function until(holds: () => boolean, seconds = 10, every = 50): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}
