// Bundles one of the offline plugins into a single executable: node build.mjs <command|docker> <outdir>
import { build } from 'esbuild';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';

const [name, outdir] = process.argv.slice(2);
if (!['command', 'docker'].includes(name) || !outdir) {
  console.error('usage: node tools/offline-plugins/build.mjs <command|docker> <outdir>');
  process.exit(2);
}

const outfile = join(outdir, `pulumi-resource-${name}`);
await build({
  entryPoints: [join(import.meta.dirname, name, 'main.ts')],
  outfile,
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  banner: { js: '#!/usr/bin/env node' },
  // Native parts of ssh2, which dockerode names and these plugins do not use: their absence is provided for.
  external: ['cpu-features', '*.node'],
  logLevel: 'warning',
});
chmodSync(outfile, 0o755);
