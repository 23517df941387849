import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { idsOf, lookAt } from './outside';
import type { Practice } from './practice';
import { psql, withDatabase } from './practices/parts';
import { undo } from './rollbacks';
import { Site } from './site';

jest.setTimeout(300_000);

let site: Site | undefined;
afterEach(() => site?.remove());

const backups = (at: Site): string => join(at.parent, 'backups');

/** The Compose file has another name at the good release, and the database's container made its own dumps. */
const PRACTICE: Practice = {
  title: 'renamed: the Compose file has another name at the good release',
  up: 'docker compose up -d --wait',
  files: (release, at) => ({
    [release === 'v1' ? 'docker-compose.yml' : 'compose.yaml']: withDatabase(at, release),
  }),
  deployment: { backupDirectory: '/backups' },
};

test('data and code go back together where the Compose file was renamed, and come back by an undo', async () => {
  const at = (site = new Site(PRACTICE));
  mkdirSync(backups(at));
  at.deploy('v1');
  const good = lookAt(at.project)['web'];
  psql(at, 'create table orders (n int primary key); insert into orders select generate_series(1, 100)');
  at.type(
    'docker compose exec -T db pg_dump -U postgres -Fc -f /backups/postgres_$(date -u +%Y%m%d_%H%M%S).dump postgres',
  );
  at.type('sleep 1.1');
  at.deploy('v2');
  psql(at, 'delete from orders where n > 10');
  const database = idsOf(at.project)['db.1'];
  await at.configure();

  const asked = { commit: 'v1', scenario: 'database', backup: 'latest' };
  const preview = await at.run(true, asked);
  const { id } = (preview.outputs?.plan ?? { id: '' }) as { id: string };
  expect({ ...preview.outputs, text: preview.text }).toMatchObject({ code: 'consent.needed' });
  const ended = await at.run(false, { ...asked, confirm: id });
  expect({ ...ended.outputs, text: ended.text }).toMatchObject({
    status: 'recovered',
    code: 'end.recovered',
  });
  expect(lookAt(at.project)['web']).toEqual(good);
  expect(psql(at, 'select count(*) from orders')).toBe('100');
  const ids = idsOf(at.project);
  expect(ids['db.1']).toBe(database);
  at.up();
  expect(idsOf(at.project)).toEqual(ids);

  const undone = await undo(at, ended, asked);
  expect({ ...undone.outputs, text: undone.text }).toMatchObject({ status: 'undone' });
  expect(psql(at, 'select count(*) from orders')).toBe('10');
  expect(lookAt(at.project)['web']?.[0]?.environment).toContain('RELEASE=v2-bad');
});
