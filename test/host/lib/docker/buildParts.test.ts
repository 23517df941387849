import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
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
const WEB = { [FILE]: 'services: { web: { build: ./web } }\n' };
const look = async (COMMIT: string) => parseTarget(await site.facts('target', { COMMIT }));
/** What is told of the build of a commit with these files, as `KIND NAME`. */
const told = async (files: Record<string, string>, lying: Record<string, string> = {}, tag = 'v1') => {
  const COMMIT = site.release(tag, { ...WEB, ...files });
  site.write(lying);
  return (await look(COMMIT)).parts?.map(({ kind, name }) => `${kind} ${name}`.trim());
};

const DOCKERFILE = `ARG VERSION=20
FROM node:$VERSION AS Deps
RUN --mount=type=cache,target=/x,from=x/cache npm ci
FROM x/base@sha256:0123
COPY --from=deps /x /y
COPY --from=x/tools:2 --chown=1:1 /x /y
ADD https://user:secret@example.com/x.tgz /x
RUN cat <<END
FROM nothing
END
FROM scratch
`;

test('the images that a Dockerfile names, in every stage, are told but those of a digest or a stage', async () => {
  site.instead(
    'docker',
    `case "$*" in *LastTagTime*x/tools:2) printf '"2026-11-30T10:00:00Z"\\t"0001-01-01T00:00:00Z"\\n' ;; *) real "$@" ;; esac`,
  );
  const COMMIT = site.release('v1', { ...WEB, 'web/Dockerfile': DOCKERFILE });
  const { parts = [] } = await look(COMMIT);
  expect(parts.map(({ kind, name, created }) => [kind, name, created])).toEqual([
    ['seen', '', undefined],
    ['image', 'node:$VERSION', undefined],
    ['image', 'x/cache', undefined],
    ['image', 'x/tools:2', '2026-11-30T10:00:00Z'],
    ['remote', '', undefined],
  ]);
});

test('a Dockerfile of which nobody can tell what is in it says so', async () => {
  expect(await told({ 'web/Dockerfile': '# escape=`\nFROM node\n' })).toEqual(['seen', 'odd']);
  const unended = { 'web/Dockerfile': 'FROM node@sha256:0\nRUN cat <<END\nFROM a\n' };
  expect(await told(unended, {}, 'v2')).toEqual(['seen', 'odd']);
  symlinkSync('Dockerfile', join(site.directory, 'web/linked'));
  site.git('add', '-f', 'web/linked');
  const linked = { [FILE]: 'services: { web: { build: { context: ./web, dockerfile: linked } } }\n' };
  expect(await told(linked, {}, 'v3')).toEqual(['seen', 'odd']);
});

const COPIES = 'FROM scratch\nCOPY . /app/\n';

test('what is copied of a context and git does not know is told, but what the build leaves out or the commit has', async () => {
  site.release('v0', { 'web/once.txt': 'then' });
  site.git('rm', '-q', 'web/once.txt');
  const ignored = 'node_modules\n**/*.log\nmade/*\n!made/taken.txt\n';
  const lying = {
    'web/settings.txt': 'a',
    'web/node_modules/x/a.js': 'a',
    'web/b/deep.log': 'a',
    'web/made/a.txt': 'a',
    'web/made/taken.txt': 'a',
    'web/cache/x/y.txt': 'a',
    'web/.env': 'A=b\n',
    'other.txt': 'a',
  };
  const files = {
    'web/Dockerfile': COPIES,
    'web/.dockerignore': ignored,
    '.gitignore': '*\n',
    'web/b/kept.txt': 'a',
  };
  expect((await told(files, lying))?.sort()).toEqual([
    'file .env',
    'file cache/x/y.txt',
    'file made/taken.txt',
    'file settings.txt',
    'seen',
  ]);
  const { parts = [] } = await look(site.git('rev-parse', 'v1'));
  expect(parts.flatMap(({ name, changed }) => (changed === undefined ? [] : [name]))).toEqual(['.env']);
});

test('a stage that is not the last one copies, too, and so does a glob', async () => {
  const text = 'FROM scratch AS build\nCOPY src/*.js /app/\nFROM scratch\nCOPY --from=build /app /app\n';
  expect(await told({ 'web/Dockerfile': text }, { 'web/src/a.js': 'a' })).toEqual(['seen', 'file src/a.js']);
});

test('a clone of its own in the context is told as one path', async () => {
  spawnSync('git', ['init', '-q', join(site.directory, 'web/lib')]);
  expect(await told({ 'web/Dockerfile': COPIES }, { 'web/lib/a.txt': 'a' })).toEqual(['seen', 'file lib/']);
});

test('a context outside the repository is told by how it is named, and of one by an absolute path inside, too', async () => {
  const elsewhere = join(site.parent, 'elsewhere');
  mkdirSync(elsewhere);
  const services = {
    relative: { build: '../elsewhere' },
    absolute: { build: elsewhere },
    gone: { build: join(site.parent, 'gone') },
    here: { build: join(site.directory, 'web') },
    below: { build: './web' },
    far: { build: 'https://example.com/shop.git#main' },
  };
  const contexts = async (...names: (keyof typeof services)[]) => {
    const own = Object.fromEntries(names.map((name) => [name, services[name]]));
    const COMMIT = site.release(names.join('-'), {
      [FILE]: JSON.stringify({ services: own }),
      'web/Dockerfile': 'FROM scratch\n',
    });
    const { contexts: found, parts } = await look(COMMIT);
    const shown = (paths: ReadonlySet<string> = new Set()) =>
      [...paths].map((path) => path.replace(`${site.parent}/`, ''));
    return { lacking: shown(found?.lacking), absolute: shown(found?.absolute), parts: parts?.length };
  };
  expect(await contexts('relative', 'gone', 'far')).toEqual({
    lacking: ['gone', 'elsewhere'],
    absolute: [],
    parts: 0,
  });
  expect(await contexts('absolute', 'here')).toMatchObject({
    lacking: [],
    absolute: ['elsewhere', 'the checkout/web'],
  });
  expect(await contexts('below')).toEqual({ lacking: [], absolute: [], parts: 1 });
});
