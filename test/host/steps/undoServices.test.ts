import { saying } from '../../fixtures';
import { checked } from '../../support/host/checked';
import { docker } from '../../support/demo/demo';
import { depth } from '../../support/depth';
import type { Values } from '../../support/host/host';
import { Deployment } from '../../support/host/deployment';

const both: ['v1' | 'v2', readonly string[]][] = [
  ['v2', ['web', 'other', 'db']],
  ['v1', ['web', 'other']],
];

// With v1 one path is in composeV1.full.test.ts, too.
describe.each(depth(both.slice(0, 1), both))('with Compose %s', (version, services) => {
  const site = new Deployment(version);
  const IMAGES = () => `web=${image2}`;
  let attempt = 0;
  let ROLLBACK = '';
  let [v1, v2, image1, image2] = ['', '', '', ''];
  let before: string[] = [];
  const ids = () => services.map((service) => site.container(service));
  const running = () =>
    docker('inspect', '-f', '{{.Image}} {{.State.Running}}', site.container('web')).join();

  beforeAll(async () => {
    v1 = site.commit('v1');
    image1 = site.build('v1');
    v2 = site.commit('v2');
    image2 = site.build('v2');
    site.up('--no-deps', ...services);
  });
  afterAll(() => site.remove());
  beforeEach(async () => {
    ROLLBACK = `r-${++attempt}`;
    before = ids();
    expect((await site.open({ ROLLBACK, FROM: v2 })).ok).toBe(true);
  });
  afterEach(() => site.close('undone', { ROLLBACK }));

  const REFERENCES = `web=${site.project}-web:latest`;
  const forward: Record<string, () => Values> = {
    prepare: () => ({ IMAGES: `web=${image1}`, REFERENCES, LINKS: '' }),
    revert: () => ({}),
    restart: () => ({ IMAGES: `web=${image1}`, REFERENCES }),
  };
  async function rollBack(...steps: string[]): Promise<void> {
    for (const step of steps) {
      const pins = { ROLLBACK, COMMIT: v1, ...forward[step]?.() };
      expect(await site.step(step, pins)).toMatchObject({ ok: true });
    }
  }
  const pins = (more: Values = {}) => ({
    ROLLBACK,
    OF: ROLLBACK,
    COMMIT: v2,
    IMAGES: IMAGES(),
    REFERENCES,
    WELL: 'web',
    DATABASE: '',
    VOLUMES: '',
    ...more,
  });
  const undo = (more: Values = {}) => site.step('undo', pins(more));
  const asBefore = () => {
    expect([running(), site.image(`${site.project}-web:latest`), site.git('rev-parse', 'HEAD')]).toEqual([
      `${image2} true`,
      image2,
      v2,
    ]);
    expect(ids().slice(1)).toEqual(before.slice(1));
  };

  test('takes a whole rollback back; what was down is reported, and no other service is touched', async () => {
    await rollBack('prepare', 'revert', 'restart');
    expect(running()).toBe(`${image1} true`);
    const verdict = await undo();
    expect(verdict).toMatchObject({
      ok: true,
      summary: expect.stringMatching(new RegExp(` ${v2.slice(0, 12)}$`)),
    });
    expect(verdict.outages?.map(({ service }) => service)).toEqual(['web', 'web']);
    expect(verdict.checks?.map((check) => [...checked(check), check.ok])).toEqual([
      ['check.commit', true],
      ['check.image', 'web', true],
      ['check.health', 'web', true],
    ]);
    asBefore();
  });

  if (version === 'v1') return;

  test.each([['prepare'], ['prepare revert']])(
    'leaves the containers alone after no more than %s',
    async (steps) => {
      await rollBack(...steps.split(' '));
      expect(await undo()).toMatchObject({ ok: true });
      asBefore();
      expect(ids()).toEqual(before);
    },
  );

  const UNUSABLE = { REFERENCES: `web=${site.project}-web:` };
  test.each<[string, string, string, Values, Values]>([
    ['a checkout that fails', 'revert', 'revert.checkout-failed', { COMMIT: '0'.repeat(40) }, UNUSABLE],
    [
      'a definition that is not the planned one',
      'restart',
      'restart.definition-changed',
      { DEFINITION: 'f00' },
      {},
    ],
    ['a name that Docker does not take', 'restart', 'docker.failed', UNUSABLE, UNUSABLE],
    ['an image that is gone', 'restart', 'image.gone', { IMAGES: `web=sha256:${'0'.repeat(64)}` }, {}],
  ])('finds all as before after %s, and no container is touched', async (_, step, code, more, inUndo) => {
    await rollBack('prepare', ...(step === 'restart' ? ['revert'] : []));
    const at = step === 'revert' ? {} : { COMMIT: v1 };
    const failed = await site.step(step, { ROLLBACK, ...at, ...forward[step]?.(), ...more });
    expect(failed).toMatchObject({ ok: false, code });
    expect(await undo(inUndo)).toMatchObject({ ok: true });
    asBefore();
    expect(ids()).toEqual(before);
  });

  test('after names were given and no container was touched, gives the names back alone', async () => {
    await rollBack('prepare', 'revert');
    const pins = { ROLLBACK, COMMIT: v1, ...forward.restart?.() };
    await site.killed('restart.named', 'restart', pins);
    expect(site.image(`${site.project}-web:latest`)).toBe(image1);
    expect(await undo()).toMatchObject({ ok: true });
    asBefore();
    expect(ids()).toEqual(before);
  });

  test('brings up what somebody else has stopped meanwhile, where it was well', async () => {
    await rollBack('prepare', 'revert');
    docker('stop', site.container('web'));
    expect(await undo()).toMatchObject({ ok: true });
    asBefore();
  });

  test('takes a restart back that was killed before the service was waited for', async () => {
    await rollBack('prepare', 'revert');
    await site.killed('restart.up', 'restart', {
      ROLLBACK,
      COMMIT: v1,
      ...forward.restart?.(),
    });
    expect(running()).toBe(`${image1} true`);
    expect(await undo({ DATABASE: site.container('db'), VOLUMES: site.volumes('db') })).toMatchObject({
      ok: true,
    });
    asBefore();
  });

  test('a second run finishes what one that was killed before the services began', async () => {
    await rollBack('prepare', 'revert', 'restart');
    await site.killed('undo.unstashed', 'undo', pins());
    expect(running()).toBe(`${image1} true`);
    expect(await undo()).toMatchObject({ ok: true });
    asBefore();
  });

  test('a service that is gone is made anew, and a stopped one started', async () => {
    await rollBack('prepare');
    await site.step('stop', { ROLLBACK, COMMIT: v1, SERVICES: 'web other' });
    docker('rm', site.container('web'));
    const other = docker('inspect', '-f', '{{.Image}}', site.container('other')).join();
    expect(await undo({ IMAGES: `${IMAGES()} other=${other}` })).toMatchObject({ ok: true });
    asBefore();
  });

  test('an image that is gone and a new database are reported; the rest is taken back all the same', async () => {
    await rollBack('prepare', 'revert', 'restart');
    const gone = `sha256:${'0'.repeat(64)}`;
    const verdict = await undo({
      IMAGES: `other=${gone} ${IMAGES()}`,
      REFERENCES: `${REFERENCES} other=${site.project}-other:latest`,
      DATABASE: 'another',
    });
    expect(verdict).toMatchObject({ ok: false, outages: [{ service: 'web' }, { service: 'web' }] });
    expect(verdict.failureCodes).toEqual(['image.gone', 'check.image', 'check.database-container']);
    expect(verdict.failures).toEqual([
      expect.stringMatching(` other .*${gone}$`),
      expect.stringMatching(/ other: sha256:\w+ .* sha256:0+$/),
      expect.stringMatching(new RegExp(` ${site.container('db')} .* another$`)),
    ]);
    asBefore();
  });

  test('health is required only of what was well before', async () => {
    const sick = site.commit('sick');
    const image = site.build('sick');
    await rollBack('prepare', 'revert', 'restart');
    const verdict = await undo({ COMMIT: sick, IMAGES: `web=${image}`, WELL: '' });
    expect(verdict).toMatchObject({ ok: true });
    expect(running()).toBe(`${image} true`);
    expect(verdict.checks).toContainEqual(
      expect.objectContaining({ code: 'check.health', name: saying(' web'), required: false, ok: false }),
    );
  });
});
