import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTarget } from '../../../../machines/detect/observe/targetRelease';
import { Site } from '../../../support/host/host';

let site: Site;
beforeEach(() => {
  site = new Site();
  site.withoutDocker();
});
afterEach(() => site.remove());

const FILE = 'docker-compose.production.yml';
const INCLUDED = {
  [FILE]: 'include: [parts/web.yml]\n',
  'parts/web.yml': 'services: { web: { image: web:1 } }\n',
};
/** Where copies are kept on this host: in memory where it has such a file system. */
const place =
  spawnSync('stat', ['-f', '-c', '%T', '/dev/shm'], { encoding: 'utf8' }).stdout.trim() === 'tmpfs'
    ? '/dev/shm'
    : '';
/** Those of this site; others may be at work on the same host. */
const copies = () =>
  readdirSync(place || site.temporary).filter(
    (name) =>
      name.startsWith('chronos-copy-') &&
      existsSync(join(place || site.temporary, name, 'root', site.directory)),
  );

test('holds what Compose opens and no more, for its owner alone, and is gone when the script has ended', async () => {
  const v1 = site.release('v1', { ...INCLUDED, 'big/one.bin': 'x'.repeat(1000), '.env.other': 'A=b\n' });
  const seen = join(site.parent, 'seen');
  site.instead(
    'docker',
    `for copy in ${place || '"$TMPDIR"'}/chronos-copy-*; do if test -d "$copy/root${site.directory}"; then find "$copy" -printf '%m %P\\n'; fi; done >>'${seen}' 2>/dev/null; real "$@"`,
  );
  expect(parseTarget(await site.facts('target', { COMMIT: v1 })).target?.services).toHaveProperty('web');
  expect(copies()).toEqual([]);
  const all = spawnSync('sort', ['-u', seen], { encoding: 'utf8' }).stdout;
  expect(all).toMatch(/^700 $/m);
  expect(all).toMatch(/parts\/web\.yml$/m);
  expect(all).not.toMatch(/one\.bin|env\.other/);
});

test('what a killed command has left is removed by the next one, and nothing else', async () => {
  const v1 = site.release('v1', INCLUDED);
  const sleeper = spawn('sleep', ['60']);
  const gone = spawnSync('true').pid;
  const [dead, alive] = [gone, sleeper.pid ?? 0].map((owner) =>
    join(place || site.temporary, `chronos-copy-${owner}-abcdefgh`),
  );
  for (const copy of [dead, alive]) mkdirSync(copy ?? '');
  writeFileSync(join(dead ?? '', 'secret'), 'opensesame');
  try {
    await site.facts('target', { COMMIT: v1 });
    expect([existsSync(dead ?? ''), statSync(alive ?? '').isDirectory()]).toEqual([false, true]);
  } finally {
    sleeper.kill();
    spawnSync('rm', ['-rf', dead ?? '', alive ?? '']);
  }
});

test('a file of the repository that is named by its absolute path is the one of the commit', async () => {
  const plain = join(site.parent, 'plain');
  symlinkSync(site.directory, plain);
  const base = (label: string) => `services: { base: { labels: { is: ${label} } } }\n`;
  const files = (label: string) => ({
    [FILE]: `services: { web: { image: web:1, extends: { file: ${plain}/base.yml, service: base } } }\n`,
    'base.yml': base(label),
  });
  const v1 = site.release('v1', files('good'));
  site.release('v2', files('bad'));
  const { target, inputs } = parseTarget(await site.facts('target', { COMMIT: v1, DIRECTORY: plain }));
  expect(target?.services['web']).toMatchObject({ labels: { is: 'good' } });
  expect(inputs).toEqual([]);
});
