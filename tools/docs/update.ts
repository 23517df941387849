import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withBlocks } from './blocks';

const readme = join(__dirname, '..', '..', 'README.md');
writeFileSync(readme, withBlocks(readFileSync(readme, 'utf8')));
