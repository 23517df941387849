import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Lets one set-up at a time work on a cache. The lock is held by a child that reads a pipe from this process,
 * so it ends with this process however that ends: there are no stale locks.
 */
export async function lock(cache, { waiting, command = 'flock' } = {}) {
  mkdirSync(cache, { recursive: true });
  const file = join(cache, 'setup.lock');
  const release = (await hold(command, ['-n', file])) ?? (waiting?.(), await hold(command, [file]));
  if (!release) throw new Error(`cannot lock ${file}: is flock (util-linux) installed?`);
  return release;
}

function hold(command, args) {
  return new Promise((resolve) => {
    const holder = spawn(command, [...args, 'sh', '-c', 'echo held; exec cat'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    holder.on('error', () => resolve(undefined));
    holder.on('close', () => resolve(undefined));
    holder.stdout.once('data', () => resolve(() => holder.stdin.end()));
  });
}
