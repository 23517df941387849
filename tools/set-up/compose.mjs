import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { aptCandidate, aptInstall } from './apt.mjs';
import { ask, isExecutable, onPath } from './command.mjs';
import { goBuild } from './go-build.mjs';
import { atLeast, plainVersion } from './versions.mjs';

const version = '2.40.3';
const build = {
  module: 'compose',
  target: 'github.com/docker/compose/v2/cmd',
  name: 'docker-compose',
  variables: { 'github.com/docker/compose/v2/internal.Version': `v${version}` },
};
const ownPlugins = () => join(process.env.DOCKER_CONFIG || join(homedir(), '.docker'), 'cli-plugins');
const systemPlugins = ['/usr/local/lib', '/usr/local/libexec', '/usr/lib', '/usr/libexec'].map((directory) =>
  join(directory, 'docker/cli-plugins'),
);

/** Compose v2 or later, as a plugin of the docker command or on its own. */
export const composeV2 = {
  name: 'Compose v2',
  key: 'compose.v2',
  describe: ({ version, path, origin }) => `${version}, ${path}, ${origin}`,
  check: ({ record }) => firstThat(record.get('compose.v2'), candidates(), isV2),
  ways: [
    {
      way: 'distribution package',
      origin: 'distribution package',
      provide: (context) => installPackage(context, isV2, v2Packages),
    },
    { way: 'building from Go modules', origin: 'built from Go modules', provide: buildPlugin },
  ],
  todo: () => [
    'Install the Compose plugin (https://docs.docker.com/compose/install/) so that `docker compose version` answers,',
    'or install Go 1.25 or later with access to Go modules; then run tools/setup again.',
  ],
};

/** Compose v1, for the tests: deployments made by it must be rolled back as well. Not every system has it any more. */
export const composeV1 = {
  name: 'Compose v1',
  key: 'compose.v1',
  optional: true,
  describe: ({ version, path }) => `${version}, ${path}`,
  check: ({ record }) => firstThat(record.get('compose.v1'), onPath('docker-compose'), isV1),
  ways: [
    {
      way: 'distribution package',
      origin: 'distribution package',
      provide: (context) => installPackage(context, isV1, ['docker-compose']),
    },
  ],
  todo: () => [],
};

const v2Packages = ['docker-compose-plugin', 'docker-compose-v2', 'docker-compose'];
const isV2 = (text) => atLeast(text, '2.0');
const isV1 = (text) => atLeast(text, '1.25') && !isV2(text);

const candidates = () => [
  ...[ownPlugins(), ...systemPlugins].map((directory) => join(directory, 'docker-compose')),
  ...onPath('docker-compose'),
];

/** The recorded one as long as its file is the same (asking v1 for its version takes a second), else the first that fits. */
async function firstThat(recorded, paths, fits) {
  if (recorded && isExecutable(recorded.path) && recorded.file === identity(recorded.path)) return recorded;
  for (const path of new Set(paths.filter(isExecutable))) {
    const version = await ask(path, ['version', '--short']);
    if (fits(version)) return { version: plainVersion(version), path, file: identity(path) };
  }
  return undefined;
}

function identity(path) {
  const { size, mtimeMs } = statSync(path);
  return `${size} bytes of ${new Date(mtimeMs).toISOString()}`;
}

async function installPackage(context, fits, names) {
  for (const name of names) {
    if (fits(await aptCandidate(context, name))) return void (await aptInstall(context, [name]));
  }
  throw new Error(`the distribution has none in ${names.join(', ')}`);
}

function buildPlugin(context) {
  return goBuild(context, build, (file) => {
    const directory = process.getuid() === 0 ? systemPlugins[0] : ownPlugins();
    mkdirSync(directory, { recursive: true });
    const work = mkdtempSync(join(directory, '.making-'));
    try {
      copyFileSync(file, join(work, 'docker-compose'));
      chmodSync(join(work, 'docker-compose'), 0o755);
      renameSync(join(work, 'docker-compose'), join(directory, 'docker-compose'));
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
}
