import { createRequire } from 'node:module';
import '../typescript.cjs';
import { affected } from './affected.mjs';
import { bin, linesOf, root, sources } from './run.mjs';

const host = createRequire(import.meta.url)('../../resources/script/hostScript.ts');
const own = (path) => path.replace(`${root}/`, '');

/** The commit since which everything counts as changed: the one given, or where this branch left main. */
function begin(given) {
  if (given !== undefined) return given;
  const mains = ['origin/main', 'main'];
  const [main] = mains.flatMap((name) => linesOf('git', ['rev-parse', '--verify', '--quiet', name]));
  return main === undefined ? 'HEAD' : (linesOf('git', ['merge-base', 'HEAD', main])[0] ?? 'HEAD');
}

/** The test files of some projects that a change since a commit can have broken, uncommitted and new files included. */
export function changedTests(projects, given) {
  const since = begin(given);
  const changed = [
    ...linesOf('git', ['diff', '--name-only', since]),
    ...linesOf('git', ['ls-files', '--others', '--exclude-standard']),
  ];
  const known = sources();
  const touched = affected(changed, known, host);
  const list = (...words) =>
    linesOf(bin('jest'), ['--listTests', '--selectProjects', ...projects, ...words]).map(own);
  const found = new Set([
    ...(touched.sources.length > 0 ? list('--findRelatedTests', ...touched.sources) : []),
    ...list().filter((test) => touched.places.some((place) => test.startsWith(place))),
  ]);
  return { since, changed, tests: [...found].sort() };
}
