import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Setup and teardown are loaded apart, in one process. */
const kept = globalThis as { chronosKeeper?: ChildProcess };

/** Gives a run of the tests a directory and a label of its own, and a process that removes what has them, however the run ends. */
export function begin(): void {
  if (kept.chronosKeeper) return;
  const directory = mkdtempSync(join(tmpdir(), 'chronos-tests-'));
  kept.chronosKeeper = spawn('bash', [join(__dirname, 'keeper.sh'), directory], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  kept.chronosKeeper.unref();
  process.env['CHRONOS_TEST_RUN'] = directory;
}

/** A deployment that is to go with the run, should its test be cut off before it removes it. */
export function keepInMind(project: string, directory: string): void {
  const run = process.env['CHRONOS_TEST_RUN'];
  if (run !== undefined) appendFileSync(join(run, 'deployments'), `${project}\t${directory}\n`);
}

/** Waits until nothing of the run is left. */
export async function end(): Promise<void> {
  const keeper = kept.chronosKeeper;
  if (!keeper) return;
  delete kept.chronosKeeper;
  keeper.ref();
  const ended = once(keeper, 'close');
  keeper.stdin?.end('over\n');
  await ended;
}
