import type { Attempt } from '../../../machines/model/attempt';
import type { Scenario } from '../world/scenarios';
import type { World } from '../world/world';
import { type Allowance, lost, type Stage, stuck, type Violation } from './kind';

interface Ended {
  readonly isDone: boolean;
  readonly attempts: readonly Attempt[];
  readonly allowed: Allowance;
}

/** Whether what is no longer live is kept, sealed, and nothing else lies about. */
export function judgeDatabases(
  { world, id, writer }: Stage,
  asked: Scenario,
  { isDone, attempts, allowed }: Ended,
): Violation[] {
  const { postgres } = world;
  const others = postgres.databases().filter(({ name }) => name !== 'app');
  const live = postgres.databases().find(({ name }) => name === 'app');
  const open = others.filter((database) => database.open && !database.name.includes('_shadow_'));
  const isKnown = (kept: string) =>
    allowed.forgotten !== undefined || attempts.some(({ plan }) => plan.id === kept);
  const strange = others.filter(({ name, comment }) => {
    const [, kept] = KEPT.exec(name) ?? [];
    return kept === undefined ? isDone || !isWholeShadow(name, comment) : !isKnown(kept);
  });
  return [
    ...(live?.open ? [] : [stuck('nobody can connect to the live database')]),
    ...open.map(({ name }) => stuck(`the database ${name} is not sealed`)),
    ...strange.map(({ name }) => stuck(`left behind: the database ${name}`)),
    ...(isDone ? kept(world, id, asked) : []),
    ...(live?.open && !writer && postgres.ledger('app').length > 0
      ? [stuck('rows are in the ledger that nobody has written')]
      : []),
    ...(postgres.sessions() === 0 ? [] : [stuck('a session of a step is still there')]),
  ];
}
const KEPT = /^app_(?:before|undone)_(r-[0-9a-f]{8})$/;

/** One that a rollback which was taken back has left for the next one, see host/lib/postgres/shadow.sh. */
const isWholeShadow = (name: string, comment: string): boolean =>
  name.includes('_shadow_') && comment.startsWith('chronos-rollback: restored from');

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

/** Whatever was done so far, what was live is whole in one of the databases. */
export function judgeLive({ world, before }: Stage): Violation[] {
  const { postgres } = world;
  // Cut off between down and up: what is on its volume is looked at in the end.
  if (world.container('db') === '') return [];
  const app = postgres.databases().find(({ name }) => name === 'app');
  if (app?.open && ![world.data.live, world.data.backup].includes(postgres.content('app')))
    return [lost('the live database is neither of the two')];
  const contents = beside(world, (name) => postgres.content(name), /./);
  return contents.includes(before.content) ? [] : [lost('what was live before is nowhere, as it stands')];
}

/** Looks into each database of such a name. */
const beside = <T>({ postgres }: World, look: (name: string) => T, names = KEPT): T[] =>
  postgres
    .databases()
    .filter(({ name }) => names.test(name))
    .map(({ name }) => look(name));
