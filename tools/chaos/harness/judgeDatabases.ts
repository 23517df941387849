import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scenario } from '../world/scenarios';
import type { World } from '../world/world';
import { lost, type Stage, stuck, type Violation } from './kind';

/** Whether what is no longer live is kept, sealed, and nothing else lies about. */
export function judgeDatabases({ world, id }: Stage, asked: Scenario, isDone: boolean): Violation[] {
  const { postgres } = world;
  const others = postgres.databases().filter(({ name }) => name !== 'app');
  const live = postgres.databases().find(({ name }) => name === 'app');
  const open = others.filter((database) => database.open && !database.name.includes('_shadow_'));
  const strange = others.filter(({ name }) => !KEPT.test(name) && !(name.includes('_shadow_') && !isDone));
  return [
    ...(live?.open ? [] : [stuck('nobody can connect to the live database')]),
    ...open.map(({ name }) => stuck(`the database ${name} is not sealed`)),
    ...strange.map(({ name }) => stuck(`left behind: the database ${name}`)),
    ...(isDone ? kept(world, id, asked) : []),
    ...(postgres.sessions() === 0 ? [] : [stuck('a session of a step is still there')]),
  ];
}
const KEPT = /^app_(before|undone)_r-[0-9a-f]{8}$/;

/** What was live before has all its rows. */
function kept(world: World, id: string, { keeps }: Scenario): Violation[] {
  if (keeps === undefined) return [];
  const places = beside(world, (name) => world.postgres.content(name));
  return places.includes(world.data[keeps]) ? [] : [lost(`${id} has not kept the ${keeps} database`)];
}

/** What a client has to say who has written all the while, and who is sent away now. */
export async function judgeWriter({ world, writer }: Stage): Promise<Violation[]> {
  if (!writer) return [];
  const goesOn = await writer.goesOn();
  await writer.stop();
  return [
    ...judgeWrites(world, writer.acknowledged),
    ...(goesOn ? [] : [stuck('the client cannot write any more')]),
  ];
}

/** Every number that a client was told is written stands in the live database or in one that is kept. */
export function judgeWrites(world: World, acknowledged: readonly number[]): Violation[] {
  const { postgres } = world;
  const ledgers = [postgres.ledger('app'), ...beside(world, (name) => postgres.ledger(name))];
  const there = new Set(ledgers.flat());
  const gone = acknowledged.filter((number) => !there.has(number));
  return gone.length === 0
    ? []
    : [lost(`${gone.length} of ${acknowledged.length} writes that were acknowledged: ${gone.join(' ')}`)];
}

/** Looks into each database that is kept, sealed or as a dump. */
function beside<T>({ state, postgres }: World, look: (name: string) => T): T[] {
  const sealed = postgres.databases().filter(({ name }) => KEPT.test(name));
  const dumps = readdirSync(state)
    .filter((name) => /^r-/.test(name))
    .flatMap((name) => readdirSync(join(state, name)).map((file) => join(state, name, file)))
    .filter((file) => file.endsWith('.dump') && existsSync(file));
  return [
    ...sealed.map(({ name }) => look(name)),
    ...dumps.map((file) => postgres.inDump(readFileSync(file), look)),
  ];
}
