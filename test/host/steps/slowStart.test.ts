import { isFull } from '../../support/depth';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { docker } from '../../support/demo/demo';
import { COMPOSE, Deployment, images as known } from '../../support/host/deployment';

/** Becomes healthy only so many seconds after its start. */
const SERVER = (seconds: number) => `
const from = Date.now() + ${seconds * 1000};
require('node:http').createServer((request, response) => response.writeHead(Date.now() < from ? 503 : 200).end())
  .listen(8080, () => console.log('it listens'));
`;
/** Allows a start of 11 s: 7 of its start period, and one try of 1 and 3. */
const PATIENT = 'interval: 1s, timeout: 3s, retries: 1, start_period: 7s';

const site = new Deployment();
const images: Record<string, string> = {};
let commit = '';
let attempt = 0;
beforeAll(() => {
  const file = COMPOSE(site.project)
    .replace(/interval: 2s.*start_period: 200ms/, PATIENT)
    .replace('  other:\n', '  other:\n    depends_on: { web: { condition: service_healthy } }\n');
  for (const [release, seconds] of [
    ['quick', 0],
    ['never', 9999],
    ['slow', 6],
  ] as const) {
    commit = site.commit(release, { 'docker-compose.production.yml': file, 'server.js': SERVER(seconds) });
    images[release] = site.build(release);
  }
  site.up('--no-deps', 'web');
});
afterAll(() => site.remove());

/** Opens an attempt and restarts the service on that release, in so many seconds. */
async function restarted(release: string, seconds: number) {
  const ROLLBACK = `r-${++attempt}`;
  await site.open({ ROLLBACK, FROM: commit, DEADLINES: `restart=${seconds}\nundo=4` });
  const pins = { ROLLBACK, COMMIT: commit, IMAGES: `web=${images[release]}`, ...named };
  return { ROLLBACK, verdict: await site.step('restart', pins) };
}
const named = { REFERENCES: `web=${site.project}-web:latest`, LINKS: '' };
const notes = (ROLLBACK: string) =>
  site.journal().filter(({ type, rollback }) => type === 'note' && rollback === ROLLBACK);

test('restart waits for a service beyond its deadline as long as its health check allows, once, and says so', async () => {
  const { ROLLBACK, verdict } = await restarted('slow', 4);
  expect(verdict).toMatchObject({
    ok: true,
    summary: expect.stringMatching(/^web up and healthy; its deadline was extended once by \d+ s, .* web /),
  });
  expect(notes(ROLLBACK)).toMatchObject([{ code: 'note.deadline-extended' }]);
  const [, seconds] =
    /^restart=(\d+)$/m.exec(readFileSync(join(site.state, ROLLBACK, 'extended'), 'utf8')) ?? [];
  expect(Number(seconds)).toBeGreaterThan(7);
  await site.close('undone', { ROLLBACK });
});

if (isFull)
  test('a service that is not healthy when its health check has decided is given up, without another extension', async () => {
    const { ROLLBACK, verdict } = await restarted('never', 4);
    expect(verdict).toMatchObject({
      ok: false,
      code: 'restart.unhealthy',
      summary: expect.stringMatching(
        /^web is not healthy within \d+ s: unhealthy; its deadline was extended once/,
      ),
    });
    expect(notes(ROLLBACK)).toHaveLength(1);
    await site.close('undone', { ROLLBACK });
  });

if (isFull)
  test('undo waits for what starts slowly as long, and a service that is quick has nothing extended', async () => {
    const { ROLLBACK, verdict } = await restarted('quick', 20);
    expect(verdict).toMatchObject({ ok: true, summary: 'web up and healthy' });
    const back = { OF: ROLLBACK, WELL: 'web', DATABASE: '', VOLUMES: '', IMAGES: `web=${images.slow}` };
    const undone = await site.step('undo', { ROLLBACK, COMMIT: commit, ...named, ...back });
    expect(undone).toMatchObject({ ok: true, summary: expect.stringContaining('extended once') });
    expect(undone.checks?.filter(({ code }) => code === 'check.health')).toMatchObject([{ ok: true }]);
    await site.close('undone', { ROLLBACK });
  });

if (isFull)
  test('all at once, where Compose itself waits for one that starts slowly: it is brought up once more', async () => {
    const ROLLBACK = `r-${++attempt}`;
    await site.open({ ROLLBACK, FROM: commit, DEADLINES: 'restart=5' });
    site.up('--no-deps', 'other');
    const other = docker('inspect', '-f', '{{.Image}}', site.container('other')).join();
    const db = docker('image', 'inspect', '-f', '{{.Id}}', known.postgres).join();
    const IMAGES = `db=${db} web=${images.slow} other=${other}`;
    docker('stop', '-t', '0', site.container('web'));
    const verdict = await site.step('restart', {
      ROLLBACK,
      COMMIT: commit,
      ...named,
      IMAGES,
      SERVICES: 'all',
    });
    expect(verdict).toMatchObject({
      ok: true,
      summary: expect.stringMatching(/^db web other up .* extended once/),
    });
    await site.close('undone', { ROLLBACK });
  });
