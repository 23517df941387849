import { join } from 'node:path';
import { ask, onPath, run } from './command.mjs';

const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
let updated;

/** Installs distribution packages. Rejects where that is not possible: no apt, not root, no such package. What apt prints is no fact of a part. */
export async function aptInstall({ cache }, packages) {
  needApt();
  const log = join(cache, 'log/apt.log');
  const install = () =>
    run(
      'apt-get',
      ['install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', ...packages],
      {
        env: environment,
        seconds: 900,
        log,
      },
    );
  if (updated) return void (await install());
  // Lists a little out of date still serve most of the time, and updating them takes longer than installing.
  await install().catch(async () => {
    const stale = await update(log).catch((error) => error);
    await install().catch((error) => {
      throw stale instanceof Error ? stale : error;
    });
  });
}

/** The version apt would install, undefined when it knows no such package. */
export async function aptCandidate({ cache }, name) {
  needApt();
  const now = await candidate(name);
  if (now || updated) return now;
  await update(join(cache, 'log/apt.log')).catch(() => {});
  return candidate(name);
}

function needApt() {
  if (!onPath('apt-get').length) throw new Error('this is no Debian or Ubuntu (no apt-get)');
  if (process.getuid() !== 0) throw new Error('packages can only be installed as root');
}

async function candidate(name) {
  const policy = (await ask('apt-cache', ['policy', name])) ?? '';
  const version = /Candidate: (\S+)/.exec(policy)?.[1];
  return version === '(none)' ? undefined : version;
}

const update = (log) =>
  (updated ??= run('apt-get', ['update'], { env: environment, seconds: 300, log }).then(() => true));
