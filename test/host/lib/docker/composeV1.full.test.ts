import { docker } from '../../../support/demo/demo';
import { isFull } from '../../../support/depth';
import type { Values } from '../../../support/host/host';
import { Deployment } from '../../../support/host/deployment';

/** A path of each scenario; the other tests have Compose v2, and v1 too in test:full. */
const site = new Deployment('v1');
const REFERENCES = `web=${site.project}-web:latest`;
const all = ['web', 'other'];
const ids = () => all.map((service) => site.container(service));
let [v1, v2, image2] = ['', '', ''];
let attempt = 0;

beforeAll(() => {
  v1 = site.commit('v1');
  v2 = site.commit('v2');
  image2 = site.build('v2');
  site.up('--no-deps', ...all);
});
afterAll(() => site.remove());

/** Opens an attempt of its own and runs steps in it, until one has not ended well. */
async function attempted(steps: readonly (readonly [string, Values])[]) {
  const ROLLBACK = `r-${++attempt}`;
  expect(await site.open({ ROLLBACK })).toMatchObject({ ok: true });
  const verdicts = [];
  for (const [name, pins] of steps) {
    const verdict = await site.step(name, { ROLLBACK, OF: ROLLBACK, REFERENCES, LINKS: '', ...pins });
    verdicts.push(verdict);
    if (!verdict.ok) break;
  }
  await site.close('undone', { ROLLBACK });
  return verdicts;
}
const running = (service: string) =>
  docker('inspect', '-f', '{{.Image}} {{.State.Running}}', site.container(service)).join();

test('a code rollback with Compose v1 builds, recreates only what is named, leaves it alone the second time, and is undone', async () => {
  const [web, other] = ids();
  expect((await site.facts('target', { COMMIT: v1 })).get('compose.target')).toContain('web:');
  const [built] = await attempted([['prepare', { COMMIT: v1, IMAGES: 'web=build' }]]);
  const image = built?.images?.web ?? '';
  expect(image).toMatch(/^sha256:/);
  const IMAGES = `web=${image}`;
  const undo = { COMMIT: v2, IMAGES: `web=${image2}`, WELL: 'web', DATABASE: '', VOLUMES: '' };
  const restart = { COMMIT: v1, IMAGES };
  const [, there, undone] = await attempted([
    ['revert', { COMMIT: v1 }],
    ['restart', restart],
    ['undo', undo],
  ]);
  expect(there).toMatchObject({ ok: true, outages: [{ service: 'web' }] });
  expect(undone).toMatchObject({ ok: true, outages: [{ service: 'web' }, { service: 'web' }] });
  expect([running('web'), site.git('rev-parse', 'HEAD')]).toEqual([`${image2} true`, v2]);
  expect(site.container('web')).not.toBe(web);
  expect(site.container('other')).toBe(other);

  expect(await attempted([['restart', restart]])).toMatchObject([
    { ok: true, outages: [{ service: 'web' }] },
  ]);
  const again = site.container('web');
  expect(await attempted([['restart', restart]])).toMatchObject([{ ok: true, outages: [] }]);
  expect(ids()).toEqual([again, other]);
  expect((await site.facts('detect')).get('containers')).toContain('"com.docker.compose.version":"1.29.2"');
});

test('a killed container that Compose v1 has made is started again, and no other is touched', async () => {
  const before = ids();
  const image = running('web').split(' ')[0] ?? '';
  docker('kill', site.container('web'));
  const restart = { COMMIT: v2, IMAGES: `web=${image}`, ACTIONS: 'web=restart' };
  expect(await attempted([['restart', restart]])).toMatchObject([{ ok: true }]);
  expect(ids()).toEqual(before);
});

if (isFull)
  test('everything goes down and up again by Compose v1', async () => {
    const before = ids();
    const IMAGES = all.map((service) => `${service}=${running(service).split(' ')[0]}`).join(' ');
    const [stopped, restarted] = await attempted([
      ['stop', { COMMIT: v2, SERVICES: 'all' }],
      ['restart', { COMMIT: v2, SERVICES: 'all', IMAGES }],
    ]);
    expect(stopped).toMatchObject({ ok: true });
    expect(restarted).toMatchObject({ ok: true });
    expect(restarted?.outages?.map(({ service }) => service).sort()).toEqual(['other', 'web']);
    expect(ids().filter((id) => before.includes(id))).toEqual([]);
  });
