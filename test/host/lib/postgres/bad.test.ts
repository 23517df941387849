import { Incident } from './incident';
import { Server } from './server';

const server = new Server();
const live = new Incident(server, 'shop');
beforeAll(() => {
  server.launch();
  live.create(`CREATE ROLE passer;
    CREATE TABLE goods (id int PRIMARY KEY, v text);
    INSERT INTO goods SELECT i, md5(i::text) FROM generate_series(1, 2000) i;`);
  server.bash(`cd /backups; dump() { pg_dump -U app shop "$@"; }
    dump -Fc >good; dump -Fp >good.sql
    psql -qU app -d shop -c 'ALTER TABLE goods OWNER TO passer'
    sed '/^SET standard_conforming/a\\ \\\\connect postgres' good.sql >led.sql
    sed '/^SET standard_conforming/aSELECT 1 \\\\! touch /tmp/led' good.sql >run.sql
    dump -Fc >stranger; dump >stranger.sql
    psql -qU app -d shop -c 'ALTER TABLE goods OWNER TO app; DROP ROLE passer'
    head -c 9000 good >cut; head -c 60000 good.sql >cut.sql; gzip -c good.sql | head -c 9000 >cut.gz
    cp good flipped; printf '\\377\\377\\377\\377' | dd of=flipped bs=1 seek=15000 conv=notrunc status=none
    chmod a+r *`);
});
afterAll(() => server.remove());

/** Prepares with a backup and says what came of it; whatever that is, the live database is as it was, and alone. */
async function prepared(file: string, sha256?: string, oid?: string) {
  const left = [server.databases('shop'), server.content('shop')];
  const one = new Incident(server, 'shop', `${file} ${sha256} ${oid}`).plan(`/backups/${file}`, '', sha256);
  await one.open();
  if (oid) one.oid = oid;
  const verdict = await one.step('prepare');
  expect([server.databases('shop'), server.content('shop')]).toEqual(left);
  return verdict;
}

test.each([
  ['cut', 'the end of an archive is missing', 'backup.damaged', /(end of file|could not read)/],
  [
    'flipped',
    'an archive has other bytes in its data',
    'backup.damaged',
    /(uncompress|compressed data|invalid)/,
  ],
  ['cut.sql', 'the end of a plain one is missing', 'backup.damaged', /./],
  ['led.sql', 'a plain one has a command of psql behind a blank', 'backup.commands', /: \\connect postgres$/],
  ['run.sql', 'a plain one has a command of psql behind SQL', 'backup.commands', /: \\! touch \/tmp\/led$/],
  ['cut.gz', 'the end of a compressed one is missing', 'backup.damaged', /./],
  [
    'stranger',
    'an archive names a role that is not there',
    'prepare.restore-failed',
    /role "passer" does not exist/,
  ],
  [
    'stranger.sql',
    'a plain one names a role that is not there',
    'prepare.restore-failed',
    /role "passer" does not exist/,
  ],
])('%s: where %s prepare says so, and no shadow stays', async (file, _, code, summary) => {
  const verdict = await prepared(file);
  expect(verdict).toMatchObject({ ok: false, code, summary: expect.stringMatching(summary) });
  expect(verdict).not.toHaveProperty('refused');
});

test.each([
  ['gone', '0'.repeat(64), '', 'backup.gone', /\/backups\/gone/],
  ['good', 'f'.repeat(64), '', 'backup.changed', /\/backups\/good .* [0-9a-f]{12}, and was f{12}$/],
  ['good', undefined, '4242', 'database.replaced', / shop /],
])('what is no longer as planned is refused: %s %s %s', async (file, sha256, oid, code, summary) => {
  expect(await prepared(file, sha256, oid)).toMatchObject({
    ok: false,
    ...{ refused: true, code },
    summary: expect.stringMatching(summary),
  });
});

test('the Observer finds the same damage before anything is planned', async () => {
  const seen = async (file: string) => server.backup({ ...live.identity, BACKUP: `/backups/${file}` });
  for (const file of ['cut', 'flipped', 'cut.sql', 'cut.gz'])
    expect(await seen(file)).toHaveProperty('damage');
  for (const file of ['stranger', 'stranger.sql'])
    expect((await seen(file)).roles).toEqual(new Set(['passer']));
  expect(await seen('gone')).not.toHaveProperty('place');
  const good = await seen('good');
  expect(good).toMatchObject({
    place: 'container',
    sha256: server.sha256('/backups/good'),
    database: 'shop',
  });
  expect(good).not.toHaveProperty('damage');
});
