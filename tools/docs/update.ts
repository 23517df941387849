import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withBlocks } from './blocks';
import { codesPage } from './codes';
import { deploymentsPage } from './deployments';
import { SCHEMAS } from './schemas';

const root = join(__dirname, '..', '..');
const readme = join(root, 'README.md');
const schemas = join(root, 'docs', 'json');
writeFileSync(readme, withBlocks(readFileSync(readme, 'utf8')));
writeFileSync(join(root, 'docs', 'codes.md'), codesPage());
writeFileSync(join(root, 'docs', 'deployments.md'), deploymentsPage());
mkdirSync(schemas, { recursive: true });
for (const [name, make] of Object.entries(SCHEMAS)) writeFileSync(join(schemas, name), make());
