import { Daemon } from '../chaos/world/daemon';
import { until } from '../support/host/host';
import { docker, idsOf, lookAt } from './outside';
import type { Practice } from './practice';
import { Site } from './site';

jest.setTimeout(400_000);

/** A service that Docker brings back, with a file of the release, and one that does one thing and ends. */
const PRACTICE: Practice = {
  title: 'restarted: the Docker daemon is restarted after the rollback',
  deploy: 'docker compose up -d --force-recreate',
  files: (release, site) => ({
    'compose.yml': `services:
  web:
    image: ${site.image(release)}
    restart: unless-stopped
    ports: ['127.0.0.1::8080']
    stop_grace_period: 1s
    volumes: ['./proxy.conf:/etc/app/proxy.conf:ro']
    depends_on: { migrate: { condition: service_completed_successfully } }
  migrate:
    image: ${site.image(release)}
    command: [node, -e, '0']
`,
    'proxy.conf': release === 'v2' ? 'bad page' : 'good page',
  }),
};

const before = process.env['DOCKER_HOST'];
const daemon = new Daemon();
let site: Site | undefined;
beforeAll(async () => {
  await daemon.start();
  daemon.load();
  process.env['DOCKER_HOST'] = daemon.host;
});
afterAll(async () => {
  site?.remove();
  if (before === undefined) delete process.env['DOCKER_HOST'];
  else process.env['DOCKER_HOST'] = before;
  await daemon.remove();
});

test('after a rollback a restart of the Docker daemon makes no container of the release anew, nor does the ordinary command then', async () => {
  const at = (site = new Site(PRACTICE));
  at.deploy('v1');
  const good = lookAt(at.project);
  at.deploy('v2');
  await at.configure();
  const { outputs, text } = await at.run(false, { commit: 'v1' });
  expect({ status: outputs?.status, text }).toMatchObject({ status: 'recovered' });
  expect(lookAt(at.project)).toEqual(good);
  const ids = idsOf(at.project);

  await daemon.kill('SIGTERM');
  await daemon.start();
  await until(() => lookAt(at.project)['web']?.[0]?.state === 'running', 60);
  expect(idsOf(at.project)).toEqual(ids);
  expect(lookAt(at.project)).toEqual(good);
  at.up();
  expect(idsOf(at.project)).toEqual(ids);
});

test('an image that docker system prune -af takes away is loaded from where checkpoint has kept it', async () => {
  const at = (site = new Site(PRACTICE));
  at.deploy('v1');
  at.checkpoint('after', '--archive', '2');
  const good = lookAt(at.project);
  at.deploy('v2');
  at.checkpoint('after', '--archive', '2');
  await at.configure();
  docker('-H', daemon.host, 'system', 'prune', '-af');
  const left = docker('-H', daemon.host, 'image', 'ls', '--format', '{{.Repository}}:{{.Tag}}').split('\n');
  expect(left.filter((name) => name.startsWith(at.project))).toEqual([at.image('v2')]);
  const ended = await at.run(false, { commit: 'v1' });
  expect({ ...ended.outputs, text: ended.text }).toMatchObject({
    status: 'recovered',
    code: 'end.recovered',
  });
  // The prune has taken the container of what had ended, too.
  expect(lookAt(at.project)['web']).toEqual(good['web']);
  at.remove();
});
