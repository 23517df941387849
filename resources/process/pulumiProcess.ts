import { execFileSync } from 'node:child_process';
import { basename } from 'node:path';

/** A process of this machine. A number is given again, so only number and start together name one. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** When it started, to the second. */
  readonly start: string;
  /** The name of its program. */
  readonly name: string;
}

/** How a process is looked up; undefined where there is none, or none that can be seen. */
export type FindProcess = (pid: number) => Process | undefined;

/** What `ps` tells of a process: the columns named, in words that do not depend on who asks. Throws where it tells nothing. */
function columnsOf(pid: number, ...columns: readonly string[]): string {
  const words = columns.flatMap((column) => ['-o', `${column}=`]);
  return execFileSync('ps', [...words, '-p', String(pid)], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 5000,
  });
}

/** Looks a process up with `ps`. */
export const processOf: FindProcess = (pid) => {
  try {
    const text = columnsOf(pid, 'ppid', 'lstart', 'comm');
    const [, parent, start, path] = /^\s*(\d+)\s+(\w.*? \d{4})\s+(.+?)\s*$/.exec(text) ?? [];
    if (!parent || !start) return undefined;
    const name = basename(path ?? '');
    return { pid, parent: Number(parent), start: start.replaceAll(/\W/g, ''), name };
  } catch {
    return undefined;
  }
};

/** Whether a process goes by the name of Pulumi, by its program or by how it was called; undefined where nobody can tell. */
export function isPulumi(pid: number): boolean | undefined {
  try {
    const [program, line] = [columnsOf(pid, 'comm'), columnsOf(pid, 'args')].map((text) => text.trim());
    if (line?.includes('<defunct>')) return false;
    return [program, line?.split(' ')[0]].some((name) => basename(name ?? '').startsWith('pulumi'));
  } catch {
    return undefined;
  }
}

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
