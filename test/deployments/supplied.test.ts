import { depth, isFull } from '../support/depth';
import { idsOf, lookAt } from './outside';
import type { Practice } from './practice';
import { undo } from './rollbacks';
import { Site } from './site';

jest.setTimeout(240_000);

let site: Site | undefined;
afterEach(() => site?.remove());

const UP = 'docker compose --env-file deploy.env up -d';

/** The app ends where nothing gives it its setting; each release has one of its own. */
const PRACTICE: Practice = {
  title: 'an env file in the checkout that git does not know',
  up: UP,
  files: (release, at) => ({
    'compose.yml': `services:
  web:
    image: ${at.image(release)}
    environment: { SETTING: '\${SETTING}', MORE: '\${MORE-usual}' }
    command: [sh, -c, 'test -n "$$SETTING" && exec node /server.js']
    ports: ['127.0.0.1::8080']
    stop_grace_period: 1s
`,
    '.gitignore': '*.env\n',
  }),
  untracked: (release) => ({ 'deploy.env': `SETTING=of-${release}\n`, 'other.env': 'SETTING=other\n' }),
};

async function deployed(): Promise<Site> {
  const at = (site = new Site(PRACTICE));
  await at.deployBoth();
  return at;
}
const environmentOf = (at: Site) => lookAt(at.project)['web']?.[0]?.environment ?? [];

const SUPPLIED: readonly [string, Readonly<Record<string, unknown>>, string][] = [
  ['another env file', { envFiles: ['other.env'] }, 'SETTING=other'],
  ['a variable', { variables: { MORE: 'typed' } }, 'MORE=typed'],
];

test.each(depth(SUPPLIED.slice(0, 1), SUPPLIED))(
  'after a rollback with %s an undo brings all back as it was brought up',
  async (_, more, seen) => {
    const at = await deployed();
    const bad = lookAt(at.project);
    const rolledBack = await at.run(false, { commit: 'v1' }, {}, more);
    expect({ ...rolledBack.outputs, text: rolledBack.text }).toMatchObject({ status: 'recovered' });
    expect(environmentOf(at)).toContain(seen);
    const undone = await undo(at, rolledBack);
    expect({ ...undone.outputs, text: undone.text }).toMatchObject({ status: 'undone' });
    expect(lookAt(at.project)).toEqual(bad);
    const ids = idsOf(at.project);
    at.type(UP);
    expect(idsOf(at.project)).toEqual(ids);
  },
);

if (isFull)
  test('a rollback that fails with another env file is undone with the one of before', async () => {
    const at = await deployed();
    const bad = lookAt(at.project);
    at.write({ 'other.env': 'SETTING=\n' });
    const { outputs, text } = await at.run(false, { commit: 'v1' }, {}, { envFiles: ['other.env'] });
    expect({ ...outputs, text }).toMatchObject({ status: 'undone', code: 'restart.crashed' });
    expect(lookAt(at.project)).toEqual(bad);
  });

if (isFull)
  test('an env file that is typed and exists nowhere is refused, and an undo whose own is gone', async () => {
    const at = await deployed();
    const missing = await at.run(true, { commit: 'v1' }, {}, { envFiles: ['missing.env'] });
    expect(missing.outputs).toMatchObject({ status: 'refused', code: 'compose.missing-env-file' });
    expect(missing.text).toContain('missing.env');
    const rolledBack = await at.run(false, { commit: 'v1' }, {}, { envFiles: ['other.env'] });
    expect({ ...rolledBack.outputs, text: rolledBack.text }).toMatchObject({ status: 'recovered' });
    at.type('mv deploy.env kept.env');
    const { id } = rolledBack.outputs?.plan as { id: string };
    const undo = await at.run(true, { undo: id });
    expect(undo.outputs).toMatchObject({ status: 'refused', code: 'compose.missing-env-file' });
    at.type('mv kept.env deploy.env');
    expect((await at.run(true, { undo: id })).outputs).toMatchObject({ status: 'planned' });
  });
