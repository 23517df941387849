import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { ask, isExecutable } from './command.mjs';
import { install, link, programsOnPath } from './executables.mjs';
import { goBuild } from './go-build.mjs';
import { downloadCli, pinnedVersion } from './official-download.mjs';
import { atLeast, plainVersion } from './versions.mjs';

const build = {
  module: 'pulumi',
  target: 'github.com/pulumi/pulumi/pkg/v3/cmd/pulumi',
  name: 'pulumi',
  variables: { 'github.com/pulumi/pulumi/sdk/v3/go/common/version.Version': `v${pinnedVersion}` },
};

/** The Pulumi command line, as `bin/pulumi` of the cache. */
export const engine = {
  name: 'Pulumi CLI',
  key: 'engine',
  describe: ({ version, origin }) => `${version}, ${origin}`,
  async check({ cache }) {
    const version = await versionOf(join(cache, 'bin/pulumi'));
    return atLeast(version, pinnedVersion) ? { version: plainVersion(version) } : undefined;
  },
  ways: [
    { way: 'the one on PATH', origin: 'on PATH', provide: useTheOneOnPath },
    { way: 'official download', origin: 'official download', official: true, provide: downloadCli },
    {
      way: 'building from Go modules (some minutes)',
      origin: 'built from Go modules',
      provide: (context) => goBuild(context, build, (file) => install(context, 'pulumi', file)),
    },
  ],
  todo: () => [
    `Install Pulumi ${pinnedVersion} or later (https://www.pulumi.com/docs/install/) so that \`pulumi version\` answers,`,
    'or install Go 1.25 or later with access to Go modules; then run tools/setup --retry-official again.',
  ],
};

async function useTheOneOnPath(context) {
  const seen = [];
  for (const file of programsOnPath('pulumi')) {
    const version = await versionOf(file);
    if (atLeast(version, pinnedVersion)) return link(context, 'pulumi', realpathSync(file));
    seen.push(version ?? `${file}, which does not answer`);
  }
  throw new Error(
    seen.length ? `${pinnedVersion} or later is needed, it is ${seen.join(', ')}` : 'there is none',
  );
}

const versionOf = async (file) =>
  isExecutable(file)
    ? ask(file, ['version'], { env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: '1' } })
    : undefined;
