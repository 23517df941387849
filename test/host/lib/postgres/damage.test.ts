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

function deployed(name: string): { one: Incident; backup: string[] } {
  const one = new Incident(server, name).create(BEFORE).dump();
  const backup = server.content(name);
  one.sql(LATER);
  return { one, backup };
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
