import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from './harness/kind';
import type { Result } from './harness/run';
import { statesOf, summarize } from './report';

/** The state of the project that is run, as git names it: a commit, and whether there is more than that. */
function stateOfProject(): string {
  try {
    const words = ['describe', '--always', '--dirty', '--exclude=*'];
    return execFileSync('git', words, { cwd: __dirname, encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return 'unknown';
  }
}

const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`);

/** What the runs of one seed came to, kept so that another call can go on. */
export class Log {
  private readonly file: string;
  private readonly lock: string;
  readonly results: Result[] = [];

  constructor(
    private readonly seed: number,
    private readonly directory: string,
    isFresh = false,
    private readonly of = stateOfProject(),
  ) {
    mkdirSync(directory, { recursive: true });
    this.file = join(directory, `chaos-${seed}.jsonl`);
    this.lock = join(directory, `chaos-${seed}.pid`);
    this.take();
    if (isFresh) rmSync(this.file, { force: true });
    if (existsSync(this.file)) this.results = readResults(readFileSync(this.file, 'utf8'));
    writeFileSync(this.file, this.results.map((one) => `${JSON.stringify(one)}\n`).join(''));
    this.summarize();
  }

  /** Two calls would each write what they know over what the other one has found. */
  private take(): void {
    const pid = existsSync(this.lock) ? Number(readFileSync(this.lock, 'utf8')) : 0;
    if (pid > 0 && pid !== process.pid && isAlive(pid))
      throw new Error(`seed ${this.seed} is being run in ${this.directory}, by process ${pid}`);
    writeFileSync(this.lock, `${process.pid}`);
  }

  /** Lets another call have it. */
  close(): void {
    rmSync(this.lock, { force: true });
  }

  /** The states that runs of former calls were of, where that is another one. */
  get others(): readonly string[] {
    return statesOf(this.results).filter((of) => of !== this.of);
  }

  private summarize(): void {
    const text = JSON.stringify(summarize(this.seed, this.results), null, 2);
    writeFileSync(join(this.directory, 'chaos.json'), `${text}\n`);
  }

  has({ kind, scenario, at }: Case): boolean {
    return this.results.some((one) => one.kind === kind && one.scenario === scenario && one.at === at);
  }

  add(result: Result): void {
    const whole = { ...result, of: this.of };
    this.results.push(whole);
    appendFileSync(this.file, `${JSON.stringify(whole)}\n`);
    this.summarize();
  }
}

/** Whole lines: a call that was killed may have left a part of one at the end. */
const readResults = (text: string): Result[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Result);
