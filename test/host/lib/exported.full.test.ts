import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Site } from '../../support/host/host';
import { hostScripts } from '../../support/codes/hostCalls';

/** What scripts do without, but for what they take from the environment on purpose. */
const NAMES = hostScripts()
  .flatMap(([, text]) => [...text.matchAll(/\$\{([A-Za-z_]\w*)(?:\[[^\]]*\])?:?[-+]/g)])
  .map(([, name = '']) => name)
  .filter((name) => !/^(CHRONOS_.*|DOCKER_HOST|TMPDIR|GIT_SSH_COMMAND)$/.test(name));

const sites: Site[] = [];
afterEach(() => {
  for (const site of sites.splice(0)) site.remove();
});

/** Looks, goes to v1 and back, where all of those names are exported as the same text. */
async function walked(text: (site: Site) => string | undefined) {
  const site = new Site();
  sites.push(site);
  const value = text(site);
  const exported = Object.fromEntries(value === undefined ? [] : NAMES.map((name) => [name, value]));
  site.env = { ...exported, ...site.env, DOCKER_HOST: 'unix:///nowhere.sock' };
  const v1 = site.release('v1', { file: 'one\n', 'docker-compose.production.yml': 'services: {}\n' });
  const v2 = site.release('v2', { file: 'two\n' });
  const undone = { OF: site.rollback, COMMIT: v2, IMAGES: '', REFERENCES: '', WELL: '' };
  const facts = [await site.facts('detect', { WANTED: 'v1' }), await site.facts('target', { COMMIT: v1 })];
  const said = [
    await site.open(),
    await site.step('prepare', { COMMIT: v1, IMAGES: '', REFERENCES: '', LINKS: '' }),
    await site.step('stop', { SERVICES: '' }),
    await site.step('revert', { COMMIT: v1 }),
    await site.step('undo', { ...undone, DATABASE: '', VOLUMES: '' }),
  ];
  await site.close('undone');
  const same = JSON.stringify([
    facts.map((one) => [...one].filter(([name]) => !['clock', 'disk', 'git.moves'].includes(name))),
    said.map(({ ok, summary }) => [ok, summary]),
    site.journal().map(({ type, step, ok }) => [type, step, ok]),
  ])
    .replaceAll(site.parent, '')
    .replaceAll(
      new RegExp([v1, v2].flatMap((id) => [id, id.slice(0, 12), id.slice(0, 7)]).join('|'), 'g'),
      '',
    );
  return { site, same };
}

test('what somebody has exported by names of ours changes nothing, and stays', async () => {
  expect(NAMES).toContain('quarantine');
  const { same } = await walked(() => undefined);
  expect((await walked(() => 'all')).same).toBe(same);
  const canary = await walked((site) => {
    mkdirSync(join(site.parent, 'canary'));
    return join(site.parent, 'canary');
  });
  expect(canary.same).toBe(same);
  expect(existsSync(join(canary.site.parent, 'canary'))).toBe(true);
});
