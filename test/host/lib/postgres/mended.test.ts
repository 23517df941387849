import { Incident } from './incident';
import { Server } from './server';

const server = new Server();
beforeAll(() => server.launch('docker'));
afterAll(() => server.remove());

const TABLES =
  'CREATE TABLE goods (id int); INSERT INTO goods SELECT generate_series(1, 20); CREATE TABLE log (id int)';
const made = (name: string) => new Incident(server, name).create(TABLES).dump();
const count = (one: Incident) => one.sql('SELECT count(*) FROM goods');

test('a swap that goes on in the server after its step was killed is ended before the undo says anything', async () => {
  const one = made('orphan');
  await one.open();
  await one.done('prepare');
  const goOn = await one.cutBesideItsSession();
  expect(one.sessions()).toBe('1');
  expect(await one.undo()).toMatchObject({ ok: true });
  expect(one.sessions()).toBe('0');
  await goOn();
  expect(server.databases('orphan')).toContainEqual(`orphan|${one.oid}|t`);
});

test('an undo that fails leaves clients the restored database and nothing else, and another one finishes', async () => {
  const one = made('taken');
  await one.restored();
  const restored = server.oid('taken');
  server.sql('postgres', `CREATE DATABASE "${one.names.abandoned}"`);
  expect(await one.undo()).toMatchObject({
    ...{ ok: false, code: 'undo.swap-failed', failureCodes: ['undo.swap-failed', 'undo.waits-for-database'] },
    failures: [expect.stringMatching(`${one.names.sealed} .* taken `), expect.stringContaining('database')],
  });
  expect(server.databases('taken')).toEqual(
    expect.arrayContaining([`taken|${restored}|t`, `${one.names.sealed}|${one.oid}|f`]),
  );
  server.sql('postgres', `DROP DATABASE "${one.names.abandoned}"`);
  expect(await one.undo()).toMatchObject({ ok: true });
  expect(server.oid('taken')).toBe(one.oid);
});

test('a server that does not answer for some seconds is waited for, by restore and by undo', async () => {
  const one = made('slow');
  await one.open();
  await one.done('prepare');
  const meanwhile = server.silent(4);
  expect(await one.step('restore')).toMatchObject({ ok: true });
  await meanwhile;
  const later = server.silent(4);
  expect(await one.undo()).toMatchObject({ ok: true });
  await later;
  expect(server.databases('slow')).toContainEqual(`slow|${one.oid}|t`);
});

test('what was opened to be read by somebody who was cut off is sealed by the next step', async () => {
  const one = made('opened');
  await one.restored();
  const before = one.names.sealed;
  server.sql(
    'postgres',
    `ALTER DATABASE "${before}" ALLOW_CONNECTIONS true; CREATE DATABASE "opened_before_r-00000001"`,
  );
  const next = new Incident(server, 'opened', 'opened again').plan(one.backup.path);
  await next.open();
  await next.done('prepare');
  expect(server.databases('opened_before')).toEqual(
    expect.arrayContaining([`${before}|${one.oid}|f`, expect.stringMatching(/r-00000001\|\d+\|t$/)]),
  );
});

test('rows that were written meanwhile are counted though a table with many writes is gone', async () => {
  const one = made('offset');
  one.sql('INSERT INTO log SELECT generate_series(1, 1000)');
  one.dump();
  await one.open(0);
  await one.done('prepare');
  one.sql('DROP TABLE log; INSERT INTO goods SELECT generate_series(21, 60)');
  expect(await one.step('restore')).toMatchObject({ ok: false });
  expect([server.oid('offset'), count(one)]).toEqual([one.oid, '60']);
});

test('of a server that crashes nobody knows what was written before', async () => {
  const one = made('crashed');
  server.crash();
  await one.open(0);
  await one.done('prepare');
  one.sql('INSERT INTO log SELECT generate_series(1, 30)');
  server.crash();
  expect(await one.step('restore')).toMatchObject({
    ...{ ok: false, code: 'restore.rows-written' },
    summary: expect.stringMatching(/ and 0 /),
  });
  expect(one.sql('SELECT count(*) FROM log')).toBe('30');
});
