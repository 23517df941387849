import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** A step that runs on the host. */
export interface AtWork {
  /** Of its first process, where /proc tells. */
  readonly pid?: number;
  readonly command?: string;
}

/** Whether the lock of the state directory is held, and by whom. It ends with its last process, so it is never stale. */
export function stepAtWork(state: string): AtWork | undefined {
  const lock = join(state, 'lock');
  if (!existsSync(lock) || spawnSync('flock', ['-n', lock, 'true']).status === 0) return undefined;
  const pid = holdersOf(realpathSync(lock))[0];
  if (pid === undefined) return {};
  const command = textOf(`/proc/${pid}/cmdline`).split('\0').filter(Boolean).join(' ');
  return { pid, command };
}

/** What a file has; nothing when it is gone. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** The processes that have a file open, oldest first. */
function holdersOf(file: string): number[] {
  if (!existsSync('/proc/self/fd')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && openFiles(name).includes(file))
    .map(Number)
    .sort((a, b) => a - b);
}

function openFiles(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
  } catch {
    return [];
  }
}

/** The step that the journal says was begun last in a rollback, and until when it may take. */
export function begunStep(state: string, rollback: string): { step: string; until: Date } | undefined {
  // What comes after the last break is a line that is being written.
  const lines = textOf(join(state, 'journal.jsonl')).split('\n').slice(0, -1);
  const start = `{"v":1,"type":"begin","rollback":"${rollback}"`;
  const last = lines.findLast((line) => line.startsWith(start) && line.endsWith('}'));
  if (last === undefined) return undefined;
  const { step, at } = JSON.parse(last) as { step: string; at: string };
  const deadlines = textOf(join(state, rollback, 'deadlines'));
  const seconds = Number(new RegExp(`^${step}=(\\d+)$`, 'm').exec(deadlines)?.[1] ?? 0);
  return { step, until: new Date(Date.parse(at) + 1000 * seconds) };
}
