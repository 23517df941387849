import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { aptInstall } from './apt.mjs';
import { ask, onPath, run } from './command.mjs';
import { root, workDirectory } from './places.mjs';

const release = 'bookworm';
const base = `chronos-rollback/demo-base:${release}`;
const bundle = 'etc/ssl/certs/ca-certificates.crt';
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Node and npm of this machine on a minimal Debian; the distribution's own where they do not run there. */
export async function makeNodeImage(context) {
  await makeBase(context);
  const tag = 'chronos-rollback/demo-node:20';
  await build(context, 'node', tag, copyNode).catch(() => build(context, 'node-packaged', tag));
}

/** PostgreSQL 15 on a minimal Debian, with what the demo uses of the official image's interface. */
export async function makePostgresImage(context) {
  await makeBase(context);
  await build(context, 'postgres', 'chronos-rollback/demo-postgres:15');
}

async function makeBase(context) {
  if (await ask('docker', ['image', 'inspect', '--format', '{{.Id}}', base])) return;
  if (process.getuid() !== 0) throw new Error('a base image can only be made as root');
  const mirror = debianMirror();
  if (!mirror) throw new Error('this machine has no Debian mirror in its package sources');
  if (!onPath('debootstrap').length || !existsSync(keyring)) {
    await aptInstall(context, ['debootstrap', 'debian-archive-keyring']);
  }
  const work = workDirectory(context.cache);
  const log = join(context.cache, 'log/debootstrap.log');
  const tree = join(work, 'tree');
  try {
    await run(
      'debootstrap',
      ['--variant=minbase', '--include=ca-certificates', `--keyring=${keyring}`, release, tree, mirror],
      {
        seconds: 900,
        log,
      },
    );
    for (const directory of ['var/cache/apt/archives', 'var/lib/apt/lists']) emptied(join(tree, directory));
    await run(
      'sh',
      ['-c', 'tar -C "$0" -c . | docker import --change "ENV LANG=C.UTF-8" - "$1"', tree, base],
      { seconds: 300, log },
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Builds a recipe of `images/`; `fill` adds to its context what is taken from this machine. */
async function build(context, recipe, tag, fill = () => {}) {
  const work = workDirectory(context.cache);
  try {
    cpSync(join(root, 'tools/set-up/images', recipe), work, { recursive: true });
    const trust = copyTrust(join(work, 'trust'));
    await fill(work);
    const forwarded = ['http_proxy', 'https_proxy', 'no_proxy']
      .flatMap((name) => [name, name.toUpperCase()])
      .filter((name) => process.env[name]);
    await run(
      'docker',
      [
        'build',
        '--network=host',
        '--tag',
        tag,
        '--build-arg',
        `BASE=${base}`,
        '--build-arg',
        `TRUST=${trust}`,
      ]
        .concat(forwarded.flatMap((name) => ['--build-arg', name]))
        .concat(work),
      { seconds: 900, log: join(context.cache, 'log', `${recipe}-image.log`) },
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * Where this machine trusts more than the usual authorities, the images must too: its bundle is copied to the place
 * Debian keeps it. Gives that place, or an empty text when there is no need.
 */
function copyTrust(directory) {
  mkdirSync(directory);
  const extra = [process.env.NODE_EXTRA_CA_CERTS, process.env.SSL_CERT_FILE].find(
    (file) => file && existsSync(file),
  );
  if (!extra) return '';
  cpSync(realpathSync(extra), join(directory, 'ca-certificates.crt'));
  return `/${bundle}`;
}

async function copyNode(work) {
  const npm = dirname(dirname(realpathSync(onPath('npm')[0])));
  mkdirSync(join(work, 'node/bin'), { recursive: true });
  cpSync(realpathSync(process.execPath), join(work, 'node/bin/node'));
  cpSync(npm, join(work, 'node/lib/node_modules/npm'), { recursive: true, verbatimSymlinks: true });
}

/** The first Debian archive in apt's sources (one-line and deb822 style), not the one of security updates. */
export function debianMirror(directory = '/etc/apt') {
  const files = [join(directory, 'sources.list')];
  const more = join(directory, 'sources.list.d');
  if (existsSync(more))
    files.push(
      ...readdirSync(more)
        .sort()
        .map((name) => join(more, name)),
    );
  const text = files
    .filter((file) => /\.(list|sources)$/.test(file) && existsSync(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
    .replace(/^\s*#.*$/gm, '');
  return [...text.matchAll(/^(?:deb\s.*?|URIs:\s*)(https?:\/\/\S*\/debian)\/?(?=\s|$)/gm)][0]?.[1];
}

function emptied(directory) {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory);
}
