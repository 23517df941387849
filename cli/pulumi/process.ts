import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shellQuote } from '../../machines/text/shellQuote';
import { type Event, lineReader, parseEvent } from './engineEvents';
import { Stop } from '../exit';
import { Tail } from './tail';

/** How often the engine's events are looked for, in milliseconds. */
const PERIOD = 50;

export interface Ran {
  readonly code: number;
  /** The stack outputs of the run; in a preview those that it would come to. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What Pulumi printed itself where no event has told of an error: a missing stack, a lock. */
  readonly complaint: string;
  /** True where the engine has begun: before that nothing can have been touched. */
  readonly begun: boolean;
  /** True where somebody killed it, so that its lock and the rollback are left as they were. */
  readonly killed: boolean;
}

/** How a short command ended. */
interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A `pulumi` command line as one would type it. */
export const typed = (words: readonly string[]): string => ['pulumi', ...words].map(shellQuote).join(' ');

/** Runs this project's `pulumi`. Its own tables go nowhere; what the program tells comes as events. */
export class Pulumi {
  readonly #command: string;
  #running: ChildProcess | undefined;
  #operation: string | undefined;
  /** How often the operator has pressed Ctrl-C. */
  interrupted = 0;

  constructor(
    private readonly root: string,
    readonly env: NodeJS.ProcessEnv,
  ) {
    this.#command = join(root, 'tools/bin/pulumi');
  }

  /**
   * Passes a signal on to the engine, which then ends in order: Pulumi takes a second one as leave to
   * end at once. It runs in a session of its own, so that a terminal's Ctrl-C reaches it only this way.
   */
  interrupt(): void {
    this.interrupted += 1;
    if (!this.#running) throw new Stop('cli.stopped', 'stopped', 130);
    this.#running.kill('SIGINT');
  }

  /** Nobody reads any more: a preview ends; an update goes on to its end, as nobody has stopped it. */
  abandoned(): void {
    if (this.#operation === 'preview') this.interrupt();
    else if (this.#operation)
      process.stderr.write('rollback: nobody reads any more; it goes on. See ./rollback report\n');
  }

  /** Runs an operation on the stack: `preview`, `up`, `refresh`. */
  async operate(
    words: readonly string[],
    onMessage: (event: Event & { kind: 'message' }) => void,
  ): Promise<Ran> {
    const aside = mkdtempSync(join(tmpdir(), 'rollback-'));
    let outputs = {};
    let failure = false;
    let begun = false;
    const reader = lineReader((line) => {
      begun = true;
      const event = parseEvent(line);
      if (event?.kind === 'outputs') outputs = event.outputs;
      if (event?.kind !== 'message') return;
      failure ||= event.severity === 'error';
      onMessage(event);
    });
    const tail = new Tail(join(aside, 'events'), reader);
    const timer = setInterval(() => tail.read(), PERIOD);
    try {
      const { code, stderr, stdout, killed } = await this.#run([
        ...words,
        '--event-log',
        join(aside, 'events'),
      ]);
      tail.read();
      const complaint = code !== 0 && !failure ? stderr.trim() || lastLines(stdout) : '';
      return { code, outputs, complaint, begun, killed };
    } finally {
      clearInterval(timer);
      tail.close();
      rmSync(aside, { recursive: true, force: true });
    }
  }

  /** Runs a short command that needs no events. */
  ask(words: readonly string[]): Answer {
    return this.#ask(words, this.root, this.env);
  }

  /** Runs a short command on another project than this one's checkout. */
  elsewhere(words: readonly string[], directory: string): Answer {
    const env = { ...this.env, PULUMI_STACK: undefined, PULUMI_OPTION_CONFIG_FILE: undefined };
    return this.#ask(words, directory, env);
  }

  #ask(words: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Answer {
    const { status, stdout, stderr, error } = spawnSync(this.#command, [...words, '--non-interactive'], {
      cwd,
      env,
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    });
    if (error) throw error;
    return { code: status ?? 1, stdout, stderr };
  }

  #run(words: readonly string[]): Promise<Answer & { killed: boolean }> {
    const child = spawn(this.#command, [...words, '--non-interactive', '--color', 'never'], {
      cwd: this.root,
      // --event-log is one of the commands' options only where this is set.
      env: { ...this.env, PULUMI_DEBUG_COMMANDS: 'true' },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.#running = child;
    this.#operation = words[0];
    const texts = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.stderr += text));
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => {
        this.#running = undefined;
        this.#operation = undefined;
        if (signal)
          texts.stderr = `error: pulumi was ended from outside (${signal}), in the middle of its work`;
        resolve({ code: code ?? 1, killed: signal !== null, ...texts });
      });
    });
  }
}

const lastLines = (text: string): string => text.trimEnd().split('\n').slice(-20).join('\n');
