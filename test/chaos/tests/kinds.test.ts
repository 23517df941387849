import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KINDS } from '../kinds/kinds';

const page = readFileSync(join(__dirname, '../../../docs/reliability.md'), 'utf8');
const told = [...page.matchAll(/^\| `([a-z0-9-]+)` \| (none|Pulumi) \|/gm)].map(
  ([, name, engine]) => `${name} ${engine}`,
);

test('docs/reliability.md tells of each kind, and whether it runs through the engine', () => {
  expect(told.sort()).toEqual(
    KINDS.map(({ name, engine }) => `${name} ${engine === 'pulumi' ? 'Pulumi' : 'none'}`).sort(),
  );
});
