import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from '../load';

interface Place {
  readonly root: string;
  readonly cache: string;
}
const { npm } = load<{
  npm: { check: (place: Place) => unknown; ways: { provide: (place: Place) => Promise<void> }[] };
}>('set-up/npm.mjs');

const directory = mkdtempSync(join(tmpdir(), 'packages-'));
afterAll(() => rmSync(directory, { recursive: true }));

const cache = join(directory, 'cache');
const kept = join(cache, 'packages');

/** A checkout with a package of its own, under that version. */
function checkout(name: string, version: string): Place {
  const root = join(directory, name);
  mkdirSync(join(root, 'own'), { recursive: true });
  const write = (file: string, content: object) => writeFileSync(join(root, file), JSON.stringify(content));
  write('own/package.json', { name: 'own', version });
  write('package.json', { name: 'main', version: '1.0.0', dependencies: { own: 'file:own' } });
  const packages = {
    '': { name: 'main', version: '1.0.0', dependencies: { own: 'file:own' } },
    own: { version },
    'node_modules/own': { resolved: 'own', link: true },
  };
  write('package-lock.json', {
    name: 'main',
    version: '1.0.0',
    lockfileVersion: 3,
    requires: true,
    packages,
  });
  return { root, cache };
}
const provide = (place: Place) => npm.ways[0]?.provide(place);
const version = ({ root }: Place) =>
  (JSON.parse(readFileSync(join(root, 'node_modules/own/package.json'), 'utf8')) as { version: string })
    .version;

test('packages are installed once for a lock file, and copied into the next checkout that has the same', async () => {
  const [first, second] = [checkout('first', '1.0.0'), checkout('second', '1.0.0')];
  await provide(first);
  expect([version(first), npm.check(first), npm.check(second)]).toEqual([
    '1.0.0',
    expect.anything(),
    undefined,
  ]);
  writeFileSync(join(kept, readdirSync(kept)[0] ?? '', 'of the cache'), '');
  await provide(second);
  expect(version(second)).toBe('1.0.0');
  expect(npm.check(second)).toBeDefined();
  expect(existsSync(join(second.root, 'node_modules/of the cache'))).toBe(true);
});

test('another lock file gets its own packages, which are then the ones that are kept', async () => {
  const third = checkout('third', '2.0.0');
  await provide(third);
  expect(version(third)).toBe('2.0.0');
  expect(readdirSync(kept)).toHaveLength(1);
  expect(existsSync(join(third.root, 'node_modules/of the cache'))).toBe(false);
});
