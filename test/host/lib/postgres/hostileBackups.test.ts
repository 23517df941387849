import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { depth } from '../../../support/depth';
import { hostile } from '../../../support/hostile';
import { Incident } from './incident';
import { BACKUPS, Server } from './server';

const server = new Server();
/** The same path here and in the container. */
const canary = `/tmp/c${randomBytes(3).toString('hex')}`;
let one: Incident;

/** Names that a file can have. */
const NAMES = Object.values(hostile(canary))
  .filter((text) => !/[\0/]/.test(text) && !/^\.\.?$/.test(text))
  .map((text) => (text.length > 200 ? text.slice(0, 200) : text));
/** What would be run, taken for an option, for two lines, or for more files than one. */
const WORST = ['$(touch canary)', 'v1\ntouch canary\n', '-rf', '*'];
/** The canary's own path has slashes, so commands are given by a name without any. */
const COMMANDS = [
  '$(touch canary)',
  '`touch canary`',
  '; touch canary;',
  '| touch canary',
  "'; touch canary; '",
  '"; touch canary; "',
  'v1\ntouch canary\n',
];
const ALL = [...new Set([...NAMES, ...COMMANDS, ...WORST])];
const dumpOf = (incident: Incident) => join(server.backups, `${incident.id}.dump`);

beforeAll(() => {
  server.launch();
  one = new Incident(server, 'shop').create('CREATE TABLE goods (n int); INSERT INTO goods VALUES (1), (2)');
  one.dump();
  for (const name of ALL) copyFileSync(dumpOf(one), join(server.backups, name));
});
afterAll(() => {
  rmSync(canary, { force: true });
  server.remove();
});

/** Nothing was run: no file of the commands is anywhere that they could have been run in. */
function nothingDone(): void {
  for (const path of [canary, 'canary', join(server.directory, 'canary'), join(server.backups, 'canary')])
    expect([path, existsSync(path)]).toEqual([path, false]);
  expect(server.bash('ls -d "$1" /canary /backups/canary 2>/dev/null || true', canary)).toBe('');
}

test('a list of backups has them by their names, and nothing of them is run', async () => {
  const before = readdirSync(server.backups).sort();
  const { files } = await server.backupStore(BACKUPS, one.identity);
  const listed = files.map(({ name }) => name);
  const plain = ALL.filter((name) => !/\p{Cc}/u.test(name));
  expect(plain.filter((name) => !listed.includes(name))).toEqual([]);
  expect(listed.filter((name) => !before.includes(name))).toEqual([]);
  expect(readdirSync(server.backups).sort()).toEqual(before);
  nothingDone();
});

test.each(['/dev/zero', '/dev/null', `${BACKUPS}/pipe`, '/tmp/pipe-of-the-host'])(
  'what is no file and no directory is no backup, and nobody waits for it: %s',
  async (path) => {
    const here = path.startsWith('/tmp/')
      ? join(server.parent, 'pipe')
      : path.replace(BACKUPS, server.backups);
    if (path.includes('pipe')) execFileSync('mkfifo', [here]);
    const BACKUP = path.startsWith('/tmp/') ? here : path;
    expect((await server.backup({ ...one.identity, BACKUP, SNAPSHOT: '' })).place).toBeUndefined();
    if (path.includes('pipe')) rmSync(here);
  },
  10_000,
);

test('each is looked into by its name, and nothing of it is run', async () => {
  for (const name of [...COMMANDS, ...WORST]) {
    const seen = await server.backup({ ...one.identity, BACKUP: `${BACKUPS}/${name}`, SNAPSHOT: '' });
    expect([name, seen.format, seen.sha256]).toEqual([name, 'custom', one.backup.sha256]);
  }
  nothingDone();
});

const ROADS: readonly [string, () => string][] = [
  ['on the host alone', () => join(server.parent, 'elsewhere')],
  ['in the container', () => BACKUPS],
];

test.each(depth(ROADS.slice(0, 1), ROADS))(
  'the worst of them are restored, %s, and nothing of them is run',
  async (_, place) => {
    const directory = place();
    if (directory !== BACKUPS) mkdirSync(directory);
    for (const [index, name] of WORST.entries()) {
      const restored = new Incident(server, `shop${index}${directory.length}`).create(
        `CREATE TABLE goods (n int); INSERT INTO goods VALUES (${index})`,
      );
      restored.dump();
      const here = directory === BACKUPS ? server.backups : directory;
      copyFileSync(dumpOf(restored), join(here, name));
      const { sha256, snapshot } = restored.backup;
      restored.plan(join(directory, name), snapshot, sha256);
      restored.sql('INSERT INTO goods VALUES (100)');
      await restored.restored();
      expect([name, restored.sql('SELECT n FROM goods')]).toEqual([name, `${index}`]);
    }
    nothingDone();
  },
);
