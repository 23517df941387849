import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, root } from '../load';

const { keepPassed, passedBefore } = load<{
  keepPassed: (report: { testResults: { name: string; status: string }[] }) => void;
  passedBefore: () => string | undefined;
}>('check/contract.mjs');

const contract = (status: string) => ({
  name: join(root, 'test/offline-plugins/command.test.ts'),
  status,
});
const other = { name: join(root, 'test/config.test.ts'), status: 'passed' };
const before = process.env['XDG_CACHE_HOME'];
const cache = mkdtempSync(join(tmpdir(), 'contracts-'));

beforeAll(() => void (process.env['XDG_CACHE_HOME'] = cache));
afterAll(() => {
  if (before === undefined) delete process.env['XDG_CACHE_HOME'];
  else process.env['XDG_CACHE_HOME'] = before;
  rmSync(cache, { recursive: true });
});

test('the contract of the plugins has not passed before on an empty cache, nor by a run without its tests', () => {
  keepPassed({ testResults: [other] });
  keepPassed({ testResults: [contract('passed'), contract('failed')] });
  expect([passedBefore(), existsSync(join(cache, 'chronos-rollback'))]).toEqual([undefined, false]);
});

test('the contract of the plugins has passed once all its tests have, and says when', () => {
  keepPassed({ testResults: [other, contract('passed')] });
  expect(passedBefore()).toMatch(/^\d{4}-\d\d-\d\d$/);
});
