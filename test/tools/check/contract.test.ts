import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { emptyCache } from '../emptyCache';
import { load, root } from '../load';

const { keepPassed, passedBefore } = load<{
  keepPassed: (report: { testResults: { name: string; status: string }[] }) => void;
  passedBefore: (contract: string) => string | undefined;
}>('check/contract.mjs');

const contract = (status: string) => ({
  name: join(root, 'test/offline-plugins/command.test.ts'),
  status,
});
const other = { name: join(root, 'test/config.test.ts'), status: 'passed' };
const cache = emptyCache();

test('the contract of the plugins has not passed before on an empty cache, nor by a run without its tests', () => {
  keepPassed({ testResults: [other] });
  keepPassed({ testResults: [contract('passed'), contract('failed')] });
  expect([passedBefore('plugins'), existsSync(join(cache, 'chronos-rollback'))]).toEqual([undefined, false]);
});

test('the contract of the plugins has passed once all its tests have, and says when; the other has not', () => {
  keepPassed({ testResults: [other, contract('passed')] });
  expect(passedBefore('plugins')).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(passedBefore('demo')).toBeUndefined();
});
