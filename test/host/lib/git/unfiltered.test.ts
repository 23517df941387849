import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseFacts } from '../../../../machines/detect/observe/parseFacts';
import { Site } from '../../../support/host/host';

let site: Site;
beforeEach(() => {
  site = new Site();
  site.env = { ...site.env, DOCKER_HOST: 'unix:///nowhere.sock' };
});
afterEach(() => site.remove());

const log = () => join(site.parent, 'filters');
const runs = () => (existsSync(log()) ? readFileSync(log(), 'utf8') : '');
const modified = async () => parseFacts(await site.facts('detect'), { attempts: [] }).git.modified;

/** A release of which a filter writes a file; how often it has run is on record. */
function stamped(): string {
  const filter = (edit: string) => `echo ran >>'${log()}'; sed '${edit}'`;
  site.git('config', 'filter.stamp.smudge', filter('s/^/stamped /'));
  site.git('config', 'filter.stamp.clean', filter('s/^stamped //'));
  site.git('config', 'filter.stamp.required', 'true');
  const v1 = site.release('v1', {
    '.gitattributes': 'motd filter=stamp\n',
    motd: 'one\n',
    plain: 'one\n',
    'docker-compose.production.yml': 'services: {}\n',
  });
  rmSync(join(site.directory, 'motd'));
  site.git('checkout', '-q', '--', '.');
  expect(site.read('motd')).toBe('stamped one\n');
  return v1;
}

test('looking runs no filter, and what git wrote by one is not modified', async () => {
  const COMMIT = stamped();
  const before = runs();
  expect(before).not.toBe('');
  expect(await modified()).toEqual([]);
  await site.facts('target', { COMMIT });
  expect(runs()).toBe(before);
});

test('what a filter writes is modified when somebody else has written it since, all other files when they differ', async () => {
  stamped();
  const before = runs();
  site.write({ motd: 'stamped two\n', plain: 'one\n' });
  expect(await modified()).toEqual(['motd']);
  site.write({ plain: 'two\n' });
  expect(await modified()).toEqual(['motd', 'plain']);
  expect(runs()).toBe(before);
});

test('what is staged is modified, whoever has written the file', async () => {
  stamped();
  site.write({ motd: 'stamped two\n' });
  site.git('add', 'motd');
  const before = runs();
  expect(await modified()).toEqual(['motd']);
  expect(runs()).toBe(before);
});
