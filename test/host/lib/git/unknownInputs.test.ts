import { isFull } from '../../../support/depth';
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTarget } from '../../../../machines/detect/observe/targetRelease';
import { Site } from '../../../support/host/host';

let site: Site;
beforeEach(() => {
  site = new Site();
  site.withoutDocker();
});
afterEach(() => site.remove());

const FILE = 'docker-compose.production.yml';
const release = (volumes: readonly string[], more = '') =>
  site.release('v1', {
    [FILE]: `services:\n  web:\n    image: 'web:\${TAG-1}'\n    volumes: ${JSON.stringify(volumes)}\n${more}`,
    'src/page.txt': 'page',
    'conf.txt': 'conf',
    '.gitignore': '*.vars\n',
  });
const look = async (COMMIT: string, more = {}) =>
  parseTarget(await site.facts('target', { COMMIT, ...more }));
/** The inputs by kind and name, without what another place decides. */
const inputs = async (...asked: Parameters<typeof look>) =>
  Object.fromEntries(
    ((await look(...asked)).inputs ?? []).map(({ kind, path, ...more }) => [
      `${kind} ${path.replace(`${site.directory}/`, '')}`,
      more,
    ]),
  );
const now = () => Math.floor(Date.now() / 1000);

test('what git knows is no such input, nor what is the host’s own', async () => {
  const v1 = release(['./src:/app', './conf.txt:/conf', '/etc/localtime:/etc/localtime:ro', '/run:/run']);
  expect((await look(v1)).inputs).toEqual([]);
});

test('of all of a checkout only what git does not know counts, and nothing of git’s own', async () => {
  const v1 = release(['.:/app']);
  expect((await look(v1)).inputs).toEqual([]);
  site.write({ 'src/made.txt': 'made' });
  expect(Object.keys(await inputs(v1))).toEqual([`read ${site.directory}`]);
});

test('a clone of its own below what is mounted is told with its newest file, and git’s own there is not', async () => {
  const v1 = release(['./src:/app']);
  site.write({ 'src/shop/models/page.txt': 'page' });
  const clone = join(site.directory, 'src/shop');
  spawnSync('git', ['init', '-q', clone]);
  const { changed: first = 0 } = Object.values(await inputs(v1))[0] ?? {};
  expect(first).toBeGreaterThan(0);
  spawnSync('sleep', ['1.1']);
  writeFileSync(join(clone, '.git/HEAD'), 'ref: refs/heads/other\n');
  expect(await inputs(v1)).toEqual({ 'read src': { changed: first } });
  writeFileSync(join(clone, 'models/page.txt'), 'bad page');
  expect(await inputs(v1)).not.toEqual({ 'read src': { changed: first } });
});

test('a secret or config that nobody supplies is told as a variable that is unset', async () => {
  const more = 'secrets: { key: { environment: APP_KEY } }\nconfigs: { page: { environment: PAGE } }\n';
  const v1 = release([], `    secrets: [key]\n    configs: [page]\n${more}`);
  expect((await look(v1)).unsetGiven).toEqual(['APP_KEY', 'PAGE']);
  site.write({ '.env': 'APP_KEY=\nPAGE=x\n' });
  expect((await look(v1)).unsetGiven).toBeUndefined();
});

test('files that git does not know are told with the time of their last change, which cannot be set', async () => {
  const before = now();
  const v1 = release(['./src:/app', './dist:/dist'], '    env_file: app.vars\n');
  site.write({
    '.env': 'TAG=2\n',
    'app.vars': 'A=b\n',
    'src/deep/made.txt': 'made',
    'dist/a/b.txt': 'built',
  });
  for (const name of ['.env', 'src/deep/made.txt', 'dist/a/b.txt'])
    utimesSync(join(site.directory, name), 1000, 1000);
  const told = await inputs(v1);
  expect(Object.keys(told).sort()).toEqual(['opened .env', 'opened app.vars', 'read dist', 'read src']);
  for (const { changed = 0 } of Object.values(told)) expect(changed).toBeGreaterThanOrEqual(before);
  const { written } = await look(v1);
  expect(written?.services['web']).toMatchObject({ image: 'web:${TAG-1}' });
  expect(written?.services['web']?.['env_file']).toMatchObject([{ path: join(site.directory, 'app.vars') }]);
});

test('a link that git does not know is told with the place in the repository that it leads to', async () => {
  const v1 = release(['./current:/app', './outside:/out']);
  symlinkSync('src', join(site.directory, 'current'));
  mkdirSync(join(site.parent, 'elsewhere'));
  symlinkSync('../elsewhere', join(site.directory, 'outside'));
  expect(await inputs(v1)).toEqual({
    'read current': { changed: expect.any(Number), leadsTo: 'src' },
    'read outside': { changed: expect.any(Number) },
  });
});

test('an env file that Compose is given is told where it lies outside the checkout', async () => {
  const v1 = release([]);
  const outside = join(site.parent, 'deploy.env');
  writeFileSync(outside, 'TAG=3\n');
  expect(await inputs(v1, { ENV_FILES: outside })).toEqual({
    [`given ${outside}`]: { changed: expect.any(Number) },
  });
});

test('Compose files outside the checkout are told, with those that they name, and links that lead to a file there', async () => {
  const common = join(site.parent, 'common');
  mkdirSync(join(common, 'deep'), { recursive: true });
  writeFileSync(join(common, '.env'), 'A=b\n');
  writeFileSync(join(common, 'other.yml'), 'services: { base: { labels: { a: b } } }\n');
  const named = 'services: { base: { extends: { file: ../other.yml, service: base } } }\n';
  writeFileSync(join(common, 'deep/base.yml'), named);
  writeFileSync(join(common, 'part.conf'), 'services: { part: { image: part } }\n');
  const conf = join(common, 'part.conf');
  const more = `    extends: { file: ${common}/deep/base.yml, service: base }\n    env_file: linked.vars\ninclude: [{ path: "${conf}" }]\n`;
  writeFileSync(join(site.parent, 'out.vars'), 'A=b\n');
  symlinkSync('../out.vars', join(site.directory, 'linked.vars'));
  release(['./src:/app'], more);
  site.git('add', '-f', 'linked.vars');
  site.git('commit', '-q', '-m', 'link');
  const told = Object.keys(await inputs(site.git('rev-parse', 'HEAD'))).sort();
  expect(told.map((one) => one.replace(`${site.parent}/`, ''))).toEqual([
    'opened common/.env',
    'opened common/deep/base.yml',
    'opened common/other.yml',
    'opened common/part.conf',
    'opened linked.vars',
  ]);
});

test('what is mounted, and only what is checked out has, is told', async () => {
  const v1 = release(['./src:/app', './conf.txt:/conf', './more:/more', './made:/made']);
  const v2 = site.release('v2', { 'more/conf.txt': 'more' });
  expect((await look(v1)).lacking).toEqual([join(site.directory, 'more')]);
  expect((await look(v2)).lacking).toBeUndefined();
});

test('an env file of the checkout is read as the target has it, also where the path there has a space', async () => {
  const v1 = release([]);
  const tagged = site.release('v2', { 'deploy/prod.env': 'TAG=2\n' });
  site.release('v3', { 'deploy/prod.env': 'TAG=3\n' });
  writeFileSync(join(site.parent, 'out.env'), 'TAG=4\n');
  const imageBy = async (COMMIT: string, ENV_FILES: string) =>
    (await look(COMMIT, { ENV_FILES })).target?.services['web']?.image;
  expect(await imageBy(tagged, 'deploy/prod.env')).toBe('web:2');
  expect(await imageBy(tagged, '../out.env')).toBe('web:4');
  expect((await look(v1, { ENV_FILES: 'deploy/prod.env ../none.env' })).missingEnv.given).toEqual([
    join(site.directory, 'deploy/prod.env'),
    join(site.parent, 'none.env'),
  ]);
});

if (isFull)
  test('a directory that nobody could look at in time is told without a time', async () => {
    const v1 = release(['./dist:/dist']);
    site.write({ 'dist/a.txt': 'a' });
    site.instead('find', 'sleep 30');
    site.impatient();
    expect(await inputs(v1)).toEqual({ 'read dist': {} });
  });
