import { depth } from '../../../support/depth';
import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { hostile } from '../../../support/hostile';
import { Incident } from './incident';
import { Server } from './server';

const server = new Server();
/** As short as it has to be: an identifier has 63 bytes. The same path here and in the container. */
const canary = `/tmp/c${randomBytes(3).toString('hex')}`;
beforeAll(() => server.launch());
afterAll(() => {
  rmSync(canary, { force: true });
  server.remove();
});

const TEXTS = hostile(canary);
const FITTING = Object.values(TEXTS).filter((text) => !text.includes('\0') && Buffer.byteLength(text) <= 55);
/** Those that would be run where they pass for a number, for SQL, or for a line of a script. */
const PASSING = ['a substitution in an index', 'SQL', 'a second command'].map((name) => TEXTS[name] ?? '');
/** Names as they are, and as they would pass for further fields and further lines of what is reported of a table. */
const NAMES = [
  ...FITTING,
  ...PASSING.flatMap((text) => [`t\t${text}`, `t\n${text}\t1`, `t\t1\n${text}`, `t\t1\t${text}`]),
];
const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;
const tables = (names: readonly string[], beginning = '') =>
  names
    .map((name) => identifier(beginning + name))
    .map((name) => `CREATE TABLE ${name} (${name} int, n int); INSERT INTO ${name} VALUES (1, 1), (2, 2);`)
    .join('\n');

/** Half of them only in the backup, half of them only live, some rows written in all. */
function attacked(name: string): Incident {
  const one = new Incident(server, name).create(tables(NAMES)).dump();
  const dropped = NAMES.filter((_, index) => index % 2 === 0);
  one.sql(dropped.map((table) => `DROP TABLE ${identifier(table)};`).join('\n'));
  one.sql(NAMES.map((table) => `CREATE SCHEMA ${identifier(table)};`).join('\n'));
  one.sql(tables(NAMES, 'live '));
  for (const table of NAMES.filter((_, index) => index % 2 === 1))
    one.sql(`INSERT INTO ${identifier(table)} VALUES (3, 3);`);
  return one;
}
const nothingDone = () => {
  expect(existsSync(canary)).toBe(false);
  expect(server.bash('ls -d "$1" 2>/dev/null || true', canary)).toBe('');
};
const written = NAMES.length * 2 + Math.floor(NAMES.length / 2);

test.each(depth(['snapshot'] as const, ['comparison', 'snapshot'] as const))(
  'tables of any name are counted by %s, restored and taken back, and their names do nothing',
  async (method) => {
    const one = attacked(`names-${method}`);
    if (method === 'comparison') one.plan(one.backup.path);
    const live = server.content(one.name);
    await one.open(method === 'snapshot' ? written : 'any');
    expect((await one.done('prepare')).loss).toMatchObject({ method, rows: written });
    nothingDone();
    await one.done('restore');
    expect((await one.done('verify')).checks).toContainEqual(
      expect.objectContaining({ code: 'check.rows', ok: true }),
    );
    expect(await one.undo()).toMatchObject({ ok: true });
    expect(server.content(one.name)).toEqual(live);
    nothingDone();
  },
);

test('a preview, too, tells of them by lines that are theirs', async () => {
  const one = attacked('names-preview');
  const store = await server.backupStore('/backups', one.identity);
  expect(store).toBeDefined();
  const { since } = await server.backup({
    ...one.identity,
    BACKUP: one.backup.path,
    SNAPSHOT: one.backup.snapshot,
  });
  expect(
    [...(since ?? new Map<string, [number, number]>()).values()].reduce((sum, [rows]) => sum + rows, 0),
  ).toBe(written);
  nothingDone();
});

test('what a container answers is no number until it looks like one', async () => {
  const one = new Incident(server, 'numbers').create('CREATE TABLE t (n int)').dump();
  const answers = [`a[$(touch ${canary})]`, `1\n$(touch ${canary})`, '1 2', '', '08', '-', '9'.repeat(30)];
  const lines = answers.map(
    (text) =>
      `text=${"'" + text.replaceAll("'", "'\\''") + "'"}; if is_number "$text"; then echo "a number: $text"; fi`,
  );
  const ran = await server.call('lib/postgres/client', lines.join('\n'), one.identity);
  expect(ran).toMatchObject({ code: 0, stdout: '' });
  const nproc = `docker() { if [[ $* == *nproc* ]]; then printf '%s' 'a[$(touch ${canary})]'; else command docker "$@"; fi; }`;
  const filled = `${nproc}\nPLACE=container format=none server=x BACKUP=x\nfill x`;
  expect(await server.call('lib/postgres/backup-file', filled, one.identity)).toMatchObject({ code: 0 });
  nothingDone();
});
