import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writes } from '../../../cli/commands/exportWrites';
import type { Code } from '../../../machines/model/codes';
import { part } from '../../../resources/script/hostScript';
import { closed, journalOf, opened } from '../../audit/journal/lines';
import { aStop, Desk } from '../../cli/desk';
import { restoredJournal, restoringPlan } from '../../support/host/restored';
import { Server } from '../../support/host/server';

const ID = 'r-00c0ffee';
const SEALED = `app_before_${ID}`;
let server: Server;
let desk: Desk;
let out: string;
let snapshot: string;
let oid: string;

const journal = (backup: object = {}, more: object = {}) =>
  restoredJournal(restoringPlan(ID, oid, more, backup), {});
const read = (file: string) => readFileSync(join(out, file), 'utf8');
const README = 'README.md';

beforeAll(() => {
  server = new Server();
  // The backup is of the moment of the snapshot; a later release adds a column and a table.
  [snapshot = ''] = server.sql(
    `CREATE TABLE accounts (id int PRIMARY KEY, name text);
    CREATE TABLE "Ünï ""x""/../y" ("a ""b"", c" int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text, at timestamptz,
      account int NOT NULL REFERENCES accounts, twice int GENERATED ALWAYS AS (account * 2) STORED);
    CREATE TABLE keyless (n int);
    INSERT INTO accounts VALUES (1, 'one'), (2, 'two'), (3, 'three'); INSERT INTO keyless VALUES (1);
    SELECT txid_current_snapshot();`,
    'app',
  );
  server.sh('pg_dump -U app -Fc app -f /tmp/b.dump');
  server.sql(
    `SET timezone = 'Asia/Kolkata';
    ALTER TABLE accounts ADD COLUMN later text; CREATE TABLE "of the release" (n int PRIMARY KEY);
    UPDATE accounts SET name = 'TWO', later = '' WHERE id = 2; DELETE FROM accounts WHERE id = 3; INSERT INTO accounts VALUES (4, NULL, 'x');
    INSERT INTO "Ünï ""x""/../y" (text, at, account) VALUES (E'quote " comma , line\\nbreak', '2026-11-22 12:00', 4), ('', NULL, 1), (NULL, NULL, 1), (E'漢 \\\\. \\t', NULL, 2);
    INSERT INTO "of the release" VALUES (1); INSERT INTO keyless VALUES (1);
    SELECT lo_from_bytea(4711, 'large') \\gset
    \\c postgres
    ALTER DATABASE app RENAME TO "${SEALED}";
    CREATE DATABASE app;
    \\! pg_restore -U app -d app /tmp/b.dump
    COMMENT ON DATABASE "${SEALED}" IS 'chronos-rollback: live until';
    ALTER DATABASE "${SEALED}" ALLOW_CONNECTIONS false;`,
    'app',
  );
  oid = server.oid(SEALED);
  desk = new Desk(server.deployment);
  out = join(desk.host, '../out');
});
beforeEach(() => {
  desk.clear();
  desk.journal(journal({ snapshot }));
  rmSync(out, { recursive: true, force: true });
});
afterAll(() => {
  desk.remove();
});
afterEach(() => expect(server.databases()).toEqual(['app|t', `${SEALED}|f`]));

test('each table has a file of its own, wherever the points in its name are', () => {
  const [fileOf = ''] = /^file_of\(\) \{\n[^]*?\n\}$/m.exec(part('commands/export-writes')) ?? [];
  const line = `${fileOf}\nfor pair in a.b:c a:b.c; do file_of "\${pair%:*}" "\${pair#*:}"; echo; done`;
  const files = spawnSync('bash', ['-c', line], { encoding: 'utf8' }).stdout.trim().split('\n');
  expect(files).toEqual(Array(2).fill(expect.stringMatching(/^a\.b\.c-[0-9a-f]{8}\.csv$/)));
  expect(new Set(files).size).toBe(2);
});

describe('exports what lives only in the sealed database', () => {
  const FILES = [
    README,
    'pg_catalog.pg_largeobject.csv',
    expect.stringMatching(/^public\.__n____x__\.\._y-[0-9a-f]{8}\.csv$/),
    'public.accounts.csv',
    'public.keyless.csv',
    expect.stringMatching(/^public\.of_the_release-[0-9a-f]{8}\.csv$/),
  ];
  const odd = () => readdirSync(out).find((name) => name.includes('_y-')) ?? '';

  test("by the backup's snapshot: a file a table, as CSV with a header, for its owner alone", async () => {
    expect(await writes(desk.session, ID, { out })).toBe(0);
    expect(readdirSync(out).sort()).toEqual(FILES);
    expect(read('public.accounts.csv')).toBe('id,name,later\n2,TWO,""\n4,,x\n');
    expect(read('public.keyless.csv')).toBe('n\n1\n');
    expect(read(odd())).toBe(
      `"a ""b"", c",text,at,account,twice
1,"quote "" comma , line
break",2026-11-22 06:30:00+00,4,8
2,"",,1,2
3,,,1,2
4,漢 \\. \t,,2,4
`,
    );
    expect(readdirSync(out).map((name) => statSync(join(out, name)).mode & 0o777)).toEqual(
      FILES.map(() => 0o600),
    );
    expect(statSync(out).mode & 0o777).toBe(0o700);
    expect(desk.read()).toMatch(
      new RegExp(`done  9 rows .*\\b${SEALED} .* 2026-11-22 02:00 UTC.* ${out}; .*\n`),
    );
    expect(desk.journalNow()).toBe(journal({ snapshot }));
  });

  test('without one by comparison, rows alike as often as they are too many', async () => {
    desk.journal(journal());
    expect(await writes(desk.session, ID, { out })).toBe(0);
    expect(readdirSync(out).sort()).toEqual(FILES);
    expect(read('public.accounts.csv')).toBe('id,name,later\n2,TWO,""\n4,,x\n');
    expect(read('public.keyless.csv')).toBe('n\n1\n');
    expect(read(README)).toContain('whose content was not in `app`');
  });

  test('into an empty directory that is there, with lines that apply the rows again in an order that foreign keys take', async () => {
    mkdirSync(out);
    expect(await writes(desk.session, ID, { out })).toBe(0);
    const text = read(README);
    expect(text.indexOf('`public.accounts`')).toBeLessThan(text.indexOf('`public."Ünï'));
    const blocks = [...text.matchAll(/```sql\n([^]*?)```/g)].map(([, sql]) => sql);
    expect(blocks).toHaveLength(4);
    const script = blocks
      .join('')
      .replace(/ FROM '(.*)' /g, (_, file: string) => ` FROM '/tmp/out/${file}' `);
    server.copy(out, '/tmp/out');
    // What is done to the live database is seen, and taken back.
    const seen = server.sql(
      `${script.replaceAll('BEGIN;', '').replaceAll('COMMIT;', 'DROP TABLE new_rows;').replace(/^/, 'BEGIN;')}
      SELECT * FROM accounts ORDER BY id; SELECT * FROM "Ünï ""x""/../y" WHERE text IS NULL; SELECT count(*) FROM keyless;
      SELECT convert_from(lo_get(4711), 'UTF8'); ROLLBACK;`,
      'app',
    );
    expect(seen.filter((line) => line !== '4711' && line !== '')).toEqual([
      ...['1|one', '2|TWO', '3|three', '4|', '3|||1|2', '2', 'large'],
    ]);
  });
});

describe('refuses and writes nothing:', () => {
  const isRefused = async (id: string, code: Code, facts: string) => {
    const before = existsSync(out);
    await expect(writes(desk.session, id, { out })).rejects.toThrow(aStop(code, new RegExp(facts)));
    expect(existsSync(out)).toBe(before);
  };
  const and = (...lines: Parameters<typeof journalOf>) =>
    journal({ snapshot }) + journalOf(lines[0], lines[1], journal({ snapshot }).trimEnd().split('\n').at(-1));

  test('a rollback that is not known, with those that have restored a database', () =>
    isRefused('r-00000001', 'rollback.unknown', `${desk.host}/journal.jsonl .* r-00000001; .* ${ID}$`));

  test('one that has restored nothing', async () => {
    const plan = restoringPlan('r-00000001', '1', { backup: undefined, scenario: 'code' });
    desk.journal(and(plan.id, [opened(plan), closed('recovered')]));
    await isRefused(plan.id, 'writes.none', ' r-00000001 ');
  });

  test('one that is not over', async () => {
    desk.journal(journal({ snapshot }).split('\n').slice(0, 2).join('\n') + '\n');
    await isRefused(ID, 'rollback.open', ` ${ID} .*\nDO     ./rollback recover$`);
  });

  test('one that was taken back, and its undo: the words of writes.taken-back', async () => {
    const plan = { ...restoringPlan('r-00000001', oid), action: 'undo', of: ID } as const;
    desk.journal(and(plan.id, [opened(plan), closed('undone')]));
    await isRefused(
      ID,
      'writes.taken-back',
      `^rollback ${ID} is taken back: what was written before it is in app again$`,
    );
    await isRefused(plan.id, 'rollback.is-undo', `^r-00000001 .* ${ID}\nDO     ./rollback writes ${ID}$`);
  });

  test('one in place, with the dump that has the rows: the words of writes.in-a-dump', async () => {
    desk.journal(journal({ strategy: 'in-place' }));
    const dump = join(desk.host, ID, 'safety.dump');
    await isRefused(
      ID,
      'writes.in-a-dump',
      `^rollback ${ID} has restored in place, and the dump of the database as it was before is gone: ${dump}$`,
    );
    mkdirSync(join(desk.host, ID));
    writeFileSync(dump, 'x');
    await isRefused(
      ID,
      'writes.in-a-dump',
      `^rollback ${ID} has restored in place: the database as it was before is in ${dump}, no database is sealed\n[^]* createdb [^]* pg_restore .*<${dump}$`,
    );
  });

  test('one whose database is gone, with who dropped it', async () => {
    const plan = restoringPlan('r-00000001', '1', {}, { snapshot });
    const note = { type: 'note', text: 'ann drops the database app_before_r-00000001, 8 MiB' };
    desk.journal(
      restoredJournal(plan, {}) +
        journalOf(plan.id, [note], restoredJournal(plan, {}).trimEnd().split('\n').at(-1)),
    );
    await isRefused(
      plan.id,
      'writes.dropped',
      '^app_before_r-00000001 .*: ann drops the database app_before_r-00000001, 8 MiB$',
    );
  });

  test('another database of that name', async () => {
    desk.journal(restoredJournal(restoringPlan(ID, '1', {}, { snapshot }), {}));
    await isRefused(ID, 'retained.replaced', ` ${SEALED} .* ${oid}, not 1;`);
  });

  test('a directory that is not empty, or none', async () => {
    mkdirSync(out);
    writeFileSync(join(out, 'mine'), 'mine');
    await isRefused(ID, 'export.not-empty', out);
    expect(readdirSync(out)).toEqual(['mine']);
    rmSync(out, { recursive: true });
    writeFileSync(out, 'mine');
    await isRefused(ID, 'export.unwritable', out);
    expect(readFileSync(out, 'utf8')).toBe('mine');
  });
});

test('where nothing lives only there nothing is exported', async () => {
  const now = server.sql('SELECT txid_current_snapshot()').join();
  desk.journal(journal({ snapshot: now }));
  expect(await writes(desk.session, ID, { out })).toBe(0);
  expect(desk.read()).toMatch(new RegExp(`^0 rows .*\\b${SEALED} `, 'm'));
  expect(existsSync(out)).toBe(false);
});
