import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withBlocks } from './blocks';
import { codesPage } from './codes';

const root = join(__dirname, '..', '..');
const readme = join(root, 'README.md');
writeFileSync(readme, withBlocks(readFileSync(readme, 'utf8')));
writeFileSync(join(root, 'docs', 'codes.md'), codesPage());
