import { spawnSync } from 'node:child_process';
import { part, script } from '../../resources/script/hostScript';
import { Site } from '../support/host';

const site = new Site();
afterAll(() => site.remove());

const steps = ['prepare', 'stop', 'restore', 'revert', 'restart', 'verify', 'undo'].map((step) => [
  'journal',
  'step',
  step,
]);
const asked = ['open', 'close', 'release', 'acknowledge', 'prune', 'writes', 'byhand'].map((name) => [
  'journal',
  name,
]);
const scripts = [['detect'], ['target'], ['backups'], ['backup'], ['leftovers'], ...asked, ...steps];

/** The pins come by the environment; which of the library's functions a script calls is its own affair. */
const IGNORED = ['SC2034', 'SC2119', 'SC2120', 'SC2153', 'SC2154', 'SC2317'];

test.each(scripts.map((parts) => [parts.join(' + '), parts] as const))(
  'shellcheck has nothing to say of %s',
  (_, parts) => {
    const input = script(parts, site.identity());
    const { status, stdout, stderr } = spawnSync('shellcheck', ['-s', 'bash', '-e', IGNORED.join(), '-'], {
      input,
      encoding: 'utf8',
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  },
);

test.each(scripts.map((parts) => [parts.join(' + '), parts] as const))(
  'no function of %s is defined twice: the last one would be called everywhere',
  (_, parts) => {
    const names = [...script(parts, site.identity()).matchAll(/^(\w+)\(\) /gm)].map(([, name]) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  },
);

test('shellcheck has nothing to say of the probe that runs inside containers', () => {
  const { status, stdout } = spawnSync('shellcheck', ['-s', 'sh', '-'], {
    input: part('link-probe'),
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});
