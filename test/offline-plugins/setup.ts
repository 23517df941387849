import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const ROOT = resolve(__dirname, '../..');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

/** Where set-up keeps what it made. */
export const CACHE = join(
  process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'),
  'chronos-rollback',
  version,
);

/** A directory of its own for one test file. */
export const scratch = () => mkdtempSync(join(tmpdir(), 'offline-plugins-'));
export const clear = (directory: string) => rmSync(directory, { recursive: true, force: true });

/** Builds a plugin into a directory, as set-up does. */
export function built(name: 'command' | 'docker', directory: string): string {
  execFileSync(process.execPath, [join(ROOT, 'tools/offline-plugins/build.mjs'), name, directory]);
  return join(directory, `pulumi-resource-${name}`);
}

/** An image that is on this machine and has a shell. */
export function localImage(): string {
  const { images } = JSON.parse(readFileSync(join(CACHE, 'setup.json'), 'utf8')) as {
    images: { node: string };
  };
  return images.node;
}

/** What the Docker command line prints. */
export const docker = (...args: string[]) => execFileSync('docker', args, { encoding: 'utf8' }).trim();
