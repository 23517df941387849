import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';

const stampOf = (root) => join(root, 'node_modules/.installed-from');
const lockHash = (root) =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

/** The packages of the lock file. Their install scripts stay off: nothing here needs them. */
export const npm = {
  name: 'npm packages',
  key: 'npm',
  describe: ({ lock }) => `as in the lock file (${lock.slice(0, 8)})`,
  check({ root }) {
    const lock = lockHash(root);
    return existsSync(stampOf(root)) && readFileSync(stampOf(root), 'utf8') === lock ? { lock } : undefined;
  },
  ways: [
    {
      way: 'npm ci',
      origin: 'npm',
      async provide({ root, cache }) {
        await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
          cwd: root,
          seconds: 900,
          log: join(cache, 'log/npm.log'),
        });
        writeFileSync(stampOf(root), lockHash(root));
      },
    },
  ],
  todo: ({ root }) => [
    `Run \`npm ci --ignore-scripts\` in ${root} and see to what it says; then tools/setup again.`,
  ],
};
