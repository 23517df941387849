import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFull } from '../support/depth';
import { images } from '../support/host/deployment';
import { docker, idsOf, lookAt } from './outside';
import type { Practice, Release } from './practice';
import { undo } from './rollbacks';
import { Site } from './site';

jest.setTimeout(240_000);

let site: Site | undefined;
afterEach(() => site?.remove());

/** The image's tag, a level that only the app reads and a password are in a `.env` that git does not know. */
const env = (release: Release): string =>
  release === 'v1'
    ? "APP_TAG=v1\nLEVEL=one\nAPP_PASSWORD='of then'\nONLY_THEN=1\n"
    : "# today\nAPP_PASSWORD='of today'\nLEVEL=two\nAPP_TAG=v2\n";
const DOTENV: Practice = {
  title: 'dotenv: an untracked .env has what a release is made of',
  files: (release, { project }) => ({
    'compose.yml': `services:
  web:
    image: ${project}/web:\${APP_TAG}
    ports: ['127.0.0.1::8080']
    environment: { LEVEL: '\${LEVEL}', APP_PASSWORD: '\${APP_PASSWORD}' }
    labels: { release: '${release}' }
    stop_grace_period: 1s
`,
    '.gitignore': '.env\n',
  }),
  untracked: (release) => ({ '.env': env(release) }),
};

/** The app has the password of the database out of a `.env`; it was changed with the second release. */
const ROTATED: Practice = {
  title: 'rotated: the password of the database was changed since',
  up: 'docker compose up -d --wait',
  files: (release, { project }) => ({
    'compose.yml': `services:
  web:
    image: ${project}/web:\${APP_TAG}
    ports: ['127.0.0.1::8080']
    environment: { DATABASE_URL: 'postgres://app:\${DB_PASSWORD}@db:5432/app' }
    labels: { release: '${release}' }
    stop_grace_period: 1s
  db:
    image: ${images.postgres}
    stop_signal: SIGINT
    environment: { POSTGRES_USER: app, POSTGRES_PASSWORD: former, POSTGRES_DB: app }
    healthcheck: { test: ['CMD', 'pg_isready', '-h', '127.0.0.1', '-U', 'app'], interval: 1s, retries: 60 }
`,
    '.gitignore': '.env\n',
  }),
  untracked: (release) => ({
    '.env': `APP_TAG=${release}\nDB_PASSWORD=${release === 'v1' ? 'former' : 'n-ew'}\n`,
  }),
};

async function deployed(practice = DOTENV): Promise<Site> {
  const at = (site = new Site(practice));
  for (const release of ['v1', 'v2'] as const) {
    at.deploy(release);
    at.checkpoint('after');
  }
  await at.configure();
  return at;
}
const dotenv = (at: Site): string => readFileSync(join(at.repository, '.env'), 'utf8');
const environment = (at: Site): readonly string[] =>
  lookAt(at.project)['web']?.flatMap((one) => one.environment) ?? [];
const imageOf = (at: Site): unknown => lookAt(at.project)['web']?.map(({ image }) => image);
const idOf = (at: Site, release: Release): string =>
  docker('image', 'inspect', '-f', '{{.Id}}', at.image(release));

test('what the definition reads comes from the record, what only containers get and what is secret is today’s', async () => {
  const at = await deployed();
  const bad = lookAt(at.project);
  const preview = await at.run(true, { commit: 'v1' });
  const names = ['APP_TAG', 'ONLY_THEN'];
  expect({ ...preview.outputs, text: preview.text }).toMatchObject({
    status: 'planned',
    plan: {
      settings: { release: 1, files: [{ path: '.env', names }] },
      settingsStay: {
        release: 1,
        containers: [{ path: '.env', names: ['LEVEL'] }],
        secrets: [{ path: '.env', names: ['APP_PASSWORD'] }],
      },
    },
  });
  expect(preview.text).not.toMatch(/of then|of today/);
  const rolledBack = await at.run(false, { commit: 'v1' });
  expect({ ...rolledBack.outputs, text: rolledBack.text }).toMatchObject({
    status: 'recovered',
    code: 'end.recovered',
  });
  expect(rolledBack.text).not.toMatch(/of then|of today/);
  expect(dotenv(at)).toBe("# today\nAPP_PASSWORD='of today'\nLEVEL=two\nAPP_TAG=v1\nONLY_THEN=1\n");
  expect(imageOf(at)).toEqual([idOf(at, 'v1')]);
  expect(environment(at)).toEqual(expect.arrayContaining(['LEVEL=two', 'APP_PASSWORD=of today']));
  const ids = idsOf(at.project);
  at.up();
  expect(idsOf(at.project)).toEqual(ids);

  const undone = await undo(at, rolledBack);
  expect({ ...undone.outputs, text: undone.text }).toMatchObject({ status: 'undone' });
  expect([lookAt(at.project), dotenv(at)]).toEqual([bad, env('v2')]);
});

/** The command of v2 has a level out of a `.env` that v1 did not have; the app answers with 500 where that is bad. */
const ADDED: Practice = {
  title: 'added: a name of .env is of the second release alone',
  up: 'docker compose up -d --wait',
  files: (release, site) => ({
    'compose.yml': `services:
  web:
    image: ${site.image(release)}
    command: [node, /server.js, '\${LEVEL:-one}']
    ports: ['127.0.0.1::8080']
    stop_grace_period: 1s
`,
    '.gitignore': '.env\n',
  }),
  untracked: (release) => ({ '.env': release === 'v1' ? 'OTHER=a\n' : 'OTHER=a\nLEVEL=two-bad\n' }),
};

/** The same with a level that is made of another name, which is all that differs in `.env`. */
const MADE_OF: Practice = {
  ...ADDED,
  title: 'made-of: a name of .env is made of another one',
  untracked: (release) => ({
    '.env': `BASE=${release === 'v1' ? 'one' : 'two-bad'}\nLEVEL=\${BASE}\nLOG=$BASE\n`,
  }),
};

/** Values over several lines, with quotes and dollars, which the definition reads. */
const QUOTED: Practice = {
  ...ADDED,
  title: 'quoted: values of .env have quotes and line ends',
  untracked: (release) => {
    const word = release === 'v1' ? 'one' : 'two-bad';
    return { '.env': `LEVEL="${word} \\"q\\" it's\nline two \\$5"\nPLAIN='${word} $5 "x"'\r\n# end\n` };
  },
};

if (isFull)
  test('values with quotes, dollars and line ends come back as they were, and an undo gives them back', async () => {
    const at = (site = new Site(QUOTED));
    at.deploy('v1');
    at.checkpoint('after');
    const good = lookAt(at.project);
    expect(good['web']?.[0]?.command).toContain("it's\\nline two $5");
    at.deploy('v2');
    at.checkpoint('after');
    await at.configure();
    const [bad, before] = [lookAt(at.project), dotenv(at)];
    const rolledBack = await at.run(false, { commit: 'v1' });
    expect({ ...rolledBack.outputs, text: rolledBack.text }).toMatchObject({ status: 'recovered' });
    expect(lookAt(at.project)).toEqual(good);
    const undone = await undo(at, rolledBack);
    expect({ ...undone.outputs, text: undone.text }).toMatchObject({ status: 'undone' });
    expect([lookAt(at.project), dotenv(at)]).toEqual([bad, before]);
  });

if (isFull)
  test('a name that the bad release has added to .env goes, and an undo brings it again', async () => {
    const at = await deployed(ADDED);
    const bad = lookAt(at.project);
    const rolledBack = await at.run(false, { commit: 'v1' });
    expect({ ...rolledBack.outputs, text: rolledBack.text }).toMatchObject({
      ...{ status: 'recovered', code: 'end.recovered' },
      plan: { settings: { release: 1, files: [{ path: '.env', names: ['LEVEL'] }] } },
    });
    expect(dotenv(at)).toBe('OTHER=a\n');
    expect(lookAt(at.project)['web']?.map(({ command }) => command)).toEqual([expect.stringMatching(/one/)]);
    const undone = await undo(at, rolledBack);
    expect({ ...undone.outputs, text: undone.text }).toMatchObject({ status: 'undone' });
    expect([lookAt(at.project), dotenv(at)]).toEqual([bad, 'OTHER=a\nLEVEL=two-bad\n']);
  });

if (isFull)
  test('a name that the value of a deciding one is made of comes from the release', async () => {
    const at = await deployed(MADE_OF);
    const rolledBack = await at.run(false, { commit: 'v1' });
    expect({ ...rolledBack.outputs, text: rolledBack.text }).toMatchObject({
      ...{ status: 'recovered', code: 'end.recovered' },
      plan: { settings: { release: 1, files: [{ path: '.env', names: ['BASE'] }] } },
    });
    expect(lookAt(at.project)['web']?.map(({ command }) => command)).toEqual([expect.stringMatching(/one/)]);
  });

/** Passwords are in an untracked override, and in the command out of `.env`. */
const HIDDEN: Practice = {
  ...ADDED,
  title: 'hidden: secrets in an override and in the command',
  files: (release, site) => ({
    ...ADDED.files(release, site),
    'compose.yml': `services:
  web:
    image: ${site.image(release)}
    command: [node, /server.js, '\${PGPASSWORD}']
    ports: ['127.0.0.1::8080']
    stop_grace_period: 1s
`,
    '.gitignore': '.env\ncompose.override.yml\n',
  }),
  untracked: (release) => ({
    '.env': `PGPASSWORD=env-of-${release}\n`,
    'compose.override.yml': `services:\n  web:\n    environment:\n      SMTPPASS: override-of-${release}\n`,
  }),
};

if (isFull)
  test('secrets of today stay whatever they are called, and those that come with an override are named', async () => {
    const at = await deployed(HIDDEN);
    const preview = await at.run(true, { commit: 'v1' });
    expect({ ...preview.outputs, text: preview.text }).toMatchObject({
      status: 'planned',
      plan: {
        settings: { files: [{ path: 'compose.override.yml' }] },
        settingsStay: { secrets: [{ path: '.env', names: ['PGPASSWORD'] }] },
        noteCodes: expect.arrayContaining(['note.settings-secrets']) as unknown,
      },
    });
    expect(preview.text).toMatch(/compose\.override\.yml comes from #1 as a whole, and SMTPPASS with it/);
    expect(JSON.stringify(preview.outputs) + preview.text).not.toMatch(/(env|override)-of-v/);
  });

if (isFull)
  test('a release that ran by another definition than its files say is unproven by the record', async () => {
    const at = (site = new Site(ADDED));
    at.deploy('v1');
    const file = join(at.repository, 'compose.yml');
    const tracked = readFileSync(file, 'utf8');
    writeFileSync(file, `${tracked}    labels: { only: then }\n`);
    at.up();
    at.checkpoint('after');
    writeFileSync(file, tracked);
    at.deploy('v2');
    at.checkpoint('after');
    await at.configure();
    const preview = await at.run(true, { commit: 'v1' });
    expect({ ...preview.outputs, text: preview.text }).toMatchObject({
      status: 'planned',
      plan: { unproven: [expect.stringMatching(/^definition of web: .*#1 has it on record/)] },
    });
  });

if (isFull)
  test('settings are all of the release where that is asked for', async () => {
    const at = await deployed();
    const rolledBack = await at.run(false, { commit: 'v1', settings: 'release' });
    expect({ ...rolledBack.outputs, text: rolledBack.text }).toMatchObject({
      status: 'recovered',
      code: 'end.recovered',
    });
    expect(environment(at)).toEqual(expect.arrayContaining(['LEVEL=one', 'APP_PASSWORD=of then']));
    expect(imageOf(at)).toEqual([idOf(at, 'v1')]);
  });

if (isFull)
  test('today’s settings, where they are asked for and name another image than the release had, are refused', async () => {
    const at = await deployed();
    const before = [lookAt(at.project), dotenv(at)];
    const kept = await at.run(false, { commit: 'v1', settings: 'keep' });
    expect({ ...kept.outputs, text: kept.text }).toMatchObject({
      status: 'refused',
      code: 'image.name-moved',
    });
    expect([lookAt(at.project), dotenv(at)]).toEqual(before);
  });

if (isFull)
  test('a release of settings alone is left for the one before', async () => {
    const at = await deployed();
    const file = join(at.repository, '.env');
    writeFileSync(file, env('v2').replace('APP_TAG=v2', 'APP_TAG=v1'));
    at.up();
    at.checkpoint('after');
    const good = lookAt(at.project);
    writeFileSync(file, env('v2'));
    at.up();
    at.checkpoint('after');
    const bad = lookAt(at.project);
    const rolledBack = await at.run(false, { scenario: 'code' });
    expect({ ...rolledBack.outputs, text: rolledBack.text }).toMatchObject({ status: 'recovered' });
    expect(lookAt(at.project)).toEqual(good);
    // Held is that release alone, and not all of its commit.
    at.checkpoint('ask', 'HEAD');
    const restored = dotenv(at);
    writeFileSync(file, env('v2'));
    expect(() => at.checkpoint('ask', 'HEAD')).toThrow();
    writeFileSync(file, `# of mine\r\n${env('v2').replaceAll('\n', '\r\n')}`);
    expect(() => at.checkpoint('ask', 'HEAD')).toThrow();
    writeFileSync(file, restored);
    const undone = await undo(at, rolledBack);
    expect({ ...undone.outputs, text: undone.text }).toMatchObject({ status: 'undone' });
    expect([lookAt(at.project), dotenv(at)]).toEqual([bad, env('v2')]);
  });

if (isFull)
  test('what was brought up by hand with other settings is not on record: the last on record is the one before, and it asks', async () => {
    const at = await deployed();
    const good = [lookAt(at.project), dotenv(at)];
    const edited = env('v2').replace('LEVEL=two', 'LEVEL=by-hand-bad');
    writeFileSync(join(at.repository, '.env'), edited);
    at.up();
    const bad = [lookAt(at.project), edited];
    const named = await at.run(true, { commit: '#2' });
    expect({ ...named.outputs, text: named.text }).toMatchObject({
      status: 'planned',
      plan: {
        to: { number: 2 },
        risks: [],
        noteCodes: expect.arrayContaining(['note.not-on-record']) as unknown,
      },
    });
    const asked = await at.run(true, { scenario: 'code' });
    expect({ ...asked.outputs, text: asked.text }).toMatchObject({
      code: 'consent.needed',
      plan: { to: { number: 2 }, risks: [{ code: 'risk.not-on-record' }] },
    });
    const { id } = asked.outputs?.plan as { id: string };
    const rolledBack = await at.run(false, { scenario: 'code', confirm: id });
    expect({ ...rolledBack.outputs, text: rolledBack.text }).toMatchObject({ status: 'recovered' });
    expect([lookAt(at.project), dotenv(at)]).toEqual(good);
    const undone = await undo(at, rolledBack);
    expect({ ...undone.outputs, text: undone.text }).toMatchObject({ status: 'undone' });
    expect([lookAt(at.project), dotenv(at)]).toEqual(bad);
  });

/** The same commit and settings, and another image by the same name. */
const PULLED: Practice = {
  title: 'pulled: a moving name was pulled anew',
  up: 'docker compose up -d',
  files: (_, site) => ({
    'compose.yml': `services:\n  web:\n    image: ${site.image('latest')}\n    ports: ['127.0.0.1::8080']\n    stop_grace_period: 1s\n`,
  }),
  deploy:
    'docker tag "$COMPOSE_PROJECT_NAME/web:v1" "$COMPOSE_PROJECT_NAME/web:latest"; docker compose up -d',
};

if (isFull)
  test('a release of an image alone is left for the one before', async () => {
    const at = (site = new Site(PULLED));
    at.deploy('v1');
    at.checkpoint('after');
    const good = lookAt(at.project);
    docker('tag', at.image('v2'), at.image('latest'));
    at.up();
    at.checkpoint('after');
    const bad = lookAt(at.project);
    await at.configure();
    const rolledBack = await at.run(false, { scenario: 'code' });
    expect({ ...rolledBack.outputs, text: rolledBack.text }).toMatchObject({
      ...{ status: 'recovered', code: 'end.recovered' },
      plan: { from: { number: 2 }, to: { number: 1 } },
    });
    expect(lookAt(at.project)).toEqual(good);
    const ids = idsOf(at.project);
    at.up();
    expect(idsOf(at.project)).toEqual(ids);
    at.checkpoint('ask', 'HEAD');
    docker('tag', at.image('v2'), at.image('latest'));
    expect(() => at.checkpoint('ask', 'HEAD')).toThrow();
    docker('tag', at.image('v1'), at.image('latest'));
    const undone = await undo(at, rolledBack);
    expect({ ...undone.outputs, text: undone.text }).toMatchObject({ status: 'undone' });
    expect(lookAt(at.project)).toEqual(bad);
  });

if (isFull)
  test('an image that is gone is loaded from where checkpoint has kept it', async () => {
    const at = (site = new Site(DOTENV));
    at.deploy('v1');
    at.checkpoint('after', '--archive', '2');
    const good = lookAt(at.project);
    at.deploy('v2');
    at.checkpoint('after', '--archive', '2');
    await at.configure();
    const id = idOf(at, 'v1');
    docker('image', 'rm', '-f', id);
    expect(docker('image', 'ls', '-aq', '--no-trunc')).not.toContain(id);
    const rolledBack = await at.run(false, { commit: 'v1', settings: 'release' });
    expect({ ...rolledBack.outputs, text: rolledBack.text }).toMatchObject({
      status: 'recovered',
      code: 'end.recovered',
    });
    expect(lookAt(at.project)).toEqual(good);
  });

if (isFull)
  test('credentials that the database does not take any more are refused before anything is touched', async () => {
    const at = await deployed(ROTATED);
    at.type('docker compose exec -T db psql -U app -qc "ALTER ROLE app PASSWORD \'n-ew\'"');
    const before = [lookAt(at.project), dotenv(at)];
    const refused = await at.run(false, { commit: 'v1', settings: 'release' });
    expect({ ...refused.outputs, text: refused.text }).toMatchObject({
      status: 'refused',
      code: 'settings.login-refused',
    });
    expect(refused.text).not.toContain('former');
    expect([lookAt(at.project), dotenv(at)]).toEqual(before);
    const rolledBack = await at.run(false, { commit: 'v1' });
    expect({ ...rolledBack.outputs, text: rolledBack.text }).toMatchObject({ status: 'recovered' });
    expect(dotenv(at)).toBe('APP_TAG=v1\nDB_PASSWORD=n-ew\n');
  });
