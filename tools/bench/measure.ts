import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Work } from './client';
import type { Data } from './data';
import type { Server } from './server';
import type { Way } from './ways';
import { type Call, type Window, windowOf } from './window';

const CLIENT = join(__dirname, 'client.ts');
const WRITERS = 3;
/** Milliseconds that the clients are watched before and after. */
const AROUND = 1000;

/** What a client sees while it is gone back in one way; leaves the database as it is in the backup. */
export async function measure(server: Server, data: Data, way: Way): Promise<Window> {
  await way.ready();
  // What was written before is not to be flushed within the window.
  await server.sql('postgres', 'CHECKPOINT');
  const { database, ask, write } = data;
  const address = { host: await server.address(), port: 5432, user: server.user, database, timeout: 500 };
  const work: Work = { address, ask, write, writers: WRITERS };
  const client = fork(CLIENT, [JSON.stringify(work)], {
    execArgv: ['--require', join(__dirname, '../typescript.cjs')],
  });
  const gone = once(client, 'exit').then(() => Promise.reject(new Error('the client has ended by itself')));
  gone.catch(() => undefined);
  const said = async (): Promise<unknown> => {
    const [message] = (await Promise.race([once(client, 'message'), gone])) as unknown[];
    return message;
  };
  try {
    await said();
    await sleep(AROUND);
    await way.go();
    await sleep(AROUND);
    client.send('end');
    return windowOf((await said()) as Call[]);
  } finally {
    client.kill();
    await way.clear();
  }
}
