import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { NO_COMMIT } from '../../../machines/model/release';
import { docker } from '../../support/demo/demo';
import type { Values } from '../../support/host/host';
import { Deployment } from '../../support/host/deployment';

const FILE = 'docker-compose.production.yml';
const site = new Deployment();
let attempt = 0;
beforeAll(() => {
  site.commit('v1');
  site.build('v1');
  site.up('--scale', 'other=2');
});
afterAll(() => site.remove());

const containers = (service: string) => site.container(service).split(',').sort();
const told = (what: string, ...services: string[]) =>
  services.flatMap(containers).map((id) => docker('inspect', '-f', `{{${what}}}`, id).join());
const images = (...services: string[]) =>
  services.map((service) => `${service}=${told('.Image', service)[0]}`).join(' ');
/** A restart of these, and what verify sees of them then. */
async function restart(services: readonly string[], pins: Values = {}, opened: Values = {}) {
  const ROLLBACK = `r-${++attempt}`;
  const IMAGES = images(...services);
  const given = { ROLLBACK, COMMIT: NO_COMMIT, IMAGES, LINKS: '', ...pins };
  const ACTIONS = services.map((service) => `${service}=restart`).join(' ');
  const REFERENCES = `web=${site.project}-web:latest`;
  const open = await site.open({ ROLLBACK, FROM: NO_COMMIT, RUNNING: IMAGES, ...opened });
  const restarted = await site.step('restart', { REFERENCES, ACTIONS, ...given });
  const verified = await site.step('verify', given);
  await site.close('recovered', { ROLLBACK });
  return { open, restarted, verified };
}

test('containers are restarted and verified without git, a readable Compose file and Compose', async () => {
  const all = ['db', 'web', 'other'];
  const before = all.flatMap(containers);
  const since = told('.State.StartedAt', ...all);
  const [text, { env }] = [site.read(FILE), site];
  const [git, aside] = [join(site.directory, '.git'), join(site.parent, 'git')];
  renameSync(git, aside);
  site.write({ [FILE]: 'services: [' });
  site.instead('docker', 'if [[ $1 == compose ]]; then exit 1; fi; real "$@"');
  try {
    expect((await site.facts('detect')).get('git.head')).toBeUndefined();
    const { open, restarted, verified } = await restart(all, { CONTAINERS_ONLY: 'yes', SCALE: 'other=2' });
    expect([open, restarted]).toMatchObject([{ ok: true }, { ok: true }]);
    expect(verified).toMatchObject({ ok: true });
    expect(verified.checks?.filter(({ ok }) => !ok)).toEqual([]);
    expect(verified.checks?.map(({ code }) => code)).not.toContain('check.commit');
  } finally {
    renameSync(aside, git);
    site.write({ [FILE]: text });
    site.env = env;
  }
  expect(all.flatMap(containers)).toEqual(before);
  for (const [index, at] of told('.State.StartedAt', ...all).entries()) expect(at).not.toBe(since[index]);
});

test('a restart that has its commit is still refused where another one is checked out', async () => {
  const FROM = '1'.repeat(40);
  const { open } = await restart(['other'], {}, { FROM });
  expect(open).toMatchObject({ ok: false, code: 'plan.outdated' });
});

test('a restart leaves the name of an image what it means by now', async () => {
  const name = `${site.project}-web:latest`;
  const own = site.image(name);
  const [other = ''] = told('.Image', 'other');
  docker('tag', other, name);
  const before = containers('web');
  const { restarted } = await restart(['web']);
  expect(restarted).toMatchObject({ ok: true });
  expect([site.image(name), containers('web')]).toEqual([other, before]);
  docker('tag', own, name);
});

test('what cannot be restarted is not created from a definition that nobody can rely on', async () => {
  const network = `${site.project}_default`;
  const before = containers('web');
  docker('network', 'disconnect', '-f', network, before.join());
  const { restarted } = await restart(['web'], { CONTAINERS_ONLY: 'yes' });
  expect(restarted).toMatchObject({ ok: false, code: 'restart.not-started' });
  expect(containers('web')).toEqual(before);
  const { restarted: again } = await restart(['web']);
  expect(again).toMatchObject({ ok: true });
  expect(containers('web')).not.toEqual(before);
});

test('one that ended since it was restarted is restarted again, and not created', async () => {
  const ROLLBACK = `r-${++attempt}`;
  const before = containers('web');
  const given = {
    ...{ ROLLBACK, COMMIT: NO_COMMIT, IMAGES: images('web'), LINKS: '', CONTAINERS_ONLY: 'yes' },
    ...{ REFERENCES: '', ACTIONS: 'web=restart' },
  };
  await site.open({ ROLLBACK, FROM: NO_COMMIT });
  expect(await site.step('restart', given)).toMatchObject({ ok: true });
  docker('kill', ...before);
  const again = { AGAIN: 'web', AGAIN_IMAGES: given.IMAGES, AGAIN_REFERENCES: '' };
  expect(await site.step('restart', given, again)).toMatchObject({ ok: true });
  expect(containers('web')).toEqual(before);
  await site.close('recovered', { ROLLBACK });
});
