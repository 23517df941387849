import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

/** What of a test run depends on a file that no test imports: the file, and where the tests are that run it. */
const RUNS = [
  [
    /^(package(-lock)?\.json|jest\.config\.mjs|tsconfig\.json|tools\/(typescript|lazySdk)\.cjs|test\/(sequencer|support\/jest\/(patience|runtime))\.\w+)$/,
    ['test/'],
  ],
  [
    /^((index|config)\.ts|Pulumi\.yaml|tools\/bin\/.*)$|^(machines|resources|audit)\//,
    ['test/e2e/', 'test/deployments/', 'test/upgrade/'],
  ],
  [/^(rollback$|cli\/|tools\/env\.sh)/, ['test/e2e/frontDoor', 'test/cli/']],
  [/^host\//, ['test/e2e/', 'test/deployments/', 'test/upgrade/', 'test/resources/script']],
  // Which the front door calls by names of its own.
  [/^host\/queries\/(read-journal|running-step|discover)\.sh$/, ['test/host/queries/askedByCli']],
  [/^host\/queries\/discover\.sh$/, ['test/host/queries/discover']],
  // They read the words of each code in the sources.
  [/^(machines|audit|cli|host)\/|^rollback$/, ['test/machines/words/', 'test/resources/hostCodes']],
  [/^(demo|test\/support|tools\/set-up)\//, ['test/demo/contract/']],
  [/^demo\//, ['test/e2e/', 'test/demo/']],
  [/^test\/(chaos|support)/, ['test/e2e/chaos']],
  [/^test\/upgrade\//, ['test/upgrade/']],
  [/^tools\/offline-plugins\//, ['test/offline-plugins/', 'test/e2e/']],
  [/^tools\/(set-up\/|setup$)/, ['test/tools/setup/']],
  [/^tools\/check/, ['test/tools/check/']],
  [/^(README\.md|docs\/|machines\/|config\.ts)/, ['test/tools/docs/', 'test/chaos/tests/kinds']],
];

/** The scripts of `host/`, by their names, that are made of one of these; those themselves, too. */
const holders = (names, all, { partsOf }) =>
  all.filter((one) => {
    const parts = partsOf(one);
    return names.some((name) => parts.has(name));
  });

/** The sources of tests that name one of these scripts: what of the host's tests runs it. */
function naming(scripts, sources) {
  if (scripts.length === 0) return [];
  // A step is called by the name of its state, a query by what it is about.
  const short = scripts.map((name) => name.replace(/^(steps|queries)\//, ''));
  const named = new RegExp(`['"\`](${[...scripts, ...short].join('|')})['"\`]`);
  return sources.filter(
    (file) =>
      /^test\/(host|support|resources)\/.*\.ts$/.test(file) &&
      named.test(readFileSync(join(root, file), 'utf8')),
  );
}

/**
 * What changed files can have broken: sources whose dependants are to be run, and tests to be run by their place. `host`
 * is resources/script/hostScript.ts, which puts the host's scripts together.
 */
export function affected(changed, known, host) {
  const places = RUNS.flatMap(([pattern, tests]) =>
    changed.some((file) => pattern.test(file)) ? tests : [],
  );
  const scripts = (files) =>
    files.flatMap((file) => (/^host\/.+\.sh$/.test(file) ? [file.slice(5, -3)] : []));
  const there = changed.filter((file) => known.includes(file));
  const touched = holders(scripts(there), scripts(known), host);
  // The demo's deploy script calls it.
  if (touched.includes('commands/checkpoint')) places.push('test/demo/');
  return {
    sources: [...there.filter((file) => /\.(ts|cjs|mjs|json)$/.test(file)), ...naming(touched, known)],
    places: [...new Set(places)],
  };
}
