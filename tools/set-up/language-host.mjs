import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isExecutable } from './command.mjs';
import { install, installScript, link, programsOnPath } from './executables.mjs';
import { goBuild } from './go-build.mjs';
import { downloadCli } from './official-download.mjs';

const name = 'pulumi-language-nodejs';
/** The last version whose published Go module holds the Node language host; it works with the pinned CLI. */
const publishedVersion = '3.68.0';

const fromModules = 'built from Go modules';
/** That one by itself. */
const built = `${name}-built`;

/**
 * It with the options of Pulumi.yaml, which today's engine tells its language host by a call that this one does not know:
 * it takes them on its command line. Without them it would check the program's types on every cold start, which costs
 * seconds.
 */
const options = "-typescript=false -nodeargs='--require ./tools/typescript.cjs'";
const withOptions = `#!/bin/sh\nexec "$(dirname "$0")/${built}" ${options} "$@"\n`;

/** What runs the program for the engine, as `bin/pulumi-language-nodejs` of the cache. */
export const languageHost = {
  name: 'Node language host',
  key: 'language',
  describe: ({ version, origin }) => `${version}, ${origin}`,
  check({ cache, record }) {
    const known = record.get('language');
    const files = [name, ...(known?.origin === fromModules ? [built] : [])];
    if (!files.every((file) => isExecutable(join(cache, 'bin', file)))) return undefined;
    if (files.includes(built) && readFileSync(join(cache, 'bin', name), 'utf8') !== withOptions)
      return undefined;
    return known ?? bundled(record);
  },
  ways: [
    { way: "the CLI's own", origin: 'with the CLI on PATH', provide: useTheCliOwn },
    {
      way: 'official download',
      origin: 'official download',
      official: true,
      async provide(context) {
        await downloadCli(context);
        return bundled(context.record);
      },
    },
    {
      way: 'building from Go modules',
      origin: fromModules,
      async provide(context) {
        const target = `github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/${name}`;
        await goBuild(context, { module: 'language-host', target, name }, (file) =>
          install(context, built, file),
        );
        installScript(context, name, withOptions);
        return { version: publishedVersion };
      },
    },
  ],
  todo: () => [
    'Install Pulumi (https://www.pulumi.com/docs/install/), which brings its language host,',
    'or install Go 1.25 or later with access to Go modules; then run tools/setup --retry-official again.',
  ],
};

/** A release carries both, at one version. */
const bundled = (record) => ({ ...record.get('engine') });

function useTheCliOwn(context) {
  if (context.record.get('engine')?.origin !== 'on PATH') throw new Error('the CLI brought none');
  const beside = join(dirname(realpathSync(join(context.cache, 'bin/pulumi'))), name);
  const file = [beside, ...programsOnPath(name)].find(isExecutable);
  if (!file) throw new Error(`${name} is neither beside the CLI nor on PATH`);
  link(context, name, realpathSync(file));
  return bundled(context.record);
}
