import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostScriptsAreSound } from './hostScripts.mjs';
import { Kept, Known } from './known.mjs';
import { bin, root, sources, succeedsBeside } from './run.mjs';
import { seamsAreKept } from './seams.mjs';

const read = (file) => readFileSync(join(root, file), 'utf8');
const versionOf = (name) => JSON.parse(read(`node_modules/${name}/package.json`)).version;

/** Runs a tool on those of the files that it has not passed before. */
async function each(title, { name, depends, files, args, anew }) {
  const texts = new Map(files.map((file) => [file, read(file)]));
  const known = new Known(name, depends, anew);
  const unknown = known.unknown(texts);
  const said = `${title}: ${unknown.size} of ${texts.size} files, which have changed on this cache`;
  if (unknown.size === 0) {
    console.log(`\n── ${said}`);
    return true;
  }
  const ok = await succeedsBeside(said, bin(name), [...args, ...unknown.keys()]);
  if (ok) known.keep(texts);
  return ok;
}

const format = (files, anew) =>
  each('format', {
    name: 'prettier',
    depends: [versionOf('prettier'), ...['.prettierrc.json', '.prettierignore', '.editorconfig'].map(read)],
    files,
    anew,
    args: ['--check', '--log-level', 'warn', '--ignore-unknown'],
  });

/** None of its rules looks beyond the file: none has types. */
const lint = (files, anew) =>
  each('lint', {
    name: 'eslint',
    depends: [versionOf('eslint'), versionOf('typescript-eslint'), read('eslint.config.mjs')],
    files: files.filter((file) => /\.([cm]?js|ts)$/.test(file) || file === 'tools/setup'),
    anew,
    args: ['--no-warn-ignored'],
  });

async function types(anew) {
  const kept = new Kept('node_modules/.cache/tsc.tsbuildinfo');
  if (!anew) kept.take();
  const ok = await succeedsBeside('types', bin('tsc'), []);
  if (ok) kept.keep();
  return ok;
}

/** What tools/check/layers.cjs has layers for. */
const PROGRAM = ['index.ts', 'config.ts', 'machines', 'resources', 'audit', 'cli'];

const isShell = (file) =>
  /\.sh$|^tools\/bin\/|^(\.ci\/run|rollback)$/.test(file) && !file.startsWith('host/');

/**
 * All that is looked at without being run: whether each found nothing. None of the tools uses more than one core. `anew`:
 * also what has passed before.
 */
export function staticChecks(anew) {
  const files = sources();
  return Promise.all([
    format(files, anew),
    lint(files, anew),
    types(anew),
    succeedsBeside('layers', bin('depcruise'), ['--config', 'tools/check/layers.cjs', ...PROGRAM]),
    succeedsBeside('dead code', bin('knip'), []),
    succeedsBeside('shell scripts', 'shellcheck', ['-x', ...files.filter(isShell)]),
    hostScriptsAreSound(anew),
    seamsAreKept(PROGRAM),
  ]);
}
