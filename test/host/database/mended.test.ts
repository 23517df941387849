import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Incident } from './incident';
import { Server } from './server';

const server = new Server();
beforeAll(() => server.launch('docker'));
afterAll(() => server.remove());

const TABLES =
  'CREATE TABLE goods (id int); INSERT INTO goods SELECT generate_series(1, 20); CREATE TABLE log (id int)';
const made = (name: string) => new Incident(server, name).create(TABLES).dump();
const count = (one: Incident) => one.sql('SELECT count(*) FROM goods');
const directory = (one: Incident) => join(one.state, one.id);

test('a swap that goes on in the server after its step was killed is ended before the undo says anything', async () => {
  const one = made('orphan');
  await one.open();
  await one.done('prepare');
  await one.cutBesideItsSession();
  expect(one.sleepers()).toBe('1');
  expect(await one.undo()).toMatchObject({ ok: true });
  expect(one.sleepers()).toBe('0');
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

test.each<['shadow' | 'in-place']>([['shadow'], ['in-place']])(
  'of a server that crashes nobody knows what was written before: %s',
  async (strategy) => {
    const one = made(`crashed ${strategy}`);
    one.strategy = strategy;
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
  },
);

describe('in place', () => {
  test('an undo of which the dump is gone touches nothing: refused where the rollback stands, stranded before that', async () => {
    const one = made('gone').inPlace();
    await one.restored();
    one.sql('INSERT INTO goods VALUES (100)');
    rmSync(join(directory(one), 'safety.dump'));
    const unfinished = await one.undo();
    expect([unfinished.ok, unfinished.refused]).toEqual([false, undefined]);
    await one.server.close('recovered', { ROLLBACK: one.id, ...one.identity });
    const later = { ROLLBACK: 'r-0000beef', ...one.identity };
    await one.server.open({ ...later, DEADLINES: 'undo=60' });
    const verdict = await one.server.step('undo', { ...one.undoPins(), ...later }, one.identity);
    expect(verdict).toMatchObject({ ok: false, refused: true });
    for (const { summary } of [unfinished, verdict]) expect(summary).toMatch(/its dump is gone/);
    expect(count(one)).toBe('21');
  });

  test('each try of an undo dumps what it gives up: what was written between two of them is not lost', async () => {
    const one = made('again').inPlace();
    one.sql('INSERT INTO goods VALUES (21)');
    await one.restored();
    const dump = join(directory(one), 'safety.dump');
    renameSync(dump, `${dump}.kept`);
    writeFileSync(dump, 'no dump');
    expect(await one.undo()).toMatchObject({ ok: false });
    expect(count(one)).toBe('20');
    one.sql('INSERT INTO goods VALUES (4711)');
    renameSync(`${dump}.kept`, dump);
    expect(await one.undo()).toMatchObject({ ok: true });
    expect(count(one)).toBe('21');
    expect(existsSync(dump)).toBe(false);
    const dumps = readdirSync(directory(one)).filter((name) => /^undone.*\.dump$/.test(name));
    expect(dumps).toHaveLength(2);
  });

  test.each([
    ['changed', undefined],
    ['changed while its restore was cut off', 'fail_point restore.dumped'],
  ])('a backup that has %s since it was prepared is not restored', async (name, before) => {
    const one = made(name).inPlace();
    await one.open();
    await one.done('prepare');
    if (before) await one.cut('restore', before);
    server.inside(['pg_dump', '-U', 'app', '-Fc', '-f', one.backup.path, '-d', 'postgres']);
    const verdict = await one.step('restore');
    expect(verdict).toMatchObject({ ok: false });
    expect(verdict.summary).toMatch(/has changed since it was prepared/);
    expect([server.oid(name), count(one)]).toEqual([one.oid, '20']);
  });

  test('what is restored when the time is over gets its name back all the same, and so does what is taken back', async () => {
    const one = made('late').inPlace();
    one.sql('INSERT INTO goods VALUES (21)');
    await one.open();
    await one.done('prepare');
    expect(await one.late('restore', 'fail_point restore.positioned')).toMatchObject({ ok: true });
    expect([server.databases('late'), count(one)]).toEqual([[`late|${one.oid}|t`], '20']);
    await one.late('undo', 'fail_point undo.safe');
    expect([server.databases('late'), count(one)]).toEqual([[`late|${one.oid}|t`], '21']);
  });
});
