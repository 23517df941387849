import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deploymentsPage } from '../../../tools/docs/deployments';
import { PRACTICES } from '../../deployments/practices/all';

test('docs/deployments.md is as the practices make it (npm run docs)', () => {
  const page = readFileSync(join(__dirname, '../../../docs/deployments.md'), 'utf8');
  expect(page).toBe(deploymentsPage());
});

test('each practice has a name of its own and tells what it is', () => {
  const names = PRACTICES.map(({ title }) => /^([a-z][a-z ,-]*): ./.exec(title)?.[1]);
  expect(names).not.toContain(undefined);
  expect(new Set(names).size).toBe(names.length);
});
