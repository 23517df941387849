import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Demo, docker } from '../support/demo/demo';
import { isFull } from '../support/depth';
import type { Done } from '../support/demo/done';
import { until } from '../support/host/host';
import { Session } from '../support/demo/session';
import { worldOf } from '../support/demo/world';

const demo = new Demo();
const session = new Session(demo);
const network = `${demo.project}_default`;
const SERVICES = ['postgres', 'backend', 'frontend'];

const restart = (service: string) => session.up({ scenario: 'infrastructure', service });
const inspect = (service: string, what: string) =>
  docker('inspect', '-f', `{{${what}}}`, demo.container(service)).join();
const ids = () => SERVICES.map((service) => demo.container(service));
const rows = () => {
  const count = 'SELECT (SELECT count(*) FROM accounts), (SELECT count(*) FROM transactions)';
  const psql = ['psql', '-XAtq', '-U', 'chronos_user', '-d', 'chronos_financial', '-c', count];
  return docker('exec', demo.container('postgres'), ...psql).join();
};
// The order in which Docker tells mounts varies.
const volume = () =>
  (inspect('postgres', 'range .Mounts}}{{.Name}} {{.Source}} {{end') ?? '').split(' ').sort();
/** What a step of the newest rollback printed. */
const log = ({ outputs }: Done, step: string) =>
  readFileSync(join(demo.state, outputs.audit.newest[0]?.id ?? '', `${step}.log`), 'utf8');

beforeAll(() => {
  demo.create();
  expect(demo.deploy('v2').code).toBe(0);
});

afterAll(() => {
  demo.clean();
});

/** An update that ends well, with the kind of its plan and what it found wrong. */
function recovers({ code, text, outputs }: Done, scenario: string) {
  expect({ code, text }).toEqual({ code: 0, text });
  const { status, plan, checks } = outputs;
  expect({ status, plan }).toMatchObject({ status: 'recovered', plan: { scenario } });
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  return text;
}

if (isFull)
  describe('auto finds code behind', () => {
    test('a release whose frontend ends again and again, and brings the release before back', async () => {
      expect(demo.deploy('v4').code).not.toBe(0);
      const [postgres] = ids();
      const text = recovers(await session.up(), 'code');
      expect(text).toMatch(/WRONG {2}.*frontend/);
      expect(text).toMatch(/WHY {4}code: .*frontend.* [0-9a-f]{7} \(v4, /);
      expect(demo.git('describe', '--tags', 'HEAD')).toBe('v2');
      expect(demo.container('postgres')).toBe(postgres);
    });
  });

/** Deploys a release that changes nothing but words, so that every service has the image that it had. */
function deployTheSameImages() {
  const before = demo.git('rev-parse', 'HEAD');
  const who = ['-c', 'user.name=test', '-c', 'user.email=test@localhost'];
  demo.git(...who, 'commit', '--quiet', '--allow-empty', '--message', 'Words only');
  demo.git('tag', 'words');
  for (const service of ['backend', 'frontend']) {
    const name = `${demo.project}-${service}`;
    docker('tag', `${name}:${before}`, `${name}:${demo.git('rev-parse', 'HEAD')}`);
  }
  expect(demo.script('deploy').code).toBe(0);
}

// Through Pulumi's engine one is in engine.test, each kind of it in the tests of the host.
if (isFull) {
  describe('auto finds infrastructure behind', () => {
    beforeAll(deployTheSameImages);

    const cases: [string, string, () => void, RegExp][] = [
      [
        'a killed container',
        'backend',
        () => void docker('kill', demo.container('backend')),
        /WRONG {2}backend .*137/,
      ],
      [
        'a lost network',
        'frontend',
        () => void docker('network', 'disconnect', network, demo.container('frontend')),
        /WRONG {2}.*frontend/,
      ],
    ];
    test.each(cases)('%s, and restarts that service and no other', async (what, service, harm, wrong) => {
      const before = ids();
      harm();
      const text = recovers(await session.up(), 'infrastructure');
      expect(text).toMatch(wrong);
      const others = (all: string[]) => all.filter((_, index) => SERVICES[index] !== service);
      expect(others(ids())).toEqual(others(before));
      expect(inspect(service, '.State.Health.Status')).toBe('healthy');
      expect(inspect(service, 'range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end')).toBe(network);
      // Only what cannot be started as it is is made anew.
      expect(ids().join() === before.join()).toBe(what !== 'a lost network');
      expect(demo.git('describe', '--tags', 'HEAD')).toBe('words');
    });

    test('nothing once it is well again: the same changes nothing', async () => {
      const before = worldOf(demo);
      const { code, lines, outputs } = await session.up();
      expect({ code, lines, status: outputs.status }).toEqual({ code: 0, lines: [], status: 'recovered' });
      expect(worldOf(demo)).toEqual(before);
    });
  });
}

describe('the database', () => {
  beforeAll(() => {
    if (!isFull) deployTheSameImages();
  });
  test('is never restarted unless it is named: when it alone is down the line to type is shown', async () => {
    docker('stop', demo.container('postgres'));
    const before = worldOf(demo);
    const { code, text, outputs } = await session.up();
    expect({ code, text }).toEqual({
      code: 1,
      text: expect.stringContaining('pulumi up -c scenario=infrastructure -c service=postgres') as string,
    });
    expect(outputs).toMatchObject({ status: 'refused', code: 'database.down' });
    expect(worldOf(demo)).toEqual(before);
  });
});

// All of them are done to a deployment by the tests of the host.
if (isFull) {
  describe('the database, down', () => {
    test('is restarted by name, the same container on the same volume, with 120 s to end in order', async () => {
      const before = { ids: ids(), volume: volume(), started: inspect('postgres', '.State.StartedAt') };
      const done = await restart('postgres');
      expect(done).toMatchObject({ code: 0 });
      const after = { ids: ids(), volume: volume(), started: inspect('postgres', '.State.StartedAt') };
      expect(after).toEqual({ ...before, started: expect.not.stringContaining(before.started) as string });
      expect(log(done, 'restart')).toMatch(/restart .*-t 120 postgres/);
    });
  });

  describe('a service that is named', () => {
    test('is restarted though nothing is wrong, and no other', async () => {
      const started = () => SERVICES.map((service) => inspect(service, '.State.StartedAt'));
      const before = started();
      recovers(await restart('frontend'), 'infrastructure');
      expect(started().map((at, index) => at === before[index])).toEqual([true, true, false]);
    });
  });

  describe('service=all', () => {
    test('takes everything down and up: new containers and network, the same volume, every row', async () => {
      const before = { ids: ids(), volume: volume(), rows: rows() };
      const networkId = () => docker('network', 'inspect', '-f', '{{.Id}}', network).join();
      const old = networkId();
      const done = await restart('all');
      recovers(done, 'infrastructure');
      expect({ volume: volume(), rows: rows() }).toEqual({ volume: before.volume, rows: before.rows });
      expect(rows()).toMatch(/^[1-9]\d*\|[1-9]\d*$/);
      expect(ids().filter((id) => before.ids.includes(id))).toEqual([]);
      expect(networkId()).not.toBe(old);
      const checks = done.outputs.checks.map(({ code }) => code);
      expect(checks).toContain('check.database-volume');
      expect(checks).not.toContain('check.database-container');
    });

    test('the same again changes nothing', async () => {
      const before = worldOf(demo);
      const { code, lines, outputs } = await restart('all');
      expect({ code, lines, status: outputs.status }).toEqual({ code: 0, lines: [], status: 'recovered' });
      expect(worldOf(demo)).toEqual(before);
    });
  });
}

test('a restart that fails ends degraded with what can be done, and undoes nothing', async () => {
  docker('start', demo.container('postgres'));
  await until(() => inspect('postgres', '.State.Health.Status') === 'healthy');
  // The image that the container runs ends at once by now: its command is gone with a file that it needs.
  docker('exec', '-u', '0', demo.container('frontend'), 'rm', 'server.js');
  docker('kill', demo.container('frontend'));
  const before = ids();
  const { code, text, outputs } = await session.up();
  expect({ code, text }).toEqual({ code: 1, text: expect.stringContaining('frontend') as string });
  const { status, code: why, next, timeline, audit } = outputs;
  expect([status, why, audit.newest[0]?.outcome]).toEqual(['degraded', 'restart.crashed', 'degraded']);
  expect(timeline.map(({ state }) => state)).not.toContain('undo');
  expect(next).toMatch(/pulumi up|rollback/);
  expect(ids()).toEqual(before);
  expect(demo.git('describe', '--tags', 'HEAD')).toBe('words');
});
