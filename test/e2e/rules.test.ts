import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Outputs } from '../../audit/outputs';
import { Demo, docker } from '../support/demo/demo';
import { isFull } from '../support/depth';
import { inShort, linesOf, wholly } from '../support/demo/done';
import { until } from '../support/host/host';
import { Session } from '../support/demo/session';
import { holdsOf, journalOf, worldOf } from '../support/demo/world';

const demo = new Demo();
const first = new Session(demo, 'first');
const second = new Session(demo, 'second');

const head = () => demo.git('describe', '--tags', 'HEAD');
const imageOf = (service: string) => docker('inspect', '-f', '{{.Image}}', demo.container(service))[0];
const images = () => ({ backend: imageOf('backend'), frontend: imageOf('frontend') });
const imagesAt = (release: string) => demo.deployments().findLast(({ tag }) => tag === release)?.images;
const matching = (pattern: RegExp) => expect.stringMatching(pattern) as string;

const STEPS = ['prepare', 'revert', 'restart', 'verify'];
const WHOLE = ['attempt', ...wholly(...STEPS), 'outcome recovered'];

beforeAll(() => {
  demo.create();
  for (const release of ['v2', 'v3']) expect(demo.deploy(release).code).toBe(0);
});

afterAll(() => {
  demo.clean();
});

describe('what the journal says decides', () => {
  let id: string;
  let used: string;
  /** The outputs of the update before. */
  let last: Outputs;

  test('another request is refused while one is unfinished, and is told its name', async () => {
    await first.upKilledAt('restart.up');
    await until(() => linesOf(demo, 'end restart') === 1, 120);
    id = /"type":"attempt","rollback":"(r-[0-9a-f]{8})"/.exec(journalOf(demo))?.[1] ?? 'none';
    const before = worldOf(demo);
    const { code, outputs, text } = await first.up({ commit: 'v1' });
    expect({ code, text }).toEqual({ code: 1, text: matching(new RegExp(`${id} .* v2 `)) });
    expect(outputs).toMatchObject({
      status: 'refused',
      code: 'rollback.unfinished',
      next: matching(/pulumi up/),
    });
    expect(worldOf(demo)).toEqual(before);
  });

  test('somebody else is refused while the lease runs, and told who has it and how to take it over', async () => {
    const before = worldOf(demo);
    expect(before.lease).toContain(`"rollback":"${id}"`);
    const { code, outputs, text } = await second.up();
    used = /confirm=(r-[0-9a-f]{8})/.exec(outputs.next)?.[1] ?? 'none';
    expect({ code, text }).toEqual({ code: 1, text: matching(new RegExp(id)) });
    expect(outputs).toMatchObject({ status: 'refused', code: 'lease.held' });
    expect(used).not.toBe(id);
    expect(worldOf(demo)).toEqual(before);
  });

  test('whoever consents takes over: the plan goes on verbatim, and no step runs twice', async () => {
    const { code, lines, outputs } = await second.up({ confirm: used });
    last = outputs;
    expect({ code, newest: outputs.audit.newest[0] }).toMatchObject({
      code: 0,
      newest: { code: 'end.recovered', summary: matching(/v2/) },
    });
    expect(lines).toEqual(['resume', ...wholly('verify'), 'outcome recovered']);
    expect(journalOf(demo)).toMatch(/"type":"resume".*"tookOver":"[^"]*\/first\/state /);
    expect(inShort(journalOf(demo)).filter((line) => /^(begin|end) /.test(line))).toEqual(wholly(...STEPS));
    expect(outputs).toMatchObject({ status: 'recovered', plan: { id, attempt: 1 }, audit: { total: 1 } });
    expect({ head: head(), images: images() }).toEqual({ head: 'v2', images: imagesAt('v2') });
    expect(worldOf(demo)).toMatchObject({ lease: '', holds: { [id]: matching(/^mode=release\n/) } });
  });

  test('the same request, everything as it was left: nothing runs, nothing is written', async () => {
    const before = { world: worldOf(demo), outputs: last };
    const { code, lines, outputs } = await second.up();
    expect({ code, lines }).toEqual({ code: 0, lines: [] });
    // The consent to the takeover is no longer in the configuration, which `next` had advised.
    expect(before.outputs.next).toContain('pulumi config rm confirm');
    const next = before.outputs.next.replace(/what -c [^;]*; /, '');
    expect({ world: worldOf(demo), outputs }).toEqual({ ...before, outputs: { ...before.outputs, next } });
  });

  test('who had begun it is told the same, whatever their stack remembers of it', async () => {
    const { code, lines, outputs } = await first.up();
    expect({ code, lines, status: outputs.status }).toEqual({ code: 0, lines: [], status: 'recovered' });
    expect(outputs.timeline.map(({ state, ok }) => [state, ok])).toEqual(STEPS.map((state) => [state, true]));
  });

  if (!isFull) return;

  test('the same request, the same release, but a service was stopped: it is started, and no other', async () => {
    const containers = () => ['postgres', 'backend', 'frontend'].map((service) => demo.container(service));
    const started = () => docker('inspect', '-f', '{{.State.StartedAt}}', ...containers());
    const before = { containers: containers(), started: started() };
    docker('stop', demo.container('frontend'));
    const { code, lines, outputs, text } = await second.up();
    expect({ code, text }).toEqual({ code: 0, text: matching(/WRONG {2}.*frontend/) });
    expect(containers()).toEqual(before.containers);
    expect(started().map((at, index) => at === before.started[index])).toEqual([true, true, false]);
    const health =
      '{{.State.Health.Status}} {{range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end}}';
    expect(docker('inspect', '-f', health, demo.container('frontend'))).toEqual([
      `healthy ${demo.project}_default`,
    ]);
    expect(lines).toEqual(['attempt', ...wholly('restart', 'verify'), 'outcome recovered']);
    expect(outputs).toMatchObject({
      status: 'recovered',
      plan: {
        scenario: 'infrastructure',
        attempt: 2,
        services: [{ service: 'frontend', action: 'restart' }],
      },
    });
    expect({ head: head(), images: images() }).toEqual({ head: 'v2', images: imagesAt('v2') });
  });

  test('a rollback is undone on demand, and the same request finishes an undo whose engine was killed', async () => {
    await second.upKilledAt('undo.up', { undo: id });
    await until(() => linesOf(demo, 'end undo') === 1, 120);
    const { code, lines, outputs } = await second.up({ undo: id });
    last = outputs;
    expect({ code, newest: outputs.audit.newest[0] }).toMatchObject({
      code: 0,
      newest: { code: 'end.undone', summary: matching(new RegExp(id)) },
    });
    expect(lines).toEqual(['resume', 'outcome undone']);
    expect([linesOf(demo, 'begin undo'), linesOf(demo, 'end undo')]).toEqual([1, 1]);
    expect(outputs).toMatchObject({ status: 'undone', plan: { action: 'undo', of: id } });
    expect({ head: head(), images: images() }).toEqual({ head: 'v3', images: imagesAt('v3') });
    expect(worldOf(demo)).toMatchObject({ lease: '', holds: {} });
  });

  test('an undo that is done is replayed: nothing runs, nothing is written', async () => {
    const before = { world: worldOf(demo), outputs: last };
    const { code, lines, outputs } = await second.up({ undo: id });
    expect({ code, lines }).toEqual({ code: 0, lines: [] });
    expect({ world: worldOf(demo), outputs }).toEqual(before);
  });

  test('a request that was undone needs consent, and is told by which id', async () => {
    const before = worldOf(demo);
    const refused = await second.up();
    used = (refused.outputs.plan as { id: string }).id;
    expect(refused).toMatchObject({
      code: 1,
      lines: [],
      outputs: {
        status: 'refused',
        code: 'consent.needed',
        plan: { attempt: 3, risks: [{ kind: 'undone' }] },
      },
    });
    expect(worldOf(demo)).toEqual(before);
    expect(refused.outputs.next).toContain(`-c confirm=${used}`);
  });

  test('with consent by the id of its plan the request that was undone is done again', async () => {
    const { code, lines, outputs } = await second.up({ confirm: used });
    expect({ code, lines, status: outputs.status }).toEqual({ code: 0, lines: WHOLE, status: 'recovered' });
    expect(outputs).toMatchObject({ plan: { id: used, attempt: 3 } });
    expect({ head: head(), images: images() }).toEqual({ head: 'v2', images: imagesAt('v2') });
  });

  test('after another release was deployed, one that is well is left alone', async () => {
    expect(demo.deploy('v1').code).toBe(0);
    const before = worldOf(demo);
    const { code, lines, outputs } = await second.up();
    expect({ code, lines, status: outputs.status }).toEqual({ code: 0, lines: [], status: 'healthy' });
    expect(worldOf(demo)).toEqual(before);
  });

  test('a release that was rolled back from is deployed again when its hold is released', async () => {
    const { code, lines, outputs } = await second.up({ commit: 'v2' });
    expect({ code, lines }).toEqual({ code: 0, lines: WHOLE });
    expect(outputs).toMatchObject({ status: 'recovered', plan: { attempt: 1 } });
    const hold = join(demo.state, 'holds', (outputs.plan as { id: string }).id);
    expect(Object.keys(holdsOf(demo))).toHaveLength(2);
    const refused = demo.deploy('v1');
    expect(refused).toEqual({ code: 1, text: matching(/holds release [0-9a-f]{12}: /) });
    expect(refused.text).toContain(`rm ${hold}`);
    rmSync(hold);
    expect(demo.deploy('v1').code).toBe(0);
  });

  test('after another release was deployed, a release asked for by name needs consent of its own', async () => {
    const before = worldOf(demo);
    const refused = await second.up({ commit: 'v2' });
    expect(refused).toMatchObject({
      code: 1,
      outputs: {
        status: 'refused',
        code: 'consent.needed',
        plan: { attempt: 2, risks: [{ kind: 'drift' }] },
      },
    });
    expect(await second.up({ commit: 'v2', confirm: used })).toMatchObject({
      code: 1,
      outputs: { status: 'refused', code: 'consent.other-plan' },
    });
    expect(worldOf(demo)).toEqual(before);
    const plan = refused.outputs.plan as { id: string };
    const { code, lines, outputs } = await second.up({ commit: 'v2', confirm: plan.id });
    expect({ code, lines }).toEqual({ code: 0, lines: WHOLE });
    expect(outputs).toMatchObject({ status: 'recovered', plan: { id: plan.id, attempt: 2 } });
    expect({ head: head(), images: images() }).toEqual({ head: 'v2', images: imagesAt('v2') });
  });
});
