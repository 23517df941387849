import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { depth } from '../support/depth';
import { docker, idsOf, lookAt } from './outside';
import type { Practice, Release } from './practice';
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

async function deployed(): Promise<Site> {
  const at = (site = new Site(DOTENV));
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
      notes: expect.arrayContaining([
        expect.stringMatching(/^LEVEL of \.env stays as it is today, which only containers get/),
        expect.stringMatching(/^APP_PASSWORD of \.env stays .*secret/),
      ]) as string[],
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

  const { id } = rolledBack.outputs?.plan as { id: string };
  const planned = await at.run(true, { undo: id });
  const { id: confirm } = planned.outputs?.plan as { id: string };
  const undone = await at.run(false, { undo: id, confirm });
  expect({ ...undone.outputs, text: undone.text }).toMatchObject({ status: 'undone' });
  expect([lookAt(at.project), dotenv(at)]).toEqual([bad, env('v2')]);
});

const WHOSE: readonly (readonly [string, string, readonly string[]])[] = [
  ['all of the release where that is asked for', 'release', ['LEVEL=one', 'APP_PASSWORD=of then']],
  [
    'today’s where that is asked for, which is then not proven',
    'keep',
    ['LEVEL=two', 'APP_PASSWORD=of today'],
  ],
];
test.each(depth(WHOSE.slice(0, 1), WHOSE))('settings are %s', async (_, settings, has) => {
  const at = await deployed();
  const rolledBack = await at.run(false, { commit: 'v1', settings });
  expect({ ...rolledBack.outputs, text: rolledBack.text }).toMatchObject({
    status: 'recovered',
    code: settings === 'keep' ? 'end.unproven' : 'end.recovered',
  });
  expect(environment(at)).toEqual(expect.arrayContaining([...has]));
  expect(imageOf(at)).toEqual([idOf(at, settings === 'keep' ? 'v2' : 'v1')]);
});

test('a release of settings alone is left for the one before, by its number', async () => {
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
  const rolledBack = await at.run(false, { commit: '#3' });
  expect({ ...rolledBack.outputs, text: rolledBack.text }).toMatchObject({ status: 'recovered' });
  expect(lookAt(at.project)).toEqual(good);
  const { id } = rolledBack.outputs?.plan as { id: string };
  const planned = await at.run(true, { undo: id });
  const { id: confirm } = planned.outputs?.plan as { id: string };
  const undone = await at.run(false, { undo: id, confirm });
  expect({ ...undone.outputs, text: undone.text }).toMatchObject({ status: 'undone' });
  expect([lookAt(at.project), dotenv(at)]).toEqual([bad, env('v2')]);
});
