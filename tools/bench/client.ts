// A process of its own: the client whose window is measured, and some that write meanwhile. Says when it is at work,
// and gives its calls, and ends, when it is told anything.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Address, Session } from './session';
import { type Call, pause } from './window';

/** Statements of the writers, one after the other; the asked one must give a row. */
export interface Work {
  readonly address: Address;
  readonly ask: string;
  readonly write: readonly string[];
  readonly writers: number;
}

/** A new session for each call: what answers was really let in. */
async function isAnswered({ address, ask }: Work): Promise<boolean> {
  try {
    const session = await Session.open(address);
    const rows = await session.query(ask);
    session.close();
    return rows > 0;
  } catch {
    return false;
  }
}

async function probe(work: Work, calls: Call[]): Promise<void> {
  let refusedSince: number | undefined;
  for (;;) {
    const from = performance.now();
    const ok = await isAnswered(work);
    if (calls.push({ from, to: performance.now(), ok }) === 1) process.send?.('at work');
    refusedSince = ok ? undefined : (refusedSince ?? from);
    await sleep(refusedSince === undefined ? 1 : pause(performance.now() - refusedSince));
  }
}

/** Keeps its session for as long as it has one; comes back as a pool would, or those who are refused would be the load. */
async function writeOn({ address, write }: Work): Promise<void> {
  for (;;) {
    try {
      const session = await Session.open(address);
      for (let turn = 0; ; turn += 1) {
        await session.query(write[turn % write.length] ?? '');
        await sleep(10);
      }
    } catch {
      await sleep(250);
    }
  }
}

const work = JSON.parse(process.argv[2] ?? '') as Work;
const calls: Call[] = [];
for (let count = 0; count < work.writers; count += 1) void writeOn(work);
void probe(work, calls);
process.on('message', () => process.send?.(calls, () => process.exit(0)));
process.on('disconnect', () => process.exit(1));
