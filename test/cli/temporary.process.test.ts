import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './engine';

const directory = mkdtempSync(join(tmpdir(), 'rollback-temporary-'));
afterAll(() => rmSync(directory, { recursive: true }));

test('compiled code is kept nowhere, where somebody else could put theirs: the directory for temporary files stays empty', () => {
  const env = { ...process.env, TMPDIR: directory };
  expect(execFileSync(join(ROOT, 'rollback'), ['--help'], { env, encoding: 'utf8' })).toMatch(/recover/);
  expect(readdirSync(directory)).toEqual([]);
});
