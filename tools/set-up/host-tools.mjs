import { aptInstall } from './apt.mjs';
import { ask, onPath } from './command.mjs';
import { atLeast, plainVersion } from './versions.mjs';

const oldestBash = '4.4';
const packages = ['git', 'bash', 'curl', 'util-linux', 'procps', 'ca-certificates'];

/** What the host scripts, the program and this set-up call. */
export const hostTools = {
  name: 'host tools',
  key: 'tools',
  describe: ({ git, bash }) => `git ${git}, bash ${bash}, curl, flock, ps`,
  async check() {
    if ((await missing()).length) return undefined;
    const [git, bash] = await Promise.all(['git', 'bash'].map((name) => ask(name, ['--version'])));
    return { git: plainVersion(git), bash: plainVersion(bash) };
  },
  ways: [
    {
      way: 'distribution packages',
      origin: 'distribution package',
      async provide(context) {
        await aptInstall(context, packages);
        const still = await missing();
        if (still.length) throw new Error(`still missing: ${still.join(', ')}`);
      },
    },
  ],
  todo: () => [
    `Install git, bash ${oldestBash} or later, curl, flock and ps, on Debian or Ubuntu by`,
    `  sudo apt-get update && sudo apt-get install -y ${packages.join(' ')}`,
    'then run tools/setup again.',
  ],
};

/** What only the tests need, and every distribution has: it tells its version by the package's name, or is asked otherwise. */
const forTests = (name, key, pack = name, question = [pack, ['--version']]) => ({
  name,
  key,
  describe: ({ version }) => version,
  async check() {
    const version = await ask(...question);
    return version && { version: plainVersion(version) };
  },
  ways: [
    {
      way: 'distribution package',
      origin: 'distribution package',
      provide: (context) => aptInstall(context, [pack]),
    },
  ],
  todo: () => [
    `sudo apt-get update && sudo apt-get install -y ${pack}, then tools/setup --with-tests again.`,
  ],
});

/** For the tests of the host scripts. */
export const shellcheck = forTests('shellcheck', 'shellcheck');

/** Another time of day for single processes, for `npm run chaos`. */
export const faketime = forTests('libfaketime', 'faketime', 'faketime');

/** A bridge for a Docker daemon of its own, for the same. */
export const iproute = forTests('iproute2', 'iproute2', 'iproute2', ['ip', ['-V']]);

/** A registry to pull from, for the tests of the host scripts. They start it; nothing of it runs by itself. */
export const registry = forTests('docker-registry', 'registry');

async function missing() {
  const names = ['git', 'curl', 'flock', 'ps', 'bash'].filter((name) => !onPath(name).length);
  if (!names.includes('bash') && !atLeast(await ask('bash', ['--version']), oldestBash))
    names.push(`bash ${oldestBash}`);
  return names;
}
