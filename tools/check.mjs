#!/usr/bin/env node
// Everything that `npm test` checks, the tests beside all else. All of it runs even when something fails;
// the last line says how many checks and tests passed.
//   --full            everything at full depth: all matrices, chaos in breadth, nothing from the cache
//   --changed [REF]   only the tests that a change since REF (where the branch left main) can have broken
// Whatever else is given goes to jest.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { contracts, digests, keepPassed, passedBefore } from './check/contract.mjs';
import { counted, lastLine, slowest } from './check/report.mjs';
import { JEST, root, succeeds } from './check/run.mjs';

const REPORT = join(root, 'out/jest.json');
/** Those of jest.config.mjs; `full` has what is too long for every run. */
const PROJECTS = ['unit', 'process', 'program', 'upgrade', ...contracts, 'host', 'e2e', 'deployments'];
/** Measured on two cores: most of a test of the host waits for containers. */
const WORKERS = 4;

const typed = process.argv.slice(2);
const full = typed[0] === '--full';
const changed = typed[0] === '--changed';
const words = full || changed ? typed.slice(1) : typed;

/** The words for jest; undefined where there is nothing to run. `taken`: the digests of the contracts. */
async function chosen(taken) {
  if (full) return ['--selectProjects', ...PROJECTS, 'full', ...words];
  if (changed) {
    const { changedTests } = await import('./check/changed.mjs');
    const { since, changed: files, tests } = changedTests(PROJECTS, words[0]);
    console.log(
      `\n── changed since ${since}: ${files.length} files, which ${tests.length} test files depend on`,
    );
    for (const test of tests) console.log(test);
    return tests.length > 0 ? ['--runTestsByPath', ...tests] : undefined;
  }
  const passed = new Map(words.length > 0 ? [] : contracts.map((name) => [name, passedBefore(name, taken)]));
  for (const [name, date] of passed)
    if (date) console.log(`\n── ${name}: cached, passed with the same files and Node on ${date}`);
  return ['--selectProjects', ...PROJECTS.filter((name) => !passed.get(name)), ...words];
}

if (!(await succeeds('set-up', join(root, 'tools/setup'), ['--with-tests']))) {
  console.log('\n0 passed, 1 failed');
  process.exit(1);
}

// What it is made of is there only now.
const { staticChecks } = await import('./check/static.mjs');
const checking = staticChecks(full);
const nothing = {
  testResults: [],
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
};

/** Runs jest and gives its report; undefined where it has made none. */
async function tested(what) {
  mkdirSync(join(root, 'out'), { recursive: true });
  rmSync(REPORT, { force: true });
  const options = [`--maxWorkers=${WORKERS}`, '--json', `--outputFile=${REPORT}`];
  const ran = await succeeds('tests', process.execPath, [...JEST, ...what, ...options], {
    TEST_DEPTH: full ? 'full' : 'quick',
  });
  return existsSync(REPORT) ? { ...JSON.parse(readFileSync(REPORT, 'utf8')), ran } : undefined;
}

const taken = digests();
const what = await chosen(taken);
const report = what ? await tested(what) : { ...nothing, ran: true };
if (report && words.length === 0) keepPassed(report, taken);
const checks = await checking;
const count = counted(report ? checks : [...checks, false], report ?? nothing);
const lines = slowest(report ?? nothing, root);
if (lines.length > 0) console.log(['\n── the slowest files', ...lines].join('\n'));
console.log(`\n${lastLine(count)}`);
process.exit(count.failed + count.skipped > 0 || !report?.ran ? 1 : 0);
