import { spawn, type ChildProcess } from 'node:child_process';
import { statSync } from 'node:fs';
import type { Call } from '../shared/plugin';
import { goQuote } from './go-quote';
import type { CommandInputs } from './inputs';
import { StatusLines } from './status-lines';

export interface Captured {
  stdout: string;
  stderr: string;
}

/** Runs a command line the way the inputs say; an exit code other than 0 is an error. */
export async function execute(
  command: string,
  inputs: CommandInputs,
  previous: Captured,
  call: Call,
): Promise<Captured> {
  const [program = '/bin/sh', ...args] = inputs.interpreter?.length ? inputs.interpreter : ['/bin/sh', '-c'];
  const all: Buffer[] = [];
  const lines = new StatusLines(call.status);
  const logging = inputs.logging ?? 'stdoutAndStderr';
  const failed = (why: string) =>
    new Error(`${why}: running ${goQuote(command)}:\n${Buffer.concat(all).toString()}`);

  if (inputs.dir !== undefined && !isDirectory(inputs.dir)) {
    throw failed(`chdir ${inputs.dir}: no such file or directory`);
  }
  const child = spawn(program, [...args, command], {
    cwd: inputs.dir,
    env: environment(inputs, previous),
    stdio: [inputs.stdin ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
  const collect = (stream: 'stdout' | 'stderr'): Buffer[] => {
    const own: Buffer[] = [];
    child[stream]?.on('data', (chunk: Buffer) => {
      own.push(chunk);
      all.push(chunk);
      if (logging === stream || logging === 'stdoutAndStderr') lines.push(chunk);
    });
    return own;
  };
  const [stdout, stderr] = [collect('stdout'), collect('stderr')];
  // A command need not read what it is given.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(inputs.stdin);

  const outcome = await ended(child, program, call.signal);
  await lines.end();
  if (outcome) throw failed(outcome);
  return { stdout: text(stdout), stderr: text(stderr) };
}

/** Why the process did not end well; undefined when it did. */
function ended(child: ChildProcess, program: string, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    // Only the process itself is killed; its children run on, and are not waited for.
    const kill = () => {
      child.kill('SIGKILL');
      child.once('exit', () => resolve('signal: killed'));
    };
    if (signal.aborted) kill();
    signal.addEventListener('abort', kill, { once: true });
    child.once('error', (error: NodeJS.ErrnoException) => resolve(startFailure(program, error)));
    child.once('close', (code, reason) => {
      signal.removeEventListener('abort', kill);
      if (reason) resolve(`signal: ${SIGNALS[reason] ?? reason}`);
      else resolve(code === 0 ? undefined : `exit status ${code}`);
    });
  });
}

const SIGNALS: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: 'killed',
  SIGTERM: 'terminated',
  SIGINT: 'interrupt',
  SIGHUP: 'hangup',
  SIGQUIT: 'quit',
  SIGABRT: 'aborted',
  SIGPIPE: 'broken pipe',
  SIGSEGV: 'segmentation fault',
};

const REASONS: Record<string, string> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  E2BIG: 'argument list too long',
};

function startFailure(program: string, { code = '', message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT' && !program.includes('/')) {
    return `exec: ${goQuote(program)}: executable file not found in $PATH`;
  }
  return `fork/exec ${program}: ${REASONS[code] ?? message}`;
}

function environment(inputs: CommandInputs, { stdout, stderr }: Captured): NodeJS.ProcessEnv {
  const previous = inputs.addPreviousOutputInEnv ?? true;
  return {
    ...process.env,
    ...inputs.environment,
    ...(previous && stdout && { PULUMI_COMMAND_STDOUT: stdout }),
    ...(previous && stderr && { PULUMI_COMMAND_STDERR: stderr }),
  };
}

const isDirectory = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** Output without its last line break. */
const text = (chunks: Buffer[]) => Buffer.concat(chunks).toString().replace(/\n$/, '');
