import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { depth } from '../../../support/depth';
import { Incident } from './incident';
import { BACKUPS, Server } from './server';

const server = new Server();
const live = new Incident(server, 'shop');
let content: string[];

beforeAll(() => {
  server.launch('docker');
  live.create(`CREATE TABLE goods (id int PRIMARY KEY, name text);
    INSERT INTO goods SELECT i, repeat(i::text, 20) FROM generate_series(1, 3000) i;
    CREATE VIEW cheap AS SELECT * FROM goods WHERE id < 10;`);
  content = server.content('shop');
  const dump = (format: string, file: string) => `pg_dump -U app -F${format} -f /backups/${file} shop`;
  server.bash(`${dump('c', 'custom.sql')}; ${dump('t', 'tar.dump')}; ${dump('d', 'directory.sql')}; ${dump('p', 'plain.dump')}
    cd /backups; gzip -k <plain.dump >gzip.sql; zstd -q <plain.dump >zstd.gz; lz4 -q <plain.dump >lz4.txt; chmod -R a+rX .`);
});
afterAll(() => server.remove());

/** What the Observer finds of a backup, and then the database that prepare makes of it. */
async function through(path: string) {
  const seen = await server.backup({ ...live.identity, BACKUP: path });
  const one = new Incident(server, 'shop', path).plan(path, '', seen.sha256);
  await one.open();
  const verdict = await one.step('prepare');
  return { seen, verdict, made: verdict.ok ? server.content(one.names.shadow) : [] };
}

/** As `pg_dump` makes them, and one that is packed. */
const USUAL: readonly [string, string, string][] = [
  ['custom.sql', 'custom', ''],
  ['directory.sql', 'directory', ''],
  ['gzip.sql', 'plain', 'gzip'],
];
const RARE: typeof USUAL = [
  ['tar.dump', 'tar', ''],
  ['plain.dump', 'plain', ''],
  ['zstd.gz', 'plain', 'zstd'],
  ['lz4.txt', 'plain', 'lz4'],
];

test.each(depth(USUAL, [...USUAL, ...RARE]))(
  '%s is by its content %s %s, and comes out whole',
  async (file, format, packed) => {
    const { seen, verdict, made } = await through(`${BACKUPS}/${file}`);
    expect(seen).toMatchObject({ place: 'container', format, packed, tables: new Set(['public.goods']) });
    expect(seen).not.toHaveProperty('damage');
    expect(verdict).toMatchObject({
      ok: true,
      summary: expect.stringMatching(/\b3000 rows in 1 tables\b/),
      loss: { method: 'comparison', rows: 0, gone: 0, tables: [] },
    });
    expect(made).toEqual(content);
  },
);

test.each(depth(['directory.sql'], ['custom.sql', 'directory.sql']))(
  '%s that only the host has is brought in, and nothing of it stays there',
  async (file) => {
    const path = join(server.parent, `only here ${file}`);
    spawnSync('cp', ['-r', join(server.backups, file), path]);
    const { seen, verdict, made } = await through(path);
    expect(seen).toMatchObject({ place: 'host', format: file.replace('.sql', '') });
    expect(verdict).toMatchObject({ ok: true });
    expect(made).toEqual(content);
    expect(server.bash('ls -d /tmp/chronos-rollback-* || true')).toBe('');
  },
);

test('the list of backups has each with its size and time, and what its sidecar says', async () => {
  server.bash(`cd /backups; sum=$(sha256sum <plain.dump | cut -c1-64)
    echo '{"v":1,"database":"shop","takenAt":"2026-11-20T02:00:00Z","snapshot":"5:5:"}' >plain.dump.json; echo "$sum  plain.dump" >plain.dump.sha256`);
  const { files, tables, database } = await server.backupStore(BACKUPS, live.identity);
  expect(tables).toEqual(new Set(['public.goods']));
  expect(database).toMatchObject({ oid: server.oid('shop'), isSuperuser: true, counts: true });
  expect(files.map(({ name }) => name).sort()).toEqual([
    'custom.sql',
    'directory.sql',
    'gzip.sql',
    'lz4.txt',
    'plain.dump',
    'tar.dump',
    'zstd.gz',
  ]);
  const plain = files.find(({ name }) => name === 'plain.dump');
  expect(plain).toMatchObject({
    path: '/backups/plain.dump',
    takenAt: '2026-11-20T02:00:00.000Z',
    takenBy: 'its sidecar',
    sidecar: { database: 'shop', sha256: server.sha256('/backups/plain.dump') },
  });
  const archives = files.filter(({ takenBy }) => takenBy === 'the archive').map(({ name }) => name);
  expect(archives.sort()).toEqual(['custom.sql', 'directory.sql']);
});
