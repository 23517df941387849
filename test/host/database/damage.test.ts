import { Incident } from './incident';
import { Server } from './server';

const server = new Server();
beforeAll(() => server.launch());
afterAll(() => server.remove());

const BEFORE = `CREATE TABLE accounts (id int PRIMARY KEY, v text);
  INSERT INTO accounts SELECT i, 'as in the backup' FROM generate_series(1, 50) i;
  CREATE TABLE goods (id int PRIMARY KEY);
  INSERT INTO goods SELECT generate_series(1, 50);
  CREATE TYPE span AS RANGE (subtype = int);
  CREATE FUNCTION one() RETURNS int BEGIN ATOMIC SELECT 1; END;
  CREATE FUNCTION two() RETURNS int BEGIN ATOMIC SELECT 2 * one(); END;
  SELECT lo_from_bytea(7, 'large');`;
/** What the next release brings: it hangs on the tables of the backup. */
const LATER = `CREATE TABLE entries (id int PRIMARY KEY, account int REFERENCES accounts);
  INSERT INTO entries VALUES (1, 1);
  CREATE VIEW rich AS SELECT * FROM goods;
  CREATE FUNCTION later() RETURNS span LANGUAGE sql AS 'SELECT span(1, 2)';
  SELECT lo_from_bytea(8, 'later');
  UPDATE accounts SET v = 'later' WHERE id < 10;`;
/** Rows and keys of both tables, and rows that are no longer as in the backup. */
const shape = (one: Incident) =>
  one.sql(`SELECT (SELECT count(*) FROM goods), (SELECT count(*) FROM pg_constraint WHERE conrelid = 'goods'::regclass),
    (SELECT count(*) FROM accounts), (SELECT count(*) FROM accounts WHERE v = 'later')`);

function deployed(name: string): { one: Incident; backup: string[]; left: string[] } {
  const one = new Incident(server, name).create(BEFORE).dump();
  const backup = server.content(name);
  one.sql(LATER);
  return { one, backup, left: server.content(name) };
}

test('pg_restore -c on the live database doubles rows and loses the key after a later release; the swap does not', async () => {
  const { one, backup } = deployed('shop');
  server.sql('postgres', 'CREATE DATABASE copy TEMPLATE shop');
  const copy = new Incident(server, 'copy');
  expect(() => server.inside(['pg_restore', '-U', 'app', '-c', '-d', 'copy', one.backup.path])).toThrow(
    /cannot drop table public.goods because other objects depend on it/,
  );
  expect(shape(copy)).toBe('100|0|50|9');

  await one.restored();
  expect(shape(one)).toBe('50|1|50|0');
  expect(server.content('shop')).toEqual(backup);
});

test('in place the same comes back in one transaction, and undo brings back what was live', async () => {
  const { one, backup, left } = deployed('in-place');
  const restored = await one.inPlace().restored();
  expect(restored.swap).toMatchObject({ oid: one.oid, kept: `${one.state}/${one.id}/safety.dump` });
  expect(server.content(one.name)).toEqual(backup);
  expect(server.databases(one.name)).toEqual([`in-place|${one.oid}|t`]);
  expect((await one.step('verify')).checks?.filter(({ ok }) => !ok)).toEqual([]);
  expect(await one.undo()).toMatchObject({ ok: true });
  expect(server.content(one.name)).toEqual(left);
});

/** Cut off in the middle of the data, so that the tables are made and none of their rows is there. */
const half = (path: string) =>
  server.bash('size=$(stat -c %s "$1"); truncate -s $((size * 6 / 10)) "$1"', path);

test.each([
  [
    'that became unreadable half-way since it was prepared',
    half,
    /the backup cannot be restored in place, everything is as it was/,
  ],
  [
    'that names a role which is gone since',
    () => server.sql('postgres', 'ALTER ROLE passer RENAME TO gone'),
    /everything is as it was: .*role "passer" does not exist/,
  ],
])('a backup %s changes nothing in place', async (how, harm, summary) => {
  if (how.includes('role')) server.sql('postgres', 'CREATE ROLE passer');
  const one = new Incident(server, how.includes('role') ? 'norole' : 'unreadable');
  one.create(BEFORE + (how.includes('role') ? 'ALTER TABLE accounts OWNER TO passer' : '')).dump();
  one.sql(LATER + (how.includes('role') ? '; ALTER TABLE accounts OWNER TO app' : ''));
  const left = server.content(one.name);
  await one.inPlace().open();
  await one.done('prepare');
  harm(one.backup.path);
  // Another checksum would be seen before anything is emptied; a disk that fails in the middle is not.
  one.plan(one.backup.path, one.backup.snapshot);
  const verdict = await one.step('restore');
  expect(verdict).toMatchObject({ ok: false, summary: expect.stringMatching(summary) });
  expect(server.databases(one.name)).toEqual([`${one.name}|${one.oid}|t`]);
  expect(server.content(one.name)).toEqual(left);
  expect(await one.undo()).toMatchObject({ ok: true });
  expect(server.content(one.name)).toEqual(left);
});
