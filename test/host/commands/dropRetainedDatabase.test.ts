import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJournal } from '../../../audit/journal/attempts';
import { prune } from '../../../cli/commands/prune';
import { hostVariables } from '../../../cli/host/deployment';
import { settingsInFile } from '../../../cli/pulumi/fileSettings';
import type { Code } from '../../../machines/model/codes';
import { script } from '../../../resources/script/hostScript';
import { aStop, Desk } from '../../cli/desk';
import { begun, closed, journalOf, opened } from '../../audit/journal/lines';
import { start, until } from '../../support/host/host';
import { restoredJournal, restoringPlan } from '../../support/host/restored';
import { Server } from '../../support/host/server';

const ID = 'r-00c0ffee';
const BEFORE = `app_before_${ID}`;
const SHADOW = 'app_shadow_abababab';
let server: Server;
let desk: Desk;
let journal: string;
let snapshot: string;

const drop = (name: string, yes = true) => prune(desk.session, name, { yes });
const all = () => server.databases().map((line) => line.replace(/\|.$/, ''));
const isRefused = (name: string, code: Code, facts: string, yes = true) =>
  expect(drop(name, yes)).rejects.toThrow(aStop(code, new RegExp(facts)));

beforeAll(() => {
  server = new Server();
  // Ten rows of the backup, of which one is changed and one deleted; three are new.
  [snapshot = ''] = server.sql(
    `CREATE TABLE "My Orders" (id int PRIMARY KEY, what text); CREATE TABLE quiet (id int);
    INSERT INTO "My Orders" SELECT g, 'old' FROM generate_series(1, 10) g; INSERT INTO quiet VALUES (1);
    SELECT txid_current_snapshot();`,
    'app',
  );
  server.sh('pg_dump -U app -Fc app -f /tmp/b.dump');
  const mark = (name: string, text: string) =>
    `COMMENT ON DATABASE "${name}" IS 'chronos-rollback: ${text}';`;
  server.sql(
    `UPDATE "My Orders" SET what = 'new' WHERE id = 1; DELETE FROM "My Orders" WHERE id = 2;
    INSERT INTO "My Orders" SELECT g, 'new' FROM generate_series(11, 13) g;
    \\c postgres
    ALTER DATABASE app RENAME TO "${BEFORE}";
    CREATE DATABASE app;
    \\! pg_restore -U app -d app /tmp/b.dump
    CREATE DATABASE "${SHADOW}" TEMPLATE app;
    CREATE DATABASE "app_undone_r-00000001" TEMPLATE app;
    CREATE DATABASE "app_inplace_r-00000001";
    CREATE DATABASE "app_before_r-0";
    CREATE DATABASE "app_before_r-00000bad";
    CREATE DATABASE "apple_before_r-00000001";
    ${mark(BEFORE, 'live until')} ${mark(SHADOW, 'restored from')} ${mark('app_undone_r-00000001', 'live until')}
    ALTER DATABASE "${BEFORE}" ALLOW_CONNECTIONS false;
    ALTER DATABASE "app_undone_r-00000001" ALLOW_CONNECTIONS false;`,
    'app',
  );
  desk = new Desk(server.deployment);
  const plan = restoringPlan(ID, server.oid(BEFORE), {}, { snapshot });
  journal = restoredJournal(plan, { oid: server.oid('app') });
});
beforeEach(() => {
  desk.clear();
  desk.journal(journal);
});
afterAll(() => {
  desk.remove();
});

test('lists what rollbacks have left of this database, with size, age and what it is', async () => {
  expect(await prune(desk.session, undefined, {})).toBe(0);
  const text = desk.read();
  expect(text).toMatch(
    /^\$ docker exec [0-9a-f]{12} psql -U app -d postgres -c '\\l\+ "app_"\*'\nNAME +SIZE +AGE +WHAT\n/,
  );
  expect(text.match(/^app\S+/gm)).toEqual([
    'app_before_r-00000bad',
    BEFORE,
    'app_inplace_r-00000001',
    SHADOW,
    'app_undone_r-00000001',
  ]);
  expect(text).toMatch(new RegExp(`^${BEFORE} +\\d MiB +\\d+ \\w+ +app .*\\b${ID}\\b`, 'm'));
  expect(text).toMatch(new RegExp(`^${SHADOW} .* /backups/b.dump\\b`, 'm'));
  expect(desk.journalNow()).toBe(journal);
});

describe('refuses, and drops nothing:', () => {
  let before: string[];
  beforeAll(() => (before = server.databases()));
  afterAll(() => expect(server.databases()).toEqual(before));

  test.each([
    ['the live database', 'app', 'retained.is-live', ': app_before_r-00c0ffee, '],
    ['the maintenance database', 'postgres', 'retained.unknown', ': app_before_r-00c0ffee, '],
    ['a template', 'template1', 'retained.unknown', ''],
    ["another database's", 'apple_before_r-00000001', 'retained.unknown', ''],
    ['a name that only begins alike', 'app_before_r-0', 'retained.unknown', ''],
    ['one that is not there', 'app_before_r-00000009', 'retained.unknown', ''],
    ['SQL', '"; DROP DATABASE app; --', 'retained.unknown', ''],
    ['the live one while it is restored in place', 'app_inplace_r-00000001', 'retained.is-live', ''],
    ['one without a mark', 'app_before_r-00000bad', 'retained.unmarked', ''],
  ] as const)('%s', (_, name, code, fact) => isRefused(name, code, `${name}.*${fact}`));

  test('any while a rollback is unfinished, is to be finished first, or somebody has the lease', async () => {
    const other = restoringPlan('r-00000002', '1');
    const last = journal.trimEnd().split('\n').at(-1);
    desk.journal(journal + journalOf(other.id, [opened(other), begun('prepare')], last));
    await isRefused(BEFORE, 'rollback.unfinished', ' r-00000002 ');
    desk.journal(journal + journalOf(other.id, [opened(other), closed('stranded')], last));
    await isRefused(BEFORE, 'rollback.stranded', ` r-00000002 .* ${BEFORE}: ./rollback `);
    desk.journal(journal);
    const times = { since: '2026-11-22T03:00:00.000Z', state: 'open', until: '2999-01-01T00:00:00.000Z' };
    const lease = { v: 1, rollback: 'r-00000002', holder: 'another', user: 'bob', ...times };
    writeFileSync(join(desk.host, 'lease'), `${JSON.stringify(lease)}\n`);
    await isRefused(BEFORE, 'lease.held', ' r-00000002 .* another \\(bob\\) .*2999');
  });

  test('one that somebody is connected to, who stays connected', async () => {
    const stop = await server.connect(SHADOW, 'nightly report');
    try {
      await isRefused(SHADOW, 'retained.in-use', `^${SHADOW} .*: app \\(nightly report\\)$`);
      expect(
        server.sql("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'nightly report'"),
      ).toEqual(['1']);
    } finally {
      await stop();
    }
  });

  test('one that a slot, a prepared transaction or a subscription is on, each named', async () => {
    server.sql(
      `SELECT FROM pg_create_logical_replication_slot('a slot', 'test_decoding');
      CREATE SUBSCRIPTION sub CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false, slot_name = NONE);
      BEGIN; CREATE TABLE t (n int); PREPARE TRANSACTION 'two, half';`.replace('a slot', 'a_slot'),
      SHADOW,
    );
    const bound = 'slot a_slot; .* transaction two, half; .* subscription sub: ';
    await isRefused(SHADOW, 'retained.bound', `^${SHADOW} .* ${bound}`);
    server.sql(
      "SELECT FROM pg_drop_replication_slot('a_slot'); DROP SUBSCRIPTION sub; ROLLBACK PREPARED 'two, half'",
      SHADOW,
    );
  });

  test('anything where nobody can be asked, after telling what would go with it', async () => {
    await isRefused(BEFORE, 'cli.nobody-to-ask', '--yes', false);
    expect(desk.read()).toMatch(/^ROWS {3}4 rows /m);
    expect(all()).toContain(BEFORE);
    expect(desk.journalNow()).toBe(journal);
  });
});

describe('tells what lives only there,', () => {
  const shown = async (name: string) => {
    await drop(name, false).catch(() => undefined);
    return desk.read();
  };
  const sealed = () => expect(server.databases()).toContain(`${BEFORE}|f`);

  test("by the backup's snapshot where that is known: what was written since", async () => {
    const text = await shown(BEFORE);
    expect(text).toMatch(new RegExp(`^DROP   ${BEFORE}, \\d MiB, \\d+ \\w+ old\nWHAT   app `));
    expect(text).toMatch(
      new RegExp(
        `^ROWS   4 rows .* 2026-11-22 02:00 UTC.*\n {9}public."My Orders": 4\n {7}./rollback writes ${ID} `,
        'm',
      ),
    );
    sealed();
  });

  test('else by comparison with the live database as it is now, rows alike counted as often as they are', async () => {
    const plan = restoringPlan(ID, server.oid(BEFORE));
    desk.journal(restoredJournal(plan, { oid: server.oid('app') }));
    server.sql('INSERT INTO quiet VALUES (1), (7)', SHADOW);
    expect(await shown(BEFORE)).toMatch(/^ROWS {3}4 rows .* app /m);
    expect(await shown(SHADOW)).toMatch(/^ROWS {3}2 rows .* app .*\n {9}public.quiet: 2\n/m);
    sealed();
  });

  test('of what was taken back: what was written since it was restored', async () => {
    const name = 'app_undone_r-00000001';
    const swap = server.sql('SELECT txid_current_snapshot()').join();
    server.sql(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS true; \\c ${name}\nINSERT INTO quiet VALUES (8);`);
    server.sql(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS false`);
    const plan = restoringPlan('r-00000001', '1', {}, { snapshot });
    desk.journal(restoredJournal(plan, { oid: server.oid(name), snapshot: swap }));
    expect(await shown(name)).toMatch(/^ROWS {3}1 row .* r-00000001 .*\n +public.quiet: 1\n/m);
    expect(server.databases()).toContain(`${name}|f`);
  });

  test('and where that cannot be counted refuses rather than calling it nothing', async () => {
    server.sql('CREATE TABLE "a\tb" (n int)', SHADOW);
    await isRefused(SHADOW, 'retained.uncounted', ` ${SHADOW} .*control character`);
    server.sql('DROP TABLE "a\tb"', SHADOW);
    desk.journal(restoredJournal(restoringPlan(ID, server.oid(BEFORE), {}, { snapshot: 'nonsense' }), {}));
    await isRefused(BEFORE, 'retained.uncounted', ` ${BEFORE} .*"nonsense"`);
    sealed();
  });

  test('and is sealed again after Ctrl-C, when nothing of it goes on', async () => {
    server.sql(`ALTER DATABASE "${BEFORE}" ALLOW_CONNECTIONS true`);
    server.sql('CREATE TABLE held (n int)', BEFORE);
    const stop = await server.connect(BEFORE, 'holder', 'BEGIN; LOCK TABLE held; SELECT pg_sleep(60)');
    const values = {
      NAME: BEFORE,
      LEFT_OID: server.oid(BEFORE),
      SINCE: snapshot,
      OUT: join(desk.host, 'out'),
      BASE: 'app',
    };
    const text = script('commands/export-writes', {
      ...(await hostVariables(settingsInFile(desk.session.place))),
      ...values,
    });
    const running = start('setsid bash -s', text, process.env);
    const ours = () =>
      server.sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'").join();
    await until(() => ours() === '1');
    process.kill(-running.pid, 'SIGINT');
    const { stdout } = await running.ended;
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, code: 'step.interrupted', stopped: true });
    await until(() => ours() === '0');
    await stop();
    sealed();
    expect(existsSync(join(desk.host, 'out'))).toBe(false);
  });
});

describe('drops', () => {
  test('what is named and nothing else, and journals who did, before it does: the words of note.database-dropped', async () => {
    const before = all();
    expect(await drop(BEFORE)).toBe(0);
    expect(all()).toEqual(before.filter((name) => name !== BEFORE));
    expect(desk.read()).toMatch(
      new RegExp(
        `\\$ docker exec \\w+ psql -U app -d postgres -c 'DROP DATABASE "${BEFORE}"'\ndone  ${BEFORE} is dropped\n$`,
      ),
    );
    const [attempt] = readJournal(desk.journalNow()).attempts;
    expect(attempt?.noteCodes).toEqual(['note.database-dropped']);
    expect(attempt?.notes).toEqual([
      expect.stringMatching(new RegExp(`^\\S+ .* ${BEFORE}, \\d MiB, .*\\b4 rows `)),
    ]);
  });

  test('a shadow that the journal does not know, by its comment', async () => {
    desk.clear();
    expect(await drop(SHADOW)).toBe(0);
    expect(all()).not.toContain(SHADOW);
    expect(readJournal(desk.journalNow()).attempts).toEqual([]);
    expect(desk.journalNow()).toMatch(/^\{"v":1,"type":"note","rollback":"-"/);
  });

  test('one of which an earlier DROP was cut off, and of which nothing can be read any more', async () => {
    const name = 'app_undone_r-00000001';
    server.sql(`UPDATE pg_database SET datconnlimit = -2 WHERE datname = '${name}'`);
    expect(await drop(name)).toBe(0);
    expect(desk.read()).toMatch(/^ROWS {3}\D+ DROP \D*$/m);
    expect(all()).not.toContain(name);
  });

  test('one without a comment that the journal knows by its oid', async () => {
    const name = 'app_before_r-00000bad';
    desk.journal(restoredJournal(restoringPlan('r-00000bad', server.oid(name)), {}));
    expect(await drop(name)).toBe(0);
    expect(all()).not.toContain(name);
  });
});
