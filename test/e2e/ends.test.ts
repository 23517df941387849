import { isFull } from '../support/depth';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Demo, docker } from '../support/demo/demo';
import { wholly } from '../support/demo/done';
import { until } from '../support/host/host';
import { Session } from '../support/demo/session';
import { worldOf } from '../support/demo/world';

const demo = new Demo('built');
const session = new Session(demo);

const head = () => demo.git('describe', '--tags', 'HEAD');
const imageOf = (service: string) => docker('inspect', '-f', '{{.Image}}', demo.container(service))[0];
const images = () => ({ backend: imageOf('backend'), frontend: imageOf('frontend') });
const recorded = (release: string) => demo.deployments().find(({ tag }) => tag === release)?.images;
/** On a busy machine a health check fails now and then, and what was ill before decides otherwise. */
const well = () => {
  const containers = ['backend', 'frontend', 'postgres'].map((service) => demo.container(service));
  const states = () => docker('inspect', '-f', '{{.State.Health.Status}}', ...containers);
  return until(() => states().every((state) => state === 'healthy'), 60, 500);
};
const inFile = (name: string) => readFileSync(join(demo.directory, name), 'utf8');
const matching = (pattern: RegExp) => expect.stringMatching(pattern) as string;

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
});

afterAll(() => {
  demo.clean();
});

describe('an update ends', () => {
  test('healthy, when nothing is wrong and nothing was asked for', async () => {
    await well();
    const before = worldOf(demo);
    const { code, lines, outputs } = await session.up();
    expect({ code, lines }).toEqual({ code: 0, lines: [] });
    expect(outputs).toMatchObject({
      status: 'healthy',
      plan: null,
      timeline: [],
      next: matching(/^(?!.*pulumi)./),
    });
    expect(worldOf(demo)).toEqual(before);
  });

  test('refused, when a risk has no consent: nothing is touched', async () => {
    const file = join(demo.directory, 'docker-compose.production.yml');
    const text = readFileSync(file);
    appendFileSync(file, '# a note of the operator\n');
    const before = worldOf(demo);
    const { code, lines, outputs } = await session.up({ commit: 'v1' });
    const after = worldOf(demo);
    writeFileSync(file, text);
    expect({ code, lines }).toEqual({ code: 1, lines: [] });
    expect(outputs).toMatchObject({
      status: 'refused',
      code: 'consent.needed',
      plan: { risks: [{ kind: 'modified', code: 'risk.modified' }] },
      next: matching(/pulumi up -c confirm=r-/),
      audit: { total: 0 },
    });
    expect(after).toEqual(before);
  });

  test('degraded, when a critical check fails: at the target, its missing image built, local work stashed', async () => {
    const name = `${demo.project}-backend`;
    const v1 = demo.git('rev-parse', 'v1');
    docker('rmi', `${name}:${v1}`, `chronos-rollback/${name}:${v1.slice(0, 12)}`);
    appendFileSync(join(demo.directory, 'README.md'), 'a note of the operator\n');
    const postgres = demo.container('postgres');
    session.deploy({ critical: { books: 'echo the books do not balance; exit 3' } });
    const { code, lines, outputs, text } = await session.up({ commit: 'v1' });
    expect(text).toMatch(/build backend/);
    expect(text).toMatch(/stash README\.md/);
    expect({ code, text }).toEqual({ code: 1, text: matching(/exit 3: the books do not balance/) });
    expect(lines.at(-1)).toBe('outcome degraded');
    expect(lines).not.toContain('begin undo');
    expect(outputs).toMatchObject({
      status: 'degraded',
      code: 'check.critical',
      next: matching(/pulumi up.*-c undo=r-/),
    });
    expect(outputs.checks.filter(({ ok }) => !ok)).toMatchObject([
      { code: 'check.critical', name: matching(/books/) },
    ]);
    expect(head()).toBe('v1');
    expect(demo.git('stash', 'list')).toContain(`chronos-rollback ${outputs.audit.newest[0]?.id}`);
    expect(demo.container('postgres')).toBe(postgres);
  });

  test('recovered, when after a degraded end the same is asked again and the check passes', async () => {
    session.deploy({ critical: { books: 'echo they do' } });
    const { code, outputs } = await session.up({ commit: 'v1' });
    expect(code).toBe(0);
    expect(outputs).toMatchObject({ status: 'recovered', plan: { attempt: 2 } });
    expect(head()).toBe('v1');
    session.deploy({ critical: {} });
  });

  test('undone, when verify finds it worse than before: everything stands as it did', async () => {
    await well();
    appendFileSync(join(demo.directory, 'README.md'), 'another note\n');
    const before = standing();
    const { code, lines, outputs, text } = await session.up({ commit: 'v3', timeouts: { verify: 10 } });
    expect({ code, text }).toEqual({ code: 1, text: matching(/transfers/) });
    expect(lines).toEqual([
      'attempt',
      ...wholly('prepare', 'revert', 'restart', 'verify', 'undo'),
      'outcome undone',
    ]);
    expect(outputs.timeline.map(({ state, ok }) => [state, ok])).toEqual(
      ['prepare', 'revert', 'restart', 'verify', 'undo'].map((state) => [state, true]),
    );
    expect(outputs).toMatchObject({ status: 'undone', code: 'check.probe', next: matching(/pulumi up$/) });
    expect(standing()).toEqual(before);
  });

  if (isFull)
    test('undone, when a service does not come up: everything stands as it did', async () => {
      await well();
      appendFileSync(join(demo.directory, 'README.md'), 'one note more\n');
      const before = standing();
      const { code, outputs, text } = await session.up({ commit: 'v4' });
      expect({ code, text }).toEqual({ code: 1, text: matching(/frontend/) });
      expect(outputs).toMatchObject({ status: 'undone', code: 'restart.crashed' });
      expect(outputs.timeline.map(({ state, ok }) => [state, ok])).toEqual([
        ['prepare', true],
        ['revert', true],
        ['restart', false],
        ['undo', true],
      ]);
      expect(standing()).toEqual(before);
    });

  describe('stranded, when the undo fails too', () => {
    let before: ReturnType<typeof standing>;

    test('with the commands that put it back by hand', async () => {
      await well();
      before = standing();
      session.fail('frontend');
      const { code, lines, outputs, text } = await session.up({ commit: 'v2', reason: 'a drill' });
      session.mend();
      expect({ code, text }).toEqual({
        code: 1,
        text: matching(/[0-9a-f]{7} \(v1\) .* [0-9a-f]{7} \(v2\).*frontend/),
      });
      expect(lines.slice(-5)).toEqual([
        'begin restart',
        'end restart failed',
        'begin undo',
        'end undo failed',
        'outcome stranded',
      ]);
      expect(outputs).toMatchObject({ status: 'stranded', code: 'undo.not-started' });
      expect(outputs.next).toContain(`git checkout --detach ${before.commit}`);
      expect(outputs.next).toMatch(/docker tag .* && docker compose -p .* up -d/);
    });

    test('and whatever is asked for next finishes that undo first', async () => {
      const { code, lines, outputs, text } = await session.up({ commit: 'v2' });
      expect({ code, text }).toEqual({ code: 1, text: matching(/r-[0-9a-f]{8}/) });
      expect(lines).toEqual(['attempt', ...wholly('undo'), 'outcome undone']);
      expect(outputs).toMatchObject({ status: 'undone', code: 'end.undone' });
      expect(standing()).toEqual(before);
    });

    if (isFull)
      test('then the request is resolved afresh, its attempt numbered on', async () => {
        const { code, outputs } = await session.up({ commit: 'v2' });
        expect({ code, status: outputs.status }).toEqual({ code: 0, status: 'recovered' });
        // After the stranded one and the undo that was done in its place.
        expect(outputs).toMatchObject({ plan: { attempt: 3 } });
        expect({ head: head(), images: images() }).toEqual({ head: 'v2', images: recorded('v2') });
      });
  });
});
