import {
  closeSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { onPath } from './command.mjs';
import { workDirectory } from './places.mjs';

/** Moves an executable into the cache's `bin`, replacing an older one at once. */
export function install({ cache }, name, file) {
  mkdirSync(join(cache, 'bin'), { recursive: true });
  renameSync(file, join(cache, 'bin', name));
}

/** Makes `bin/<name>` of the cache point to a file elsewhere, replacing an older one at once. */
export const link = (context, name, file) => make(context, name, (path) => symlinkSync(file, path));

/** Makes `bin/<name>` of the cache a script, replacing an older one at once. */
export const installScript = (context, name, text) =>
  make(context, name, (path) => writeFileSync(path, text, { mode: 0o755 }));

function make(context, name, at) {
  const work = workDirectory(context.cache);
  at(join(work, name));
  install(context, name, join(work, name));
  rmSync(work, { recursive: true });
}

/** The executables of this name on PATH which are programs: `tools/bin/pulumi` of this or another clone is a script. */
export const programsOnPath = (name, path) => onPath(name, path).filter((file) => !isScript(file));

function isScript(file) {
  const start = Buffer.alloc(2);
  const descriptor = openSync(file, 'r');
  readSync(descriptor, start, 0, 2, 0);
  closeSync(descriptor);
  return start.toString() === '#!';
}
