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

const PRACTICE: Practice = {
  title: 'data: somebody has deleted rows, and the release is well',
  up: 'docker compose up -d --wait',
  files: (release, at) => ({
    'compose.yml': withDatabase(at, release),
  }),
  deployment: { backupDirectory: '/backups' },
};

test('a backup is restored at the release that is checked out, which stays, and an undo gives the data back', async () => {
  const at = (site = new Site(PRACTICE));
  mkdirSync(join(at.parent, 'backups'));
  at.deploy('v1');
  psql(at, 'create table orders (n int primary key); insert into orders select generate_series(1, 100)');
  at.type(
    'docker compose exec -T db pg_dump -U postgres -Fc -f /backups/postgres_$(date -u +%Y%m%d_%H%M%S).dump postgres',
  );
  psql(at, 'delete from orders where n > 10');
  await at.configure();
  const release = lookAt(at.project)['web'];
  const [head, database] = [at.git('rev-parse', 'HEAD'), idsOf(at.project)['db.1']];

  // What `./rollback data --backup latest` asks for.
  const asked = { commit: head, scenario: 'database', backup: 'latest' };
  const preview = await at.run(true, asked);
  const { id } = (preview.outputs?.plan ?? { id: '' }) as { id: string };
  expect({ ...preview.outputs, text: preview.text }).toMatchObject({ code: 'consent.needed' });
  const ended = await at.run(false, { ...asked, confirm: id });
  expect({ ...ended.outputs, text: ended.text }).toMatchObject({ status: 'recovered' });
  expect(psql(at, 'select count(*) from orders')).toBe('100');
  expect([lookAt(at.project)['web'], at.git('rev-parse', 'HEAD')]).toEqual([release, head]);
  expect(idsOf(at.project)['db.1']).toBe(database);

  const undone = await undo(at, ended, asked);
  expect({ ...undone.outputs, text: undone.text }).toMatchObject({ status: 'undone' });
  expect(psql(at, 'select count(*) from orders')).toBe('10');
  expect(lookAt(at.project)['web']).toEqual(release);
});
