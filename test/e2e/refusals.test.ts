import { join } from 'node:path';
import { Stack } from '../../demo/lib/stack';
import { Demo } from '../support/demo';
import { resourcesOf, worldOf } from '../support/world';

const demo = new Demo();
const stack = new Stack(join(demo.parent, 'stack'), demo.project, join(__dirname, '../..'));

/** The settings that are inside an object, or those that are not. */
const pick = (values: Record<string, string>, nested: boolean) =>
  Object.fromEntries(Object.entries(values).filter(([path]) => path.includes('.') === nested));

beforeAll(() => {
  demo.create();
  for (const release of ['v1', 'v2']) expect(demo.deploy(release).code).toBe(0);
  stack.create({ 'deployment.directory': demo.directory, 'deployment.stateDirectory': demo.state });
  stack.must('up', '--yes', '--skip-preview', '-c', 'commit=v1');
});

afterAll(() => {
  demo.clean();
});

describe('is refused before anything is touched, with fresh outputs and nothing deleted, when', () => {
  const cases: [string, Record<string, string>, NodeJS.ProcessEnv, RegExp][] = [
    ['a key is unknown', { comit: 'v1' }, {}, /config "comit" is unknown; known are commit, /],
    ['a key is malformed', { scenario: 'all' }, {}, /config "scenario" got "all"; it accepts auto, code/],
    [
      'a nested key is unknown',
      { 'timeouts.stopp': '3' },
      {},
      /config "timeouts.stopp" is unknown; known are prepare, /,
    ],
    ['the commit does not exist', { commit: 'v99' }, {}, /config "commit" names no commit; got "v99"/],
    ['the commit is an option', { commit: '--all' }, {}, /config "commit" got "--all"; it accepts a hash/],
    [
      'the commit is a command',
      { commit: 'v1;reboot' },
      {},
      /config "commit" got "v1;reboot"; it accepts a hash/,
    ],
    [
      'the Compose file is not at the target',
      { commit: 'before-compose' },
      {},
      /docker-compose.production.yml does not exist at/,
    ],
    ['there is no checkout', { 'deployment.directory': '/usr/share' }, {}, /\/usr\/share is no git checkout/],
    [
      'there is no directory',
      { 'deployment.directory': '/nowhere' },
      {},
      /"deployment.directory" is no directory/,
    ],
    [
      'Docker is away',
      {},
      { DOCKER_HOST: 'unix:///nowhere.sock' },
      /Docker cannot be reached; got unix:\/\/\/nowhere/,
    ],
  ];
  beforeAll(() => {
    const tree = demo.git('hash-object', '-t', 'tree', '-w', '/dev/null');
    const identity = ['-c', 'user.name=test', '-c', 'user.email=test@localhost'];
    demo.git('tag', 'before-compose', demo.git(...identity, 'commit-tree', tree, '-m', 'empty'));
  });
  afterAll(() => {
    stack.set({ 'deployment.directory': demo.directory });
    demo.git('tag', '-d', 'before-compose');
  });

  test.each(cases)('%s', (_, values, env, message) => {
    const before = { world: worldOf(demo), resources: resourcesOf(stack) };
    stack.set({ 'deployment.directory': demo.directory, ...pick(values, true) });
    const words = Object.entries(pick(values, false)).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
    const { code, text } = stack.run(
      ['up', '--yes', ...(words.length > 0 ? ['--skip-preview'] : []), ...words],
      env,
    );
    stack.unset(
      ...new Set(
        Object.keys(values)
          .map((path) => path.split('.')[0] ?? '')
          .filter((key) => key !== 'deployment'),
      ),
    );
    expect({ code, text }).toEqual({ code: 1, text: expect.stringMatching(message) as string });
    expect(text).not.toMatch(/to delete|- .*delete/);
    expect(stack.outputs().status).toBe('refused');
    expect({ world: worldOf(demo), resources: resourcesOf(stack) }).toEqual(before);
  });

  test('the passphrase is missing', () => {
    const { code, text } = stack.run(['up', '--yes'], { PULUMI_CONFIG_PASSPHRASE: undefined });
    expect({ code, text }).toEqual({
      code: 1,
      text: expect.stringMatching(/PULUMI_CONFIG_PASSPHRASE/) as string,
    });
  });
});
