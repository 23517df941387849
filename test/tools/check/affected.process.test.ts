import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as host from '../../../resources/script/hostScript';
import { load, root } from '../load';

interface Affected {
  sources: string[];
  places: string[];
}
const { affected } = load<{
  affected: (changed: string[], known: string[], scripts: typeof host) => Affected;
}>('check/affected.mjs');

const known = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);
const of = (...changed: string[]) => affected(changed, known, host);

test('a change of the program is looked for in the tests that run it as a whole, too', () => {
  expect(of('machines/detect/detect.ts')).toMatchObject({
    sources: ['machines/detect/detect.ts'],
    places: expect.arrayContaining(['test/e2e/', 'test/upgrade/']) as string[],
  });
});

test('a change of a host script is looked for where that script runs, and where scripts that hold it run', () => {
  const { sources, places } = of('host/lib/postgres/csv-export.sh');
  expect(places).toContain('test/e2e/');
  expect(sources).toContain('test/host/commands/exportWrites.test.ts');
  expect(sources).not.toContain('test/host/lib/journal/lease.test.ts');
});

test('a change of the library of all host scripts is looked for in each of their tests', () => {
  expect(of('host/lib/base.sh').sources).toEqual(
    expect.arrayContaining(of('host/lib/journal/journal.sh').sources),
  );
});

test('a change of what spells a code is looked for in the tests that read its words', () => {
  for (const file of [
    'machines/detect/detect.ts',
    'audit/outputs.ts',
    'cli/main.ts',
    'host/lib/postgres/retained-databases.sh',
    'rollback',
  ])
    expect(of(file).places).toEqual(
      expect.arrayContaining(['test/machines/words/', 'test/resources/hostCodes']),
    );
});

test('a change of demo or plugins is looked for in the tests that start them', () => {
  expect(of('demo/chronos/deployment/scripts/deploy.sh').places).toEqual(
    expect.arrayContaining(['test/e2e/', 'test/demo/']),
  );
  expect(of('host/lib/checkpoint/before.sh').places).toContain('test/demo/');
  expect(of('host/steps/stop.sh').places).not.toContain('test/demo/');
  expect(of('tools/offline-plugins/docker/tag.ts').places).toContain('test/offline-plugins/');
});

test('a change of what reads or runs all tests is looked for in all of them', () => {
  expect(of('package-lock.json').places).toEqual(['test/']);
  for (const file of ['patience.ts', 'runtime.cjs'])
    expect(of(`test/support/jest/${file}`).places).toContain('test/');
});

test('a file that is gone has no dependants of its own', () => {
  expect(affected(['machines/gone.ts'], known, host).sources).toEqual([]);
});

test('each place of tests that it names is there', () => {
  const text = readFileSync(join(root, 'tools/check/affected.mjs'), 'utf8');
  const places = [...text.matchAll(/'(test\/[\w./-]*)'/g)].map(([, place = '']) => place);
  expect(places.length).toBeGreaterThan(10);
  expect(places.filter((place) => !known.some((file) => file.startsWith(place)))).toEqual([]);
});
