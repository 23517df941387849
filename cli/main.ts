import { join } from 'node:path';
import type { Answer } from './report/answers';
import { diagnose } from './commands/diagnose';
import { undo, up } from './commands/up';
import { open, type Session } from './pulumi/session';
import { Output } from './terminal/output';
import { placeOf } from './pulumi/stackLocation';
import type { Pulumi } from './pulumi/process';
import { Stop } from './exit';
import { parseUsage } from './program';
import type { Usage } from './usage';

const ROOT = join(__dirname, '..');
let engine: Pulumi | undefined;
let closed = false;
/** Whether JSON was asked for; a command line that cannot be read may have, too. */
let isJson = process.argv.includes('--json');

/** What only some commands need is loaded with them, so that the door opens at once. */
const lazily = <T>(path: string): T => module.require(path) as T;

/** Writes the one object that standard output gets where JSON was asked for. */
const onOutput: Answer = (object) => {
  if (isJson) process.stdout.write(`${JSON.stringify(object)}\n`);
  isJson = false;
};

/** Says there why there is no answer. */
const failed = ({ code, message }: Pick<Stop, 'code' | 'message'>): void =>
  onOutput({ v: 1, status: 'error', code, message });

/** Runs one command and gives its exit code. */
async function run(usage: Usage, output: Output, answer?: Answer): Promise<number> {
  const { command, id, directory, keep = false, stack, options } = usage;
  const place = placeOf(stack, ROOT, process.env);
  if (directory !== undefined) {
    const onPulumi = (pulumi: Pulumi) => (engine = pulumi);
    return lazily<typeof import('./commands/inspect')>('./commands/inspect').look(directory, {
      root: ROOT,
      env: process.env,
      output,
      keep: place,
      isKept: keep,
      onPulumi,
      options,
      answer,
    });
  }
  const glance: Session['glance'] = (of) =>
    lazily<typeof import('./host/glance')>('./host/glance').glance(of);
  const session: Session = { ...open(ROOT, place, output, process.env, answer), glance };
  engine = session.pulumi;
  switch (command) {
    case 'diagnose':
      return diagnose(session, options);
    case 'check':
      return lazily<typeof import('./commands/check')>('./commands/check').check(session);
    case 'up':
      return up(session, id, options);
    case 'data':
      return lazily<typeof import('./commands/data')>('./commands/data').data(session, id, options);
    case 'undo':
      return undo(session, id ?? '', options);
    case 'release':
      return lazily<typeof import('./commands/release')>('./commands/release').release(session, id ?? '');
    case 'close':
      return lazily<typeof import('./commands/close')>('./commands/close').close(session, id ?? '', options);
    case 'recover':
      return lazily<typeof import('./commands/recover')>('./commands/recover').recover(session);
    case 'history':
      return lazily<typeof import('./commands/history')>('./commands/history').history(session);
    case 'releases':
      return options.forget
        ? lazily<typeof import('./commands/forgetSettings')>('./commands/forgetSettings').forgetSettings(
            session,
            options.forget,
          )
        : lazily<typeof import('./commands/releases')>('./commands/releases').releases(session);
    case 'report':
      return lazily<typeof import('./commands/report')>('./commands/report').report(session, id);
    case 'writes':
      return lazily<typeof import('./commands/exportWrites')>('./commands/exportWrites').writes(
        session,
        id ?? '',
        options,
      );
    case 'checkpoint':
      return lazily<typeof import('./commands/checkpoint')>('./commands/checkpoint').checkpoint(
        session,
        options.checkpoint ?? {},
      );
    case 'uninstall':
      return lazily<typeof import('./commands/uninstall')>('./commands/uninstall').uninstall(
        session,
        options,
      );
    case 'prune':
      return lazily<typeof import('./commands/prune')>('./commands/prune').prune(session, id, options);
  }
}

/** The first Ctrl-C is passed on to the engine and waited for; so is a terminal that goes away. */
function interrupt(): void {
  if (!engine) {
    failed(new Stop('cli.stopped', 'stopped', 130));
    process.exit(130);
  }
  try {
    engine.interrupt();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    failed(error);
    process.exit(error.exit);
  }
}

/** Whoever read our lines is gone. What only reads is ended; what is being done goes on, as nobody has stopped it. */
function onClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  if (closed) return;
  closed = true;
  engine?.abandoned();
}

async function main(): Promise<number> {
  process.stdout.on('error', onClosed);
  process.stderr.on('error', onClosed);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  const errors = new Output(process.stderr, process.env);
  try {
    const usage = parseUsage(process.argv.slice(2), (text) => process.stdout.write(text));
    if (!usage) return 0;
    isJson = usage.options.json === true;
    return isJson
      ? await run(usage, errors, onOutput)
      : await run(usage, new Output(process.stdout, process.env));
  } catch (error) {
    if (!(error instanceof Stop)) {
      failed({ code: 'cli.fault', message: String(error) });
      throw error;
    }
    const [first = '', ...more] = error.lines;
    errors.write([`rollback: ${first}`, ...more]);
    failed(error);
    return error.exit;
  }
}

void main().then((code) => (process.exitCode = code));
