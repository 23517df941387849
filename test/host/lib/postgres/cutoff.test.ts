import { depth } from '../../../support/depth';
import { Incident } from './incident';
import { Server } from './server';

const server = new Server();
beforeAll(() => server.launch('docker'));
afterAll(() => server.remove());

const TABLES = `CREATE TABLE goods (id serial PRIMARY KEY, v text);
  INSERT INTO goods (v) SELECT 'old' FROM generate_series(1, 20);`;

test('a shadow that was cut off half-made is made anew', async () => {
  const one = new Incident(server, 'half').create(TABLES).dump();
  await one.open();
  await one.cut('prepare', 'prepare.shadow-made');
  const half = server.oid(one.names.shadow);
  expect(half).not.toBe('');
  await one.done('prepare');
  expect(server.oid(one.names.shadow)).not.toBe(half);
  expect(server.content(one.names.shadow)).toEqual(server.content('half'));
});

test('a shadow of which a DROP was cut off is made anew, and is none that a plan could know', async () => {
  const one = new Incident(server, 'dropped').create(TABLES).dump();
  await one.open();
  await one.done('prepare');
  const { shadow } = one.names;
  const whole = server.oid(shadow);
  server.sql('postgres', `UPDATE pg_database SET datconnlimit = -2 WHERE datname = '${shadow}'`);
  expect((await server.backupStore('/backups', one.identity)).names.has(shadow)).toBe(false);
  const other = new Incident(server, 'dropped', 'dropped again').plan(one.backup.path);
  await other.open();
  await other.done('prepare');
  expect(server.oid(shadow)).not.toBe(whole);
  expect(server.content(shadow)).toEqual(server.content('dropped'));
});

/** Where restore is cut off, each killed for good. */
const POINTS: readonly [string, (one: Incident) => Promise<void>][] = [
  ['before the fence', (one) => one.cut('restore', 'restore.counted')],
  ['behind the fence', (one) => one.cutBehindFence()],
  ['after the swap, before it is journaled', (one) => one.cut('restore', 'restore.told')],
];

test.each(depth(POINTS.slice(2), POINTS))(
  'killed %s: undo brings back what was live, and another restore ends well',
  async (where, cut) => {
    const name = where.slice(0, 40);
    const one = new Incident(server, name).create(TABLES).dump();
    const backup = server.content(name);
    one.sql("UPDATE goods SET v = 'new' WHERE id < 5; CREATE TABLE later (id int);");
    const left = server.content(name);
    await one.open();
    await one.done('prepare');
    await cut(one);
    expect(await one.undo()).toMatchObject({ ok: true });
    expect(server.databases(name)).toContainEqual(`${name}|${one.oid}|t`);
    expect(server.content(name)).toEqual(left);

    const other = new Incident(server, name, `${name} again`).plan(one.backup.path);
    await other.open();
    await other.done('prepare');
    await cut(other);
    expect(await other.step('restore')).toMatchObject({ ok: true });
    expect(server.content(name)).toEqual(backup);
    expect(server.oid(other.names.sealed)).toBe(other.oid);
  },
);
