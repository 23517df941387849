import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseTarget } from '../../../../machines/detect/observe/targetRelease';
import { Site } from '../../../support/host/host';

let site: Site;
beforeEach(() => {
  site = new Site();
  site.withoutDocker();
});
afterEach(() => site.remove());

const web = (image: string) =>
  `services:\n  web:\n    image: ${image}\n    environment: { A: 'a', B: 'b', C: 'c' }\n`;
/** A release that has its Compose file under another name than the one before. */
function renamed(from: string, to: string, files: Readonly<Record<string, string>> = {}): void {
  mkdirSync(dirname(join(site.directory, to)), { recursive: true });
  renameSync(join(site.directory, from), join(site.directory, to));
  site.git('add', '-A');
  site.release('v2', { [to]: web('web:2'), ...files });
}
async function filesAt(COMMIT: string, FILES: string, more = {}) {
  const { files, currentFiles, missingFile, movedTo, target } = parseTarget(
    await site.facts('target', { COMMIT, FILES, ...more }),
  );
  return { files, currentFiles, missingFile, movedTo, image: target?.services['web']?.image };
}

test('where nobody names a file, the target has what Compose finds there', async () => {
  const v1 = site.release('v1', { 'docker-compose.yml': web('web:1') });
  renamed('docker-compose.yml', 'compose.yaml');
  expect(await filesAt(v1, 'compose.yaml')).toEqual({ files: ['docker-compose.yml'], image: 'web:1' });
});

test('an override that only the target has is read there, and one that it lacks is not', async () => {
  const v1 = site.release('v1', {
    'compose.yml': web('web:1'),
    'compose.override.yaml': web('web:one'),
  });
  site.git('rm', '-q', 'compose.override.yaml');
  const v2 = site.release('v2', { 'compose.yml': web('web:2') });
  expect(await filesAt(v1, 'compose.yml')).toEqual({
    files: ['compose.yml', 'compose.override.yaml'],
    image: 'web:one',
  });
  site.git('checkout', '-q', v1);
  expect(await filesAt(v2, 'compose.yml compose.override.yaml')).toEqual({
    files: ['compose.yml'],
    image: 'web:2',
  });
});

test('a file that is named although Compose would find more is the target’s, too', async () => {
  const v1 = site.release('v1', { 'compose.yml': web('web:1'), 'compose.override.yml': web('web:one') });
  site.release('v2', { 'compose.yml': web('web:2') });
  expect(await filesAt(v1, 'compose.yml')).toEqual({ image: 'web:1' });
});

test('where COMPOSE_FILE of the .env names files, the target has those that its own names', async () => {
  const files = { 'compose.yml': web('web:1'), 'prod/web.yml': web('web:one') };
  const v1 = site.release('v1', { ...files, '.env': 'COMPOSE_FILE="./compose.yml:prod/web.yml"\n' });
  const v2 = site.release('v2', { '.env': 'COMPOSE_FILE=compose.yml # alone\n' });
  expect(await filesAt(v1, 'compose.yml')).toEqual({
    files: ['compose.yml', 'prod/web.yml'],
    image: 'web:one',
  });
  site.git('checkout', '-q', v1);
  expect(await filesAt(v2, 'compose.yml prod/web.yml')).toEqual({ files: ['compose.yml'], image: 'web:1' });
  const v3 = site.release('v3', {
    '.env': 'COMPOSE_PATH_SEPARATOR=;\nCOMPOSE_FILE=prod/web.yml;compose.yml\n',
  });
  site.git('checkout', '-q', v2);
  expect(await filesAt(v3, 'compose.yml')).toEqual({
    files: ['prod/web.yml', 'compose.yml'],
    image: 'web:1',
  });
});

test('a file that is named and has another name is found by git', async () => {
  const v1 = site.release('v1', { 'deploy/prod.yml': web('web:1') });
  renamed('deploy/prod.yml', 'deploy/production.yml');
  expect(await filesAt(v1, 'deploy/production.yml')).toEqual({ files: ['deploy/prod.yml'], image: 'web:1' });
});

test('where git sees two such files, the file is missing', async () => {
  const v1 = site.release('v1', { 'one.yml': web('web:1'), 'two.yml': web('web:1') });
  site.git('rm', '-q', 'two.yml');
  renamed('one.yml', 'production.yml');
  expect(await filesAt(v1, 'production.yml')).toEqual({ missingFile: 'production.yml' });
});

test.each([
  ['below', 'docker/compose.yml', 'compose.yml', ''],
  ['above', 'compose.yml', 'docker/compose.yml', 'docker/'],
])('a file that lies %s at the target has moved to another project directory', async (_, to, from, below) => {
  const v1 = site.release('v1', { [to]: web('web:1'), 'docker/notes.txt': '' });
  renamed(to, from);
  const DIRECTORY = join(site.directory, below);
  const missingFile = from.slice(below.length);
  expect(await filesAt(v1, missingFile, { DIRECTORY })).toEqual({ missingFile, movedTo: to });
});

test('a file that lies below and is named with another project directory may lie elsewhere below', async () => {
  const v1 = site.release('v1', { 'ops/prod.yml': web('web:1') });
  renamed('ops/prod.yml', 'deploy/prod.yml');
  expect(await filesAt(v1, 'deploy/prod.yml')).toEqual({ files: ['ops/prod.yml'], image: 'web:1' });
});

test('a checkout that is ahead of what runs is read by the name that it has there', async () => {
  const v1 = site.release('v1', { 'docker-compose.yml': web('web:1') });
  renamed('docker-compose.yml', 'compose.yaml');
  expect(await filesAt(v1, 'docker-compose.yml')).toEqual({ currentFiles: ['compose.yaml'], image: 'web:1' });
});

test('an untracked file counts for each release', async () => {
  const v1 = site.release('v1', { 'compose.yaml': web('web:1') });
  site.release('v2', { 'compose.yaml': web('web:2') });
  site.write({ 'compose.override.yml': web('web:here') });
  expect(await filesAt(v1, 'compose.yaml compose.override.yml')).toEqual({ image: 'web:here' });
  rmSync(join(site.directory, 'compose.override.yml'));
});
