import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { MARK } from '../chaos/engine/operator';
import { FailPoint } from '../chaos/harness/failPoint';
import { kill, marked } from '../chaos/harness/processes';
import { docker, idsOf, lookAt } from './outside';
import type { Practice } from './practice';
import { psql, withDatabase } from './practices/parts';
import { undo } from './rollbacks';
import { Site } from './site';

jest.setTimeout(600_000);

let site: Site | undefined;
afterEach(() => site?.remove());

const PRACTICE: Practice = {
  title: 'all-down: no container exists any more',
  up: 'docker compose up -d --wait',
  files: (release, at) => ({ 'compose.yml': withDatabase(at, release) }),
  deployment: (at) => ({ backupDirectory: '/backups', project: at.project }),
};

/** Both releases were deployed, there are rows, and then everything was taken down. */
async function takenDown() {
  const at = (site = new Site(PRACTICE));
  mkdirSync(join(at.parent, 'backups'));
  at.deploy('v1');
  const good = lookAt(at.project);
  psql(at, 'create table orders (n int primary key); insert into orders select generate_series(1, 100)');
  at.type(
    'docker compose exec -T db pg_dump -U postgres -Fc -f /backups/postgres_$(date -u +%Y%m%d_%H%M%S).dump postgres',
  );
  at.deploy('v2');
  const bad = lookAt(at.project);
  await at.configure();
  at.type('docker compose down');
  expect(idsOf(at.project)).toEqual({});
  return { at, good, bad };
}
const rows = (at: Site) => psql(at, 'select count(*) from orders');
const volumes = (at: Site) => docker('volume', 'ls', '-q', '--filter', `name=^${at.project}_`);

/** What is planned asks about who the deployment is, and is confirmed. */
async function confirmed(at: Site, request: Record<string, string>, env: NodeJS.ProcessEnv = {}) {
  const preview = await at.run(true, request);
  const plan = { risks: [expect.objectContaining({ code: 'risk.nothing-runs' })] };
  expect({ ...preview.outputs, text: preview.text }).toMatchObject({ code: 'consent.needed', plan });
  expect(idsOf(at.project)).toEqual({});
  return at.run(false, { ...request, confirm: (preview.outputs?.plan as { id: string }).id }, env);
}

test('after `down` the release before comes up on its data, is brought up once more, and an undo leaves the database', async () => {
  const { at, good } = await takenDown();
  const before = volumes(at);
  // No record says that the release which is checked out was ever healthy.
  const back = await confirmed(at, {});
  expect({ ...back.outputs, text: back.text }).toMatchObject({ status: 'recovered' });
  expect(back.outputs?.plan).toMatchObject({ scenario: 'code' });
  expect(back.outputs?.code).toBe('end.recovered');
  expect(lookAt(at.project)).toEqual(good);
  expect([rows(at), volumes(at), at.git('rev-parse', 'HEAD')]).toEqual([
    '100',
    before,
    at.git('rev-parse', 'v1'),
  ]);

  at.type('docker compose down');
  // The journal says that this one was.
  const up = await confirmed(at, {});
  expect({ ...up.outputs, text: up.text }).toMatchObject({ status: 'recovered' });
  expect(up.outputs?.plan).toMatchObject({ scenario: 'infrastructure' });
  expect(lookAt(at.project)).toEqual(good);
  expect([rows(at), volumes(at)]).toEqual(['100', before]);

  const undone = await undo(at, back);
  expect({ ...undone.outputs, text: undone.text }).toMatchObject({ status: 'undone' });
  expect(Object.keys(idsOf(at.project))).toEqual(['db.1']);
  expect([rows(at), at.git('rev-parse', 'HEAD')]).toEqual(['100', at.git('rev-parse', 'v2')]);
});

test('the database alone comes up, then a backup is restored with the release before', async () => {
  const { at, good } = await takenDown();
  const alone = await confirmed(at, { scenario: 'infrastructure', service: 'db' });
  expect({ ...alone.outputs, text: alone.text }).toMatchObject({ status: 'recovered' });
  expect([Object.keys(idsOf(at.project)), rows(at)]).toEqual([['db.1'], '100']);
  psql(at, 'delete from orders where n > 10');
  const asked = { commit: 'v1', scenario: 'database', backup: 'latest' };
  const preview = await at.run(true, asked);
  expect({ ...preview.outputs, text: preview.text }).toMatchObject({ code: 'consent.needed' });
  const { id } = preview.outputs?.plan as { id: string };
  const ended = await at.run(false, { ...asked, confirm: id });
  expect({ ...ended.outputs, text: ended.text }).toMatchObject({ status: 'recovered' });
  expect([lookAt(at.project), rows(at)]).toEqual([good, '100']);
});

test.each(['restart.named', 'restart.up'])('killed at %s it is finished by the next run', async (point) => {
  const { at, good } = await takenDown();
  const asked = { commit: 'v1' };
  const preview = await at.run(true, asked);
  const confirm = (preview.outputs?.plan as { id: string }).id;
  const fail = new FailPoint(at.parent, point);
  const running = at.run(false, { ...asked, confirm }, { ...fail.env, [MARK]: at.project });
  expect(await fail.comesBefore(running)).toBe(true);
  expect(kill(marked(at.project))).toBeGreaterThan(0);
  await fail.release();
  await running;
  const ended = await at.run(false, { ...asked, confirm });
  expect({ ...ended.outputs, text: ended.text }).toMatchObject({ status: 'recovered' });
  expect([lookAt(at.project), rows(at)]).toEqual([good, '100']);
});

test('where the volume is gone no new database is made', async () => {
  const { at } = await takenDown();
  at.type('docker compose down -v');
  for (const asked of [
    {},
    { commit: 'v1' },
    { scenario: 'infrastructure', service: 'all' },
    { scenario: 'infrastructure', service: 'db' },
  ]) {
    const refused = await at.run(false, asked);
    expect({ ...refused.outputs, text: refused.text }).toMatchObject({ code: 'database.volume-gone' });
  }
  docker('volume', 'create', '--label', `com.docker.compose.project=${at.project}`, `${at.project}_data`);
  const empty = await at.run(false, { commit: 'v1' });
  expect({ ...empty.outputs, text: empty.text }).toMatchObject({ code: 'database.volume-empty' });
  expect(idsOf(at.project)).toEqual({});
});
