import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { workDirectory } from './places.mjs';

const stampOf = (root) => join(root, 'node_modules/.installed-from');
const lockHash = (root) =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

/** Where the cache keeps what a lock file came to with this Node, for the next checkout. */
const keptIn = (cache) => join(cache, 'packages');
const nameOf = (root) => `${lockHash(root).slice(0, 16)}-${process.version}-${process.arch}`;
const keptOf = ({ root, cache }) => join(keptIn(cache), nameOf(root));

/** Modes and links stay as they are. */
const copy = (from, to) => run('cp', ['-RPp', from, to], { seconds: 300 });

const install = ({ root, cache }) =>
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: root,
    seconds: 900,
    log: join(cache, 'log/npm.log'),
  });

/** Keeps the packages as they were installed, in the place of those kept before; where there is no room for them, none. */
async function keep({ root, cache }) {
  const work = workDirectory(cache);
  try {
    await copy(join(root, 'node_modules'), join(work, 'node_modules'));
    rmSync(keptIn(cache), { recursive: true, force: true });
    mkdirSync(keptIn(cache));
    renameSync(join(work, 'node_modules'), keptOf({ root, cache }));
  } catch {
    // Without a copy they are installed again.
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Copies those that are kept into the checkout: whether there were any that could be copied. */
async function copied({ root, cache }) {
  const kept = keptOf({ root, cache });
  if (!existsSync(kept)) return false;
  try {
    rmSync(join(root, 'node_modules'), { recursive: true, force: true });
    await copy(kept, join(root, 'node_modules'));
    return true;
  } catch {
    rmSync(kept, { recursive: true, force: true });
    return false;
  }
}

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
      way: 'a copy that the cache has, or npm ci',
      origin: 'npm',
      async provide(context) {
        if (!(await copied(context))) {
          await install(context);
          await keep(context);
        }
        writeFileSync(stampOf(context.root), lockHash(context.root));
      },
    },
  ],
  todo: ({ root }) => [
    `Run \`npm ci --ignore-scripts\` in ${root} and see to what it says; then tools/setup again.`,
  ],
};
