import { clients } from './clients';
import { Incident } from './incident';
import { Server } from './server';

const server = new Server();
beforeAll(() => server.launch());
afterAll(() => server.remove());

/** A restored database, what happens to it then, and the checks of it that verify makes. */
async function verified(name: string, since: (one: Incident) => void, more = '') {
  const one = new Incident(server, name).create(
    `CREATE TABLE goods (id int PRIMARY KEY, v text); INSERT INTO goods SELECT generate_series(1, 20); CREATE TABLE empty (id int); ${more}`,
  );
  one.dump();
  await one.restored();
  since(one);
  const { checks = [] } = await one.step('verify');
  const judged = (check: string) =>
    checks.filter(({ code }) => code === check).map(({ ok, evidence }) => ({ ok, evidence }))[0];
  return { one, restored: judged('check.database-restored'), rows: judged('check.rows') };
}

test('the restored database has the rows of the backup', async () => {
  const { one, restored, rows } = await verified('untouched', () => undefined);
  expect(restored).toEqual({ ok: true, evidence: server.oid(one.name) });
  expect(rows).toEqual({ ok: true, evidence: '2 tables, 20 rows' });
});

test('what the app has written since is allowed for', async () => {
  const { rows } = await verified('written', (one) =>
    one.sql(`INSERT INTO goods VALUES (30), (31); DELETE FROM goods WHERE id < 5; UPDATE goods SET v = 'x';
      INSERT INTO empty VALUES (1); CREATE TABLE later AS SELECT 1`),
  );
  expect(rows).toMatchObject({ ok: true });
});

test('what clients write all the while is allowed for, from the swap on', async () => {
  const one = new Incident(server, 'busy').create(
    'CREATE TABLE goods (n serial); INSERT INTO goods DEFAULT VALUES',
  );
  one.dump();
  await one.open();
  await one.done('prepare');
  const stop = clients(server, one.name, { count: 2, sql: 'INSERT INTO goods DEFAULT VALUES RETURNING 1' });
  await one.done('restore');
  const { checks = [] } = await one.step('verify');
  expect((await stop()).filter((line) => line === '1').length).toBeGreaterThan(10);
  expect(checks).toContainEqual(expect.objectContaining({ code: 'check.rows', ok: true }));
});

test('a server that has crashed counts anew, and what is written from then on is allowed for', async () => {
  const { rows } = await verified('crashed', (one) => {
    one.sql('SELECT pg_stat_reset()');
    one.sql('INSERT INTO goods VALUES (30); DELETE FROM goods WHERE id < 3');
  });
  expect(rows).toMatchObject({ ok: true });
});

test('of a server that crashes nobody knows what was deleted before, nor what an unlogged table had', async () => {
  const { rows } = await verified(
    'killed',
    (one) => {
      one.sql('DELETE FROM goods WHERE id < 5');
      server.crash();
      one.sql('INSERT INTO goods VALUES (30)');
    },
    'CREATE UNLOGGED TABLE fleeting AS SELECT 1 AS n',
  );
  expect(rows).toEqual({ ok: true, evidence: '3 tables, 21 rows' });
});

test('of a table that the app has emptied nothing is said', async () => {
  const { rows } = await verified('emptied', (one) => one.sql('TRUNCATE goods'));
  expect(rows).toMatchObject({ ok: true });
});

test('rows that went away by no statement that counts them fail it, and so does another database of the name', async () => {
  const { restored, rows } = await verified('replaced', (one) => {
    one.sql('DELETE FROM goods WHERE id > 5; DROP TABLE empty');
    server.sql(
      'postgres',
      'ALTER DATABASE replaced RENAME TO elsewhere; CREATE DATABASE replaced TEMPLATE elsewhere',
    );
  });
  expect(restored).toEqual({ ok: false, evidence: expect.stringMatching(/^\d+ .* \d+$/) });
  expect(rows?.ok).toBe(false);
  expect(rows?.evidence.split(';').sort()).toEqual([
    expect.stringContaining('public.empty '),
    expect.stringMatching(/^public\.goods .* 5 .* 20$/),
  ]);
});
