import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** A process of this machine. A number is given again, so only number and start together name one. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** When it started, in whatever unit the system tells it. */
  readonly start: string;
  /** The name of its program. */
  readonly name: string;
}

/** How a process is looked up; undefined where there is none, or none that can be seen. */
export type FindProcess = (pid: number) => Process | undefined;

/** As Linux tells it in /proc/<pid>/stat: the name, which may hold anything, is in brackets. */
export function fromProc(pid: number): Process | undefined {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const end = text.lastIndexOf(')');
  // From field 3 on; the parent is field 4, the start field 22.
  const fields = text.slice(end + 2).split(' ');
  const name = text.slice(text.indexOf('(') + 1, end);
  return known(pid, fields[1], fields[19], name);
}

/** As `ps` tells it elsewhere. */
export function fromPs(pid: number): Process | undefined {
  const text = execFileSync('ps', ['-o', 'ppid=,lstart=,comm=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 5000,
  });
  const [, parent, start, path] = /^\s*(\d+)\s+(\w.*? \d{4})\s+(.+?)\s*$/.exec(text) ?? [];
  return known(pid, parent, start, basename(path ?? ''));
}

function known(pid: number, parent: string | undefined, start: string | undefined, name: string) {
  return parent && start
    ? { pid, parent: Number(parent), start: start.replaceAll(/\W/g, ''), name }
    : undefined;
}

/** Looks a process up in the way that this system has. */
export const processOf: FindProcess = (pid) => {
  try {
    return existsSync('/proc/self/stat') ? fromProc(pid) : fromPs(pid);
  } catch {
    return undefined;
  }
};

/** Further up than this no CLI is looked for. */
const LEVELS = 16;

/**
 * The CLI process that this program runs for: the next one above by the name of `pulumi`, because a
 * wrapper of node or of the language host is a level of its own. Where none is called so, the parent
 * of the language host, as it is without wrappers.
 */
export function cliProcess(look: FindProcess = processOf, above: number = process.ppid): Process | undefined {
  const passed: Process[] = [];
  for (let pid = above; passed.length < LEVELS;) {
    const one = look(pid);
    if (!one) break;
    if (one.name === 'pulumi') return one;
    passed.push(one);
    pid = one.parent;
  }
  return passed[1];
}
