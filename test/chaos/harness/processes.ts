import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { MARK } from '../engine/operator';

/** A process of this machine. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly args: readonly string[];
}

const read = (path: string): string => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
};

/**
 * The processes that an operator has started, by the mark in their environment; with a star at its end those of all
 * whose mark begins so. Such as are on their way out are left out.
 */
export function marked(mark: string): Process[] {
  const wanted = `${MARK}=${mark}`;
  const isWanted = (word: string) =>
    wanted.endsWith('*') ? word.startsWith(wanted.slice(0, -1)) : word === wanted;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && read(`/proc/${name}/environ`).split('\0').some(isWanted))
    .flatMap((name) => {
      const stat = read(`/proc/${name}/stat`);
      const [state = 'X', parent = '0'] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const args = read(`/proc/${name}/cmdline`).split('\0').filter(Boolean);
      return 'ZX'.includes(state) ? [] : [{ pid: Number(name), parent: Number(parent), args }];
    });
}

/** Pulumi's own: the language host of a killed CLI looks only every five minutes whether that still lives. */
export const isPulumis = ({ args }: Process): boolean =>
  args.some((arg) => /\/pulumi-(language|resource)-/.test(arg));

/** Waits, for some seconds, until what some operators have started is gone; what is left then is left behind. */
export async function leftOver(marks: readonly string[]): Promise<Process[]> {
  return lasting(() => marks.flatMap(marked).filter((one) => !isPulumis(one)), 50);
}

/** What there is each time that one looks, five times a second: nothing, as soon as nothing was found once. */
export async function lasting<T>(find: () => T[], turns: number): Promise<T[]> {
  let found = find();
  for (let turn = 0; turn < turns && found.length > 0; turn += 1) {
    await sleep(200);
    found = find();
  }
  return found;
}

const isScript = ({ args }: Process): boolean => args[0] === 'bash' && args[1] === '-s';

/** The shell that runs a step's script, not its forks. */
export function stepShell(processes: readonly Process[]): Process | undefined {
  const shells = processes.filter(isScript);
  return shells.find(({ parent }) => !shells.some(({ pid }) => pid === parent));
}

/** Sends them a signal; gives how many it came to. */
export function kill(processes: readonly Process[], signal: NodeJS.Signals = 'SIGKILL'): number {
  let count = 0;
  for (const { pid } of processes) {
    try {
      process.kill(pid, signal);
      count += 1;
    } catch {
      // It has ended by itself.
    }
  }
  return count;
}
