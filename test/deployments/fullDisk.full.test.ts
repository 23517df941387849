import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { idsOf, lookAt } from './outside';
import { practiceCalled } from './practices/all';
import { Site } from './site';

jest.setTimeout(240_000);

let site: Site | undefined;
afterEach(() => {
  if (site) spawnSync('umount', ['-l', site.state]);
  site?.remove();
});

/** Leaves no room at all on the disk of the state directory, which has a reserve. */
function fill(at: Site): void {
  const write = (name: string, ...count: string[]) =>
    spawnSync('dd', ['if=/dev/zero', `of=${join(at.state, name)}`, 'bs=1M', 'status=none', ...count]);
  write('reserve', 'count=64');
  write('fill');
  expect(statSync(join(at.state, 'reserve')).size).toBe(64 << 20);
}

test('on a full disk a release whose image is there comes up, and a service is restarted: the reserve is given up', async () => {
  const at = (site = new Site(practiceCalled('tag-undo')));
  mkdirSync(at.state);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=100m,mode=700', 'tmpfs', at.state]);
  at.deploy('v1');
  const good = lookAt(at.project);
  at.deploy('v2');
  await at.configure();
  fill(at);
  const shown = await at.run(true, { commit: 'v1' });
  expect(shown.text).toContain('in reserve are given up');
  expect(shown.text).toMatch(/\nFREE .* is full; /);
  expect(existsSync(join(at.state, 'reserve'))).toBe(true);
  const { outputs, text } = await at.run(false, { commit: 'v1' });
  expect({ ...outputs, text }).toMatchObject({ status: 'recovered' });
  expect(lookAt(at.project)).toEqual(good);
  expect(existsSync(join(at.state, 'reserve'))).toBe(false);

  spawnSync('rm', ['-f', join(at.state, 'fill')]);
  fill(at);
  const ids = idsOf(at.project);
  const again = await at.run(false, { scenario: 'infrastructure', service: 'web' });
  expect({ ...again.outputs, text: again.text }).toMatchObject({ status: 'recovered' });
  expect(idsOf(at.project)).toEqual(ids);
});
