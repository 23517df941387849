import { spawn } from 'node:child_process';
import { lossOf } from '../../../../machines/detect/plan/dataLoss';
import type { BackupManifest } from '../../../../machines/detect/observe/backupManifest';
import { inspection } from '../../../backups';
import { without } from '../../../fixtures';
import { Incident } from './incident';
import { Server } from './server';

const server = new Server();
beforeAll(() => server.launch());
afterAll(() => server.remove());

const TABLES = `CREATE TABLE goods (id int PRIMARY KEY, v text); CREATE TABLE still (id int);
  INSERT INTO goods SELECT i, 'old' FROM generate_series(1, 20) i; INSERT INTO still VALUES (1), (2);`;
const WRITES = `INSERT INTO goods SELECT i, 'new' FROM generate_series(21, 25) i;
  UPDATE goods SET v = 'changed' WHERE id <= 3; DELETE FROM goods WHERE id IN (19, 20);
  BEGIN; INSERT INTO goods VALUES (99, 'never'); ROLLBACK;`;

async function prepared(one: Incident, consent: number | 'any' = 'any') {
  await one.open(consent);
  return (await one.done('prepare')).loss;
}

test.each([
  ['by the snapshot of the backup', true, 'snapshot'],
  ['by comparison with the shadow', false, 'comparison'],
])('rows that were inserted, changed and deleted since are counted exactly %s', async (_, known, method) => {
  const one = new Incident(server, `by-${method}`).create(TABLES).dump();
  if (!known) one.plan(one.backup.path);
  one.sql(WRITES);
  expect(await prepared(one)).toEqual({
    method,
    rows: 8,
    gone: 5,
    tables: [{ table: 'public.goods', written: 8, gone: 5 }],
  });
  const { since, compared } = await server.backup({
    ...one.identity,
    BACKUP: one.backup.path,
    SNAPSHOT: one.backup.snapshot,
  });
  if (known)
    expect(since).toEqual(
      new Map([
        ['public.goods', [8, 15]],
        ['public.still', [0, 2]],
      ]),
    );
  else expect(compared).toEqual(new Map([['public.goods', [8, 5]]]));
});

test('the counters of the server prove that nothing was written, until a row is, a table is emptied, or they are reset', async () => {
  const one = new Incident(server, 'counters').create(TABLES).dump();
  const look = () => server.backupStore('/backups', one.identity);
  let { writes } = await look();
  // The server counts what a session has written a moment after that has ended.
  for (let turn = 0; turn < 50 && writes?.tables.get('public.still')?.inserted !== 2; turn += 1)
    ({ writes } = await look());
  const tables = [...(writes?.tables ?? [])].map(([table, { bytes: _, ...counts }]) => [
    table,
    { rows: counts.inserted, ...counts },
  ]);
  const sidecar: BackupManifest = {
    v: 1,
    takenAt: new Date().toISOString(),
    tables: Object.fromEntries(tables) as NonNullable<BackupManifest['tables']>,
  };
  expect(Object.keys(sidecar.tables ?? {})).toEqual(['public.goods', 'public.still']);
  const method = async () => lossOf(sidecar, without(inspection(), 'since'), await look()).method;
  expect(await method()).toBe('statistics');
  one.sql('TRUNCATE still');
  expect(await method()).toBe('unknown');
  one.sql('ALTER TABLE still RENAME TO gone; CREATE TABLE still (id int)');
  expect(await method()).toBe('unknown');
});

test('counters that were reset since prove nothing', async () => {
  const one = new Incident(server, 'reset').create(TABLES).dump();
  const takenAt = new Date().toISOString();
  one.sql('SELECT pg_stat_reset()');
  const store = await server.backupStore('/backups', one.identity);
  expect(Date.parse(store.writes?.since ?? '')).toBeGreaterThan(Date.parse(takenAt));
  const none = { inserted: 0, updated: 0, deleted: 0 };
  const tables = { 'public.goods': { rows: 20, ...none }, 'public.still': { rows: 2, ...none } };
  const sidecar: BackupManifest = { v: 1, takenAt, tables };
  expect(lossOf(sidecar, without(inspection(), 'since'), store).method).toBe('unknown');
});

test('what a transaction writes that was at work when the snapshot was taken counts, in its savepoints too', async () => {
  const one = new Incident(server, 'at-work').create(TABLES);
  const lines = `BEGIN; INSERT INTO goods VALUES (50, 'open'); SAVEPOINT s; INSERT INTO goods VALUES (51, 'sub'); RELEASE s;\n`;
  const words = ['exec', '-i', server.container('db'), 'psql', '-Xq', '-U', 'app', '-d', one.name];
  const session = spawn('docker', words, { stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = new Promise((resolve) => session.on('close', resolve));
  session.stdin.write(lines);
  const waiting =
    "SELECT count(*) FROM pg_stat_activity WHERE datname = 'at-work' AND state = 'idle in transaction'";
  await server.until(waiting, '1');
  one.sql("INSERT INTO goods VALUES (60, 'by a later one, before the backup')");
  one.dump();
  session.stdin.end('COMMIT;\n');
  await ended;
  expect(await prepared(one)).toMatchObject({ method: 'snapshot', rows: 2, gone: 0 });
});

test('one row more than was consented to, written after prepare, stops the restore, and clients go on', async () => {
  const one = new Incident(server, 'more').create(TABLES).dump();
  await prepared(one, 0);
  one.sql("INSERT INTO goods VALUES (70, 'written after prepare')");
  const left = server.content(one.name);
  expect(await one.step('restore')).toMatchObject({
    ...{ ok: false, code: 'restore.rows-written' },
    summary: expect.stringMatching(/^1 .* 0 /),
  });
  expect(server.databases(one.name)[0]).toBe(`${one.name}|${one.oid}|t`);
  expect(server.content(one.name)).toEqual(left);
  expect(await one.undo()).toMatchObject({ ok: true });
  expect(server.content(one.name)).toEqual(left);
});

test.each([
  [3, { ok: true }],
  [4, { ok: false, code: 'restore.rows-written', summary: expect.stringMatching(/^4 .* 3 /) }],
])('of 5 rows consented to prepare has counted 2: %d more', async (more, outcome) => {
  const one = new Incident(server, `number-${more}`).create(TABLES).dump();
  one.sql('INSERT INTO goods VALUES (71), (72)');
  expect(await prepared(one, 5)).toMatchObject({ rows: 2 });
  one.sql(`INSERT INTO goods SELECT generate_series(80, ${79 + more})`);
  expect(await one.step('restore')).toMatchObject(outcome);
});
