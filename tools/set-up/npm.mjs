import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';

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
  const made = join(keptIn(cache), `.new-${process.pid}`);
  try {
    mkdirSync(keptIn(cache), { recursive: true });
    await copy(join(root, 'node_modules'), made);
    for (const name of readdirSync(keptIn(cache)).filter((other) => !other.startsWith('.new-')))
      rmSync(join(keptIn(cache), name), { recursive: true });
    renameSync(made, keptOf({ root, cache }));
  } catch {
    rmSync(made, { recursive: true, force: true });
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
        const { root } = context;
        if (existsSync(keptOf(context))) {
          rmSync(join(root, 'node_modules'), { recursive: true, force: true });
          await copy(keptOf(context), join(root, 'node_modules'));
        } else {
          await install(context);
          await keep(context);
        }
        writeFileSync(stampOf(root), lockHash(root));
      },
    },
  ],
  todo: ({ root }) => [
    `Run \`npm ci --ignore-scripts\` in ${root} and see to what it says; then tools/setup again.`,
  ],
};
