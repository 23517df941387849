import { buildSync } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const root = join(__dirname, '../..');

/** A module below tools/, made loadable here: jest cannot load ES modules by itself. */
export function load<T>(name: string): T {
  const entry = join(root, 'tools', name);
  const outfile = join(mkdtempSync(join(tmpdir(), 'chronos-tools-')), 'module.cjs');
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(entry).href) },
  });
  try {
    return jest.requireActual<T & object>(outfile);
  } finally {
    rmSync(dirname(outfile), { recursive: true });
  }
}
