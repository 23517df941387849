import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scenario } from '../world/scenarios';
import type { World } from '../world/world';
import { lost, type Stage, stuck, type Violation } from './kind';

/** Whether what is no longer live is kept, sealed, and nothing else lies about. */
export function judgeDatabases({ world, id }: Stage, asked: Scenario, isDone: boolean): Violation[] {
  const { postgres } = world;
  const beside = postgres.databases().filter(({ name }) => name !== 'app');
  const live = postgres.databases().find(({ name }) => name === 'app');
  const open = beside.filter((database) => database.open && !database.name.includes('_shadow_'));
  const strange = beside.filter(({ name }) => !KEPT.test(name) && !(name.includes('_shadow_') && !isDone));
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
  const places = [...sealed(world), ...dumps(world)];
  return places.includes(world.data[keeps]) ? [] : [lost(`${id} has not kept the ${keeps} database`)];
}
const sealed = ({ postgres }: World): string[] =>
  postgres
    .databases()
    .filter(({ name }) => KEPT.test(name))
    .map(({ name }) => postgres.content(name));

const dumps = ({ state, postgres }: World): string[] =>
  readdirSync(state)
    .filter((name) => /^r-/.test(name))
    .flatMap((name) => readdirSync(join(state, name)).map((file) => join(state, name, file)))
    .filter((file) => file.endsWith('.dump') && existsSync(file))
    .map((file) => postgres.contentOfDump(readFileSync(file)));
