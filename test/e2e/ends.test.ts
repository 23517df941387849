import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Demo, docker } from '../support/demo';
import { until } from '../support/host';
import { Operator } from '../support/operator';
import { worldOf } from '../support/world';

const demo = new Demo();
const operator = new Operator(demo, 'operator');

const head = () => demo.git('describe', '--tags', 'HEAD');
const imageOf = (service: string) => docker('inspect', '-f', '{{.Image}}', demo.container(service))[0];
const images = () => ({ backend: imageOf('backend'), frontend: imageOf('frontend') });
const recorded = (release: string) =>
  demo.deployments().find(({ describe: name }) => name === release)?.images;
/** On a busy machine a health check fails now and then, and what was ill before decides otherwise. */
const well = () => {
  const containers = ['backend', 'frontend', 'postgres'].map((service) => demo.container(service));
  const states = () => docker('inspect', '-f', '{{.State.Health.Status}}', ...containers);
  return until(() => states().every((state) => state === 'healthy'), 60, 500);
};
const inFile = (name: string) => readFileSync(join(demo.directory, name), 'utf8');
const matching = (pattern: RegExp) => expect.stringMatching(pattern) as string;
const all = (...steps: string[]) => steps.flatMap((step) => [`begin ${step}`, `end ${step}`]);

/** Everything but what an attempt leaves wherever it ends: its lines, its pins, new containers. */
const standing = () => {
  const { head: commit, refs, status, stashes, lease, holds } = worldOf(demo);
  const readme = inFile('README.md');
  return {
    commit,
    refs,
    status,
    stashes,
    lease,
    holds,
    readme,
    images: images(),
    postgres: demo.container('postgres'),
  };
};

beforeAll(() => {
  demo.create();
  for (const release of ['v1', 'v2']) expect(demo.deploy(release).code).toBe(0);
  operator.create();
});

afterAll(() => {
  demo.clean();
});

describe('an update ends', () => {
  test('healthy, when nothing is wrong and nothing was asked for', async () => {
    await well();
    const before = worldOf(demo);
    const { code, counts, lines, outputs } = operator.up();
    expect({ code, counts, lines }).toEqual({ code: 0, counts: { created: 1 }, lines: [] });
    expect(outputs).toMatchObject({ status: 'healthy', plan: null, timeline: [], next: 'nothing to do' });
    expect(worldOf(demo)).toEqual(before);
  });

  test('refused, when a risk has no consent: nothing is touched', () => {
    const file = join(demo.directory, 'docker-compose.production.yml');
    const text = readFileSync(file);
    appendFileSync(file, '# a note of the operator\n');
    const before = worldOf(demo);
    const { code, counts, lines, outputs } = operator.up({ commit: 'v1' });
    const after = worldOf(demo);
    writeFileSync(file, text);
    expect({ code, counts, lines }).toEqual({ code: 1, counts: { unchanged: 1 }, lines: [] });
    expect(outputs).toMatchObject({
      status: 'refused',
      plan: { risks: [{ kind: 'modified' }] },
      next: matching(/pulumi up -c confirm=r-/),
      audit: { total: 0 },
    });
    expect(after).toEqual(before);
  });

  test('undone, when verify finds it worse than before: everything stands as it did', async () => {
    await well();
    appendFileSync(join(demo.directory, 'README.md'), 'another note\n');
    operator.stack.set({ 'timeouts.verify': '30' });
    const before = standing();
    const { code, lines, outputs, text } = operator.up({ commit: 'v3' });
    operator.stack.unset('timeouts');
    expect({ code, text }).toEqual({ code: 1, text: matching(/undone: probe transfers failed/) });
    expect(lines).toEqual([
      'attempt',
      ...all('prepare', 'revert', 'restart', 'verify', 'undo'),
      'outcome undone',
    ]);
    expect(outputs.timeline.map(({ state, ok }) => [state, ok])).toEqual(
      ['prepare', 'revert', 'restart', 'verify', 'undo'].map((state) => [state, true]),
    );
    expect(outputs).toMatchObject({ status: 'undone', next: matching(/mend what failed, then pulumi up$/) });
    expect(standing()).toEqual(before);
  });

  describe('stranded, when the undo fails too', () => {
    let before: ReturnType<typeof standing>;

    test('with the commands that put it back by hand', async () => {
      await well();
      before = standing();
      operator.fail('frontend');
      const { code, lines, outputs, text } = operator.up({ commit: 'v1', reason: 'a drill' });
      operator.mend();
      expect({ code, text }).toEqual({
        code: 1,
        text: matching(
          /stranded between [0-9a-f]{7} \(v2\) and [0-9a-f]{7} \(v1\): restart failed: frontend cannot be brought up; undo failed: /,
        ),
      });
      expect(lines.slice(-5)).toEqual([
        'begin restart',
        'end restart failed',
        'begin undo',
        'end undo failed',
        'outcome stranded',
      ]);
      expect(outputs.status).toBe('stranded');
      expect(outputs.next).toContain(`git checkout --detach ${before.commit}`);
      expect(outputs.next).toMatch(
        /finishes the undo; by hand, .*docker tag .* && docker compose -p .* up -d/,
      );
    });

    test('and whatever is asked for next finishes that undo first', () => {
      const { code, lines, outputs, text } = operator.up({ commit: 'v1' });
      expect({ code, text }).toEqual({ code: 1, text: matching(/undone: r-[0-9a-f]{8} is taken back/) });
      expect(lines).toEqual(['attempt', ...all('undo'), 'outcome undone']);
      expect(outputs).toMatchObject({ status: 'undone', next: matching(/what was asked for has not begun/) });
      expect(standing()).toEqual(before);
    });

    test('then the request is resolved afresh, its attempt numbered on', () => {
      const { code, outputs } = operator.up({ commit: 'v1' });
      expect({ code, status: outputs.status }).toEqual({ code: 0, status: 'recovered' });
      // After the stranded one and the undo that was done in its place.
      expect(outputs).toMatchObject({ plan: { attempt: 3 } });
      expect({ head: head(), images: images() }).toEqual({ head: 'v1', images: recorded('v1') });
    });
  });
});
