import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isExecutable, run } from './command.mjs';
import { siteAnswers } from './official-download.mjs';
import { readJson, workDirectory } from './places.mjs';

/** Only an offline plugin has this file: it says which sources it was made of. */
const marker = 'offline.json';
const sources = 'tools/offline-plugins';

/** A provider plugin, at the version its npm package asks for, in the cache's own plugin directory. */
const plugin = (name) => ({
  name: `${name} plugin`,
  key: `plugins.${name}`,
  describe: ({ version, origin }) =>
    origin === 'official' ? `${version}, official` : `${version}, OFFLINE plugin made of ${sources}`,
  check(context) {
    const version = wanted(context, name);
    const directory = installed(context.cache, name, version);
    if (!isExecutable(join(directory, `pulumi-resource-${name}`))) return undefined;
    if (!existsSync(join(directory, marker))) return { version, origin: 'official' };
    const { content } = readJson(join(directory, marker));
    return content === contentHash(context.root) ? { version, origin: 'offline', content } : undefined;
  },
  ways: [
    {
      way: 'official download',
      origin: 'official',
      official: true,
      provide: (context) => download(context, name),
    },
    { way: 'offline plugin', origin: 'offline', provide: (context) => makeOffline(context, name) },
  ],
  todo: () => [
    `Let \`pulumi plugin install resource ${name}\` reach its download site, then run tools/setup --retry-official;`,
    `or see why ${sources} cannot be bundled: node ${sources}/build.mjs ${name} <directory>.`,
  ],
});

export const commandPlugin = plugin('command');
export const dockerPlugin = plugin('docker');

async function download(context, name) {
  await siteAnswers();
  await installInto(context, name, []);
}

async function makeOffline(context, name) {
  const work = workDirectory(context.cache);
  try {
    await run(process.execPath, [join(sources, 'build.mjs'), name, work], {
      cwd: context.root,
      seconds: 120,
    });
    writeFileSync(join(work, marker), JSON.stringify({ content: contentHash(context.root) }));
    await installInto(context, name, ['--file', work]);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Installs into a Pulumi home of its own, then renames: nobody sees half a plugin. */
async function installInto(context, name, source) {
  const version = wanted(context, name);
  const home = workDirectory(context.cache);
  const target = installed(context.cache, name, version);
  try {
    await run(
      join(context.cache, 'bin/pulumi'),
      ['plugin', 'install', 'resource', name, version, ...source],
      {
        env: { ...process.env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: '1' },
        seconds: 300,
      },
    );
    mkdirSync(join(context.cache, 'pulumi-home/plugins'), { recursive: true });
    if (existsSync(target)) renameSync(target, join(home, 'replaced'));
    renameSync(join(home, 'plugins', `resource-${name}-v${version}`), target);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

const installed = (cache, name, version) =>
  join(cache, 'pulumi-home/plugins', `resource-${name}-v${version}`);

function wanted({ root }, name) {
  const { pulumi, version } = readJson(join(root, 'node_modules/@pulumi', name, 'package.json'));
  return (pulumi?.version ?? version).replace(/^v/, '');
}

/** Changes with any source of the offline plugins and with any package they bundle. */
function contentHash(root) {
  const files = readdirSync(join(root, sources), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash('sha256');
  for (const file of [...files, join(root, 'package-lock.json')]) {
    hash.update(`${file.slice(root.length)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}
