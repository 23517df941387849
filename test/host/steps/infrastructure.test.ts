import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { docker } from '../../support/demo/demo';
import { depth, isFull } from '../../support/depth';
import type { Values } from '../../support/host/host';
import { COMPOSE, Deployment } from '../../support/host/deployment';

/** The database on a named volume, and a web service that Docker starts again when it ends. */
const compose = (project: string) =>
  COMPOSE(project)
    .replace('POSTGRES_DB: app }\n', 'POSTGRES_DB: app }\n    volumes: [data:/var/lib/postgresql/data]\n')
    .replace('    init: true\n    ports', '    init: true\n    restart: unless-stopped\n    ports')
    .concat('volumes: { data: {} }\n');

// With v1 one path is in composeV1.full.test.ts; the whole of it is in test:full.
describe.each(depth<('v1' | 'v2')[]>(['v2'], ['v1', 'v2']))('with Compose %s', (version) => {
  const site = new Deployment(version);
  const files = { 'docker-compose.production.yml': compose(site.project) };
  const network = `${site.project}_default`;
  let commit = '';
  let attempt = 0;
  let image: Values = {};

  beforeAll(() => {
    commit = site.commit('v1', files);
    site.build('v1');
    site.up();
    image = Object.fromEntries(
      ['db', 'web', 'other'].map((service) => [service, running(service, '.Image')]),
    );
  });
  afterAll(() => {
    for (const id of docker('ps', '-aq', '--filter', `name=^foreign-${site.project}$`))
      docker('rm', '-f', id);
    site.remove();
  });

  const running = (service: string, what: string) =>
    docker('inspect', '-f', `{{${what}}}`, site.container(service)).join();
  const images = (...services: string[]) => services.map((name) => `${name}=${image[name]}`).join(' ');
  const ids = () => ['db', 'web', 'other'].map((service) => site.container(service));
  const networks = (service: string) => running(service, 'len .NetworkSettings.Networks');
  const pins = (more: Values) => ({
    COMMIT: commit,
    REFERENCES: `web=${site.project}-web:latest`,
    LINKS: '',
    ...more,
  });
  /** Opens an attempt of its own and runs steps in it. */
  async function steps(given: Record<string, Values>, deadlines = '') {
    const ROLLBACK = `r-${++attempt}`;
    await site.open({ ROLLBACK, ...(deadlines && { DEADLINES: deadlines }) });
    const verdicts = [];
    for (const [name, more] of Object.entries(given))
      verdicts.push(await site.step(name, { ROLLBACK, ...pins(more) }));
    await site.close('recovered', { ROLLBACK });
    return verdicts;
  }
  const restart = async (more: Values, deadlines = '') => (await steps({ restart: more }, deadlines))[0];

  test('a killed and a stopped container are started again, the same ones, and no other is touched', async () => {
    const before = ids();
    docker('kill', site.container('web'));
    docker('stop', site.container('other'));
    const IMAGES = images('web', 'other');
    const started = await restart({ IMAGES, ACTIONS: 'web=restart other=restart', LINKS: 'web' });
    expect(started).toMatchObject({ ok: true, summary: expect.stringMatching(/^web other /), outages: [] });
    expect(started?.probes).toEqual({ web: image.web });
    const again = await restart({ IMAGES: images('web'), ACTIONS: 'web=restart' });
    expect(again).toMatchObject({ ok: true, outages: [{ service: 'web' }] });
    expect(ids()).toEqual(before);
  });

  test.each(['restart', 'recreate'])(
    'a %s that was cut off once the service was started anew takes it away no second time',
    async (action) => {
      const ROLLBACK = `r-${++attempt}`;
      const given = { ROLLBACK, ...pins({ IMAGES: images('web'), ACTIONS: `web=${action}` }) };
      await site.open({ ROLLBACK });
      const before = running('web', '.State.StartedAt');
      await site.killed('restart.up', 'restart', given);
      const anew = running('web', '.State.StartedAt');
      expect(anew).not.toBe(before);
      expect(await site.step('restart', given)).toMatchObject({ ok: true });
      expect(running('web', '.State.StartedAt')).toBe(anew);
      await site.close('recovered', { ROLLBACK });
    },
  );

  test('a container that Docker itself has started again meanwhile is not one that was made anew', async () => {
    const ROLLBACK = `r-${++attempt}`;
    const given = { ROLLBACK, ...pins({ IMAGES: images('web'), ACTIONS: 'web=recreate' }) };
    await site.open({ ROLLBACK });
    const before = site.container('web');
    await site.killed('restart.marked', 'restart', given);
    docker('restart', '-t', '0', before);
    expect(await site.step('restart', given)).toMatchObject({ ok: true });
    expect(site.container('web')).not.toBe(before);
    await site.close('recovered', { ROLLBACK });
  });

  test('where Docker does not say what a service runs in, nothing is started anew, and that is not taken for done', async () => {
    const ROLLBACK = `r-${++attempt}`;
    const given = { ROLLBACK, ...pins({ IMAGES: images('web'), ACTIONS: 'web=restart' }) };
    await site.open({ ROLLBACK });
    const before = running('web', '.State.StartedAt');
    const { env } = site;
    site.instead('docker', 'if [[ "$*" == *StartedAt* ]]; then exit 1; fi; real "$@"');
    expect(await site.step('restart', given)).toMatchObject({
      ...{ ok: false, code: 'docker.failed' },
      summary: expect.stringContaining(' web '),
    });
    site.env = env;
    expect(running('web', '.State.StartedAt')).toBe(before);
    expect(await site.step('restart', given)).toMatchObject({ ok: true });
    expect(running('web', '.State.StartedAt')).not.toBe(before);
    await site.close('recovered', { ROLLBACK });
  });

  test('whether the app may have written to a restored database is reported, from the first service that comes up on', async () => {
    const ROLLBACK = `r-${++attempt}`;
    const given = (IMAGES: string) => ({ ROLLBACK, ...pins({ IMAGES }) });
    await site.open({ ROLLBACK });
    writeFileSync(join(site.state, ROLLBACK, 'restored'), '1 1:1:\n');
    const gone = `web=sha256:${'0'.repeat(64)}`;
    expect(await site.step('restart', given(gone))).toMatchObject({
      ...{ ok: false, code: 'image.gone', appRan: false },
    });
    await site.killed('restart.up', 'restart', given(images('web')));
    expect(await site.step('restart', given(gone))).toMatchObject({ ok: false, appRan: true });
    await site.close('degraded', { ROLLBACK });
  });

  test('a lost network is made anew, and the database keeps its volume and its data', async () => {
    site.answers('db', 'psql', '-U', 'app', '-c', 'create table kept (n int)');
    const volumes = site.volumes('db');
    for (const id of ids()) docker('network', 'disconnect', '-f', network, id);
    docker('network', 'rm', network);
    const ACTIONS = 'db=restart web=recreate';
    expect(await restart({ IMAGES: images('db', 'web'), ACTIONS })).toMatchObject({ ok: true });
    expect(['db', 'web', 'other'].map(networks)).toEqual(['1', '1', '0']);
    expect(site.volumes('db')).toBe(volumes);
    expect(site.answers('db', 'psql', '-U', 'app', '-c', 'select n from kept')).toBe(true);
  });

  const all = () => ({
    stop: { SERVICES: 'all' },
    restart: { IMAGES: images('db', 'web'), SERVICES: 'all', LINKS: 'web' },
  });
  if (isFull)
    test('everything goes down and up again, new but for the volumes', async () => {
      const before = ids();
      const [stopped, restarted] = await steps(all());
      expect(stopped).toMatchObject({ ok: true, summary: expect.stringContaining('volumes') });
      expect(restarted).toMatchObject({ ok: true, probes: { web: image.web } });
      expect(restarted?.outages?.map(({ service }) => service).sort()).toEqual(['db', 'other', 'web']);
      expect(ids().filter((id) => before.includes(id))).toEqual([]);
      expect(site.answers('db', 'psql', '-U', 'app', '-c', 'select n from kept')).toBe(true);
    });

  test('while everything is down the state directory names the project of the deployment', async () => {
    const projects = async () => (await site.facts('detect', { PROJECT: '' })).get('projects');
    expect(await projects()).toBe(site.project);
    await steps({ stop: { SERVICES: 'all' } });
    expect(ids()).toEqual(['', '', '']);
    expect(await projects()).toBe(site.project);
    expect((await site.facts('detect', { PROJECT: '', DIRECTORY: '/' })).get('projects')).toBe('');
    await steps(all());
  });

  if (isFull)
    test('a network that a container of somebody else is on stays, with that container on it', async () => {
      const name = `foreign-${site.project}`;
      const id = docker('network', 'inspect', '-f', '{{.Id}}', network);
      docker('run', '-d', '--init', '--name', name, '--network', network, image.other ?? '', 'sleep', '600');
      const [stopped] = await steps({ stop: { SERVICES: 'all' } });
      expect(stopped).toMatchObject({
        ok: true,
        summary: expect.stringMatching(new RegExp(` network\\b.* ${name} `)),
      });
      expect(ids()).toEqual(['', '', '']);
      expect(docker('network', 'inspect', '-f', '{{.Id}}', network)).toEqual(id);
      expect(docker('inspect', '-f', '{{.State.Running}} {{len .NetworkSettings.Networks}}', name)).toEqual([
        'true 1',
      ]);
      docker('rm', '-f', name);
      const { restart } = all();
      expect((await steps({ restart }))[0]).toMatchObject({ ok: true });
    });

  // What follows is ours, whichever Compose carries it out.
  if (version === 'v1') return;

  if (isFull)
    test('a removed container is made anew of the pinned image, whatever its name points to', async () => {
      const [db, , other] = ids();
      docker('rm', '-f', site.container('web'));
      docker('tag', image.other ?? '', `${site.project}-web:latest`);
      expect(await restart({ IMAGES: images('web'), ACTIONS: 'web=restart' })).toMatchObject({ ok: true });
      expect(running('web', '.Image')).toBe(image.web);
      expect([site.container('db'), site.container('other')]).toEqual([db, other]);
    });

  test('a container that has lost its network is made anew', async () => {
    docker('network', 'disconnect', '-f', network, site.container('web'));
    expect(await restart({ IMAGES: images('web'), ACTIONS: 'web=restart' })).toMatchObject({ ok: true });
    expect(networks('web')).toBe('1');
  });

  test('a crash loop fails early, with its last lines and since when it is away', async () => {
    site.commit('dead', files);
    const dead = site.build('dead');
    const verdict = await restart({ IMAGES: `web=${dead}`, ACTIONS: 'web=recreate' });
    site.git('checkout', '-q', commit);
    expect(verdict).toMatchObject({
      ...{ ok: false, code: 'restart.crashed' },
      summary: expect.stringMatching(/^web .* \d /),
      log: expect.stringContaining('cannot start: no such account'),
    });
    // On a busy machine it is up for some seconds each time before it ends.
    expect(new Set(verdict?.outages?.map(({ service }) => service))).toEqual(new Set(['web']));
    expect(await restart({ IMAGES: images('web') })).toMatchObject({ ok: true });
  });

  if (isFull)
    test('services that are named are stopped, nothing else, and their outage lasts until they are back', async () => {
      const [db, , other] = ids();
      const [stopped, restarted] = await steps({
        stop: { SERVICES: 'web' },
        restart: { IMAGES: images('web') },
      });
      expect(stopped).toMatchObject({ ok: true, summary: 'web stopped', outages: [{ service: 'web' }] });
      const [first, whole] = [stopped?.outages?.[0], restarted?.outages?.[0]];
      expect(whole?.from).toBe(first?.from);
      expect(whole?.to).toBeGreaterThan(first?.to ?? Infinity);
      expect([running('db', '.State.Running'), site.container('db'), site.container('other')]).toEqual([
        'true',
        db,
        other,
      ]);
    });
});

test('a service with data in a volume without a name is stopped but keeps its container', async () => {
  const site = new Deployment();
  try {
    const scratch = COMPOSE(site.project).replace(
      "['sleep', '3600']\n",
      "['sleep', '3600']\n    volumes: [/scratch]\n",
    );
    site.commit('v1', { 'docker-compose.production.yml': scratch });
    site.up('other');
    const before = [site.container('other'), site.volumes('other')];
    await site.open();
    const stopped = await site.step('stop', { COMMIT: '', SERVICES: 'all' });
    expect(stopped).toMatchObject({ ok: true, summary: expect.stringMatching(/; other /) });
    expect([site.container('other'), site.volumes('other')]).toEqual(before);
    expect(docker('inspect', '-f', '{{.State.Status}}', before[0] ?? '')).toEqual(['exited']);
  } finally {
    site.remove();
  }
});
