import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout this set-up belongs to. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Where built and downloaded tools of this version live; every clone of the version shares it. */
export const cacheDirectory = (env = process.env) =>
  join(
    env.XDG_CACHE_HOME || join(homedir(), '.cache'),
    'chronos-rollback',
    readJson(join(root, 'package.json')).version,
  );

const temporary = 'making-';

/** A new directory on the cache's own file system, so that what is made in it can be renamed into place. */
export function workDirectory(cache) {
  mkdirSync(cache, { recursive: true });
  return mkdtempSync(join(cache, temporary));
}

/** Removes what a killed run has left half made. Only for the holder of the lock. */
export function sweep(cache) {
  for (const name of readdirSync(cache)) {
    if (name.startsWith(temporary)) rmSync(join(cache, name), { recursive: true, force: true });
  }
}
