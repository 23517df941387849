import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { emptyCache } from '../emptyCache';
import { load, root } from '../load';

interface Result {
  readonly name: string;
  readonly status: string;
}
const { digests, keepPassed, passedBefore } = load<{
  digests: () => ReadonlyMap<string, string>;
  keepPassed: (report: { testResults: readonly Result[] }, taken: ReadonlyMap<string, string>) => void;
  passedBefore: (contract: string, taken: ReadonlyMap<string, string>) => string | undefined;
}>('check/contract.mjs');
const { sources } = load<{ sources: (place: string) => string[] }>('check/run.mjs');

const results = sources('test/offline-plugins')
  .filter((name) => name.endsWith('.test.ts'))
  .map((name): Result => ({ name: join(root, name), status: 'passed' }));
const other = { name: join(root, 'test/config.test.ts'), status: 'passed' };
const cache = emptyCache();

test('a contract has not passed before on an empty cache, nor by a run that lacks one of its test files', () => {
  keepPassed({ testResults: [other] }, digests());
  keepPassed({ testResults: results.slice(1) }, digests());
  keepPassed(
    { testResults: results.map((one, index) => (index > 0 ? one : { ...one, status: 'failed' })) },
    digests(),
  );
  expect([passedBefore('plugins', digests()), existsSync(join(cache, 'chronos-rollback'))]).toEqual([
    undefined,
    false,
  ]);
});

test('a contract has passed under the digest that was taken before, and no other has', () => {
  keepPassed({ testResults: [other, ...results] }, new Map([['plugins', 'of another text']]));
  expect(passedBefore('plugins', digests())).toBeUndefined();
  keepPassed({ testResults: [other, ...results] }, digests());
  expect(passedBefore('plugins', digests())).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(passedBefore('demo', digests())).toBeUndefined();
});
