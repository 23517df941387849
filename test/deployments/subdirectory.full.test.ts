import { readFileSync } from 'node:fs';
import { images } from '../support/host/deployment';
import { idsOf, lookAt } from './outside';
import type { Practice } from './practice';
import { undo } from './rollbacks';
import { Site } from './site';

jest.setTimeout(300_000);

let site: Site | undefined;
afterEach(() => site?.remove());

const LOGIN = 'POSTGRES_USER: shop, POSTGRES_PASSWORD: p, POSTGRES_DB: shop';

/** What many repositories have: the Compose file in a directory of its own, code and migrations beside that. */
const PRACTICE: Practice = {
  title: 'below, edited there, with migrations above, and a service that dumps the database',
  subdirectory: 'docker',
  up: 'docker compose up -d --wait',
  files: (release, at) => ({
    'docker/compose.yml': `services:
  web:
    image: ${at.image(release)}
    environment: { ${LOGIN} }
    ports: ['127.0.0.1::8080']
    stop_grace_period: 1s
  db:
    image: ${images.postgres}
    environment: { ${LOGIN} }
    healthcheck: { test: ['CMD', 'pg_isready', '-h', '127.0.0.1', '-U', 'shop'], interval: 1s, retries: 60 }
  dumps:
    image: ${images.postgres}
    environment: { ${LOGIN} }
    entrypoint: [sleep, '86400']
    init: true
`,
    'api/migrations/0001_orders.sql': 'create table orders();\n',
    ...(release === 'v2' ? { 'api/migrations/0002_dates.sql': 'alter table orders add at date;\n' } : {}),
  }),
};

test('a deployment in a directory of its own shows what it loses as one at the top does', async () => {
  const at = (site = new Site(PRACTICE));
  at.deploy('v1');
  const good = lookAt(at.project)['web'];
  at.deploy('v2');
  const psql = (statement: string) => at.type(`docker compose exec -T db psql -U shop -qAtc "${statement}"`);
  psql('create table schema_migrations (filename text)');
  psql("insert into schema_migrations values ('0001_orders.sql'), ('0002_dates.sql')");
  const file = `${at.directory}/compose.yml`;
  at.type("sed -i '0,/POSTGRES_DB: shop }/s//POSTGRES_DB: shop, EDITED: here }/' compose.yml");
  at.type('docker compose up -d --wait');
  const edited = readFileSync(file, 'utf8');
  await at.configure();
  expect(at.deployment()).toMatchObject({ appServices: ['web'], databaseService: 'db' });
  expect((await at.run(true, {})).outputs).toMatchObject({ status: 'healthy' });
  const bad = lookAt(at.project);

  const preview = await at.run(true, { commit: 'v1' });
  expect({ ...preview.outputs, text: preview.text }).toMatchObject({
    code: 'consent.needed',
    plan: { risks: [expect.objectContaining({ code: 'risk.modified' })] },
    text: expect.stringMatching(/migration 0002_dates\.sql stays in the database/) as string,
  });
  const { id } = preview.outputs?.plan as { id: string };
  const ended = await at.run(false, { commit: 'v1', confirm: id });
  expect({ ...ended.outputs, text: ended.text }).toMatchObject({
    status: 'recovered',
    code: 'end.recovered',
  });
  expect(lookAt(at.project)['web']).toEqual(good);
  const ids = idsOf(at.project);
  at.up();
  expect(idsOf(at.project)).toEqual(ids);

  const undone = await undo(at, ended, { commit: 'v1' });
  expect({ ...undone.outputs, text: undone.text }).toMatchObject({ status: 'undone' });
  expect(lookAt(at.project)).toEqual(bad);
  expect(readFileSync(file, 'utf8')).toBe(edited);
});
