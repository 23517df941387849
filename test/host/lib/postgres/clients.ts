import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { Server } from './server';

/**
 * Clients who connect, run a statement, and connect again whatever becomes of it. Gives what ends them, which gives all
 * answers that they got, in lines.
 */
export function clients(
  server: Server,
  database: string,
  { count, sql }: { readonly count: number; readonly sql: string },
): () => Promise<string[]> {
  const over = `/tmp/over-${randomBytes(4).toString('hex')}`;
  const loop = `for i in $(seq ${count}); do
      while [[ ! -e ${over} ]]; do psql -XAtq -U app -d "$1" -c "$2" 2>&1; done &
    done; wait`;
  const words = ['exec', server.container('db'), 'bash', '-c', loop, 'bash', database, sql];
  const child = spawn('docker', words, { stdio: ['ignore', 'pipe', 'ignore'] });
  let answers = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (answers += text));
  const ended = new Promise((resolve) => child.on('close', resolve));
  return async () => {
    server.bash(`touch ${over}`);
    await ended;
    return answers.split('\n');
  };
}
