import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointFile } from '../../../../resources/script/checkpointFile';
import { COMPOSE, Deployment } from '../../../support/host/deployment';
import { Runbook } from './typed';

jest.setTimeout(240_000);

const site = new Deployment();
const backups = join(site.parent, 'backups');
const runbook = new Runbook(site.state, join(site.parent, 'bare'));
let [v1, v2] = ['', ''];
let images: string[] = [];
afterAll(() => site.remove());

function checkpoint(...words: string[]) {
  const { DIRECTORY, STATE, PROJECT, DATABASE_SERVICE, DATABASE_USER, DATABASE_NAME } = site.identity();
  const values = {
    ...{ DIRECTORY, STATE, PROJECT, DATABASE_SERVICE, DATABASE_USER, DATABASE_NAME },
    ...{ HEALTH: 'web=http://web:8080/health', BACKUPS: '/backups' },
  } as Record<string, string>;
  const { text } = checkpointFile(values, '1.2.3');
  const file = join(site.parent, 'checkpoint');
  execFileSync('bash', ['-c', 'cat >"$1" && chmod 700 "$1"', 'bash', file], { input: text });
  return spawnSync(file, words, { env: site.env, encoding: 'utf8' });
}
const sql = (text: string, database = 'app') =>
  execFileSync(
    'docker',
    ['exec', site.container('db'), 'psql', '-XAtq', '-U', 'app', '-d', database, '-c', text],
    { encoding: 'utf8' },
  ).trim();
/** What the app answers, once it does. */
const answer = () =>
  execFileSync(
    'bash',
    [
      '-c',
      'until curl -sf "http://$(docker port "$1" 8080/tcp)/"; do sleep 0.3; done',
      'bash',
      `${site.project}-web-1`,
    ],
    { encoding: 'utf8', timeout: 30_000 },
  );
/** What runs as it is seen from outside. */
const seen = () => ({
  head: site.git('rev-parse', 'HEAD'),
  image: execFileSync('docker', ['inspect', '-f', '{{.Image}}', site.container('web')], {
    encoding: 'utf8',
  }).trim(),
  answer: answer(),
});

beforeAll(() => {
  mkdirSync(backups);
  const compose = COMPOSE(site.project).replace(
    '    stop_signal: SIGINT\n',
    `    stop_signal: SIGINT\n    volumes: ['${backups}:/backups', 'data:/var/lib/postgresql/data']\n`,
  );
  v1 = site.commit('v1', { 'docker-compose.production.yml': `${compose}volumes: { data: {} }\n` });
  images = [site.build('v1')];
  site.up('--wait');
  expect(checkpoint('after')).toMatchObject({ status: 0 });
  sql("CREATE TABLE notes (id serial, text text); INSERT INTO notes (text) VALUES ('one'), ('two')");
  sql("ALTER DATABASE app SET work_mem = '5MB'");
  expect(checkpoint('before')).toMatchObject({ status: 0 });
  v2 = site.release('v2', { 'server.js': site.read('server.js').replaceAll('"v1"', '"v2"') });
  images.push(site.build('v2'));
  site.up('--wait');
  expect(checkpoint('after')).toMatchObject({ status: 0, stderr: '' });
});

test('each section is typed into a bare shell, and the release and the rows of then are there', () => {
  expect(statSync(join(site.state, 'BY-HAND.txt')).mode & 0o777).toBe(0o600);
  expect(runbook.type(runbook.section('LOOK'))).toMatch(/web-1\s+Up[^]*\n200\n[^]*tables/);
  expect(seen()).toEqual({ head: v2, image: images[1], answer: 'v2' });

  runbook.type(runbook.section(v1));
  expect(seen()).toEqual({ head: v1, image: images[0], answer: 'v1' });
  runbook.type(runbook.section(v2));
  expect(seen()).toEqual({ head: v2, image: images[1], answer: 'v2' });
});

test('one service, and everything, comes up again by its lines', () => {
  const started = () =>
    execFileSync('docker', ['inspect', '-f', '{{.State.StartedAt}}', site.container('web')], {
      encoding: 'utf8',
    });
  const before = started();
  const [line = ''] = /^docker restart \S*web-1$/m.exec(runbook.section('RESTART')) ?? [];
  runbook.type(line);
  expect(started()).not.toBe(before);
  const database = site.container('db');
  runbook.type(runbook.section('DOWN AND UP'));
  expect(seen()).toEqual({ head: v2, image: images[1], answer: 'v2' });
  expect(site.container('db')).not.toBe(database);
  const asked = `docker exec ${site.container('db')} psql -XAtq -h 127.0.0.1 -U app -c 'SELECT 1'`;
  execFileSync('bash', ['-c', `until ${asked}; do sleep 0.3; done`], { stdio: 'ignore' });
  expect(sql('SELECT count(*) FROM notes')).toBe('2');
});

test('the backup comes beside the live database, is swapped in, and the swap is taken back', () => {
  sql("INSERT INTO notes (text) VALUES ('three')");
  const oid = sql("SELECT oid FROM pg_database WHERE datname = 'app'");
  expect(runbook.type(runbook.section('a backup beside'))).toMatch(/OK[^]*restored[^]*notes/);
  expect(sql('SELECT count(*) FROM notes')).toBe('3');
  runbook.type(runbook.section('swap it in'));
  expect(sql('SELECT count(*) FROM notes')).toBe('2');
  expect(sql("SELECT nextval('notes_id_seq')")).toBe('4');
  expect(sql('SHOW work_mem')).toBe('5MB');
  expect(answer()).toBe('v2');
  runbook.type(runbook.section('take that swap back'));
  expect(sql('SELECT count(*) FROM notes')).toBe('3');
  expect(sql("SELECT oid FROM pg_database WHERE datname = 'app'")).toBe(oid);
  expect(answer()).toBe('v2');
});

test('a backup of this host goes into the container first, and may be plain and compressed', async () => {
  sql("INSERT INTO notes (text) VALUES ('four')");
  const backup = join(site.parent, 'a backup.sql.gz');
  const dump = `docker exec ${site.container('db')} pg_dump -U app app | gzip >"$1"`;
  execFileSync('bash', ['-o', 'pipefail', '-c', dump, 'bash', backup]);
  const release = `commit ${v2}\nfiles docker-compose.production.yml\nimage web ${images[1]} ${site.project}-web:latest`;
  await site.open();
  const values = { RUNBOOK_TO: release, RUNBOOK_BACKUP: `${backup}\n`, BACKUPS: '/backups', HEALTH: '' };
  const pins = { COMMIT: v2, IMAGES: `web=${images[1]}`, LINKS: '', DATABASE: site.container('db') };
  expect(await site.step('verify', { ...pins, VOLUMES: site.volumes('db') }, values)).toMatchObject({
    summary: expect.not.stringContaining('BY-HAND') as string,
  });
  expect(runbook.text).toMatch(/by step verify of rollback/);
  expect(runbook.section(v1)).toContain('RELEASE #1');
  const [, made = ''] = /"(app_new_\d+)" is new/.exec(runbook.text) ?? [];
  expect(runbook.type(runbook.section('a backup beside'))).toMatch(/restored[^]*notes/);
  expect(sql('SELECT count(*) FROM notes', made)).toBe(sql('SELECT count(*) FROM notes'));
});
