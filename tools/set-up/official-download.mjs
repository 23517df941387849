import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isExecutable, run } from './command.mjs';
import { install } from './executables.mjs';
import { workDirectory } from './places.mjs';

/** The CLI version this project is made and tested with. */
export const pinnedVersion = '3.259.0';

const site = 'https://get.pulumi.com';
const connectSeconds = 6;
let reachable;
let downloaded;

/** Rejects, with the reason, when Pulumi's download site gives no answer of any kind. Asked once a run. */
export const siteAnswers = () =>
  (reachable ??= curl(['--head', '--output', '/dev/null', '--max-time', '10', `${site}/`], 12));

/** Downloads the pinned release and installs its CLI and Node language host. Done once a run. */
export const downloadCli = (context) => (downloaded ??= downloadRelease(context));

async function downloadRelease(context) {
  await siteAnswers();
  const work = workDirectory(context.cache);
  const archive = join(work, 'pulumi.tar.gz');
  try {
    await curl(
      ['--fail', '--output', archive, `${site}/releases/sdk/pulumi-v${pinnedVersion}-${platform()}.tar.gz`],
      600,
    );
    mkdirSync(join(work, 'release'));
    await run('tar', ['-xzf', archive, '-C', join(work, 'release'), '--strip-components=1'], {
      seconds: 120,
    });
    const names = ['pulumi-language-nodejs', 'pulumi'].filter((name) =>
      isExecutable(join(work, 'release', name)),
    );
    for (const name of names) install(context, name, join(work, 'release', name));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const curl = (args, seconds) =>
  run('curl', ['--silent', '--show-error', '--location', '--connect-timeout', `${connectSeconds}`, ...args], {
    seconds,
  });

function platform() {
  const system = { linux: 'linux', darwin: 'darwin' }[process.platform];
  const machine = { x64: 'x64', arm64: 'arm64' }[process.arch];
  if (!system || !machine) throw new Error(`there is no release for ${process.platform} ${process.arch}`);
  return `${system}-${machine}`;
}
