#!/usr/bin/env node
// Everything that `npm test` checks, the tests after all else. All of it runs even when something fails;
// the last line says how many checks and tests passed.
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const REPORT = join(ROOT, 'out/jest.json');
const bin = (name) => join(ROOT, 'node_modules/.bin', name);

/** Runs a command before the user's eyes and tells whether it succeeded. */
function succeeds(title, command, args) {
  const started = Date.now();
  console.log(`\n── ${title}`);
  const { status } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit' });
  console.log(
    `── ${title}: ${status === 0 ? 'ok' : 'FAILED'}, ${((Date.now() - started) / 1000).toFixed(1)} s`,
  );
  return status === 0;
}

/** Runs a command beside others and shows what it said once it has ended. */
function succeedsBeside(title, command, args) {
  const started = Date.now();
  return new Promise((resolve) => {
    const options = { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 };
    execFile(command, args, options, (error, stdout, stderr) => {
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      console.log(`\n── ${title}\n${stdout}${stderr}── ${title}: ${error ? 'FAILED' : 'ok'}, ${seconds} s`);
      resolve(!error);
    });
  });
}

if (!succeeds('set-up', join(ROOT, 'tools/setup'), ['--with-tests'])) {
  console.log('\n0 passed, 1 failed');
  process.exit(1);
}

const scripts = spawnSync('git', ['ls-files', '*.sh', 'tools/bin/*', '.ci/run', 'rollback'], {
  cwd: ROOT,
  encoding: 'utf8',
});
const shell = scripts.stdout.split('\n').filter((file) => file && !file.startsWith('host/'));
// None of them uses more than one core.
const checks = await Promise.all([
  succeedsBeside('format', bin('prettier'), ['--check', '--log-level', 'warn', '.']),
  succeedsBeside('lint', bin('eslint'), ['.']),
  succeedsBeside('types', bin('tsc'), []),
  succeedsBeside('shell scripts', 'shellcheck', ['-x', ...shell]),
]);

mkdirSync(join(ROOT, 'out'), { recursive: true });
rmSync(REPORT, { force: true });
const only = process.argv.slice(2);
const ran = succeeds('tests', bin('jest'), ['--maxWorkers=4', '--json', `--outputFile=${REPORT}`, ...only]);
if (!existsSync(REPORT)) {
  console.log(`\n${checks.filter(Boolean).length} passed, ${checks.filter((ok) => !ok).length + 1} failed`);
  process.exit(1);
}
const tests = JSON.parse(readFileSync(REPORT, 'utf8'));
const broken = tests.testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
);
const failed = checks.filter((ok) => !ok).length + tests.numFailedTests + broken.length;
const passed = checks.filter((ok) => ok).length + tests.numPassedTests;
const skipped = tests.numPendingTests + tests.numTodoTests;

console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed + skipped > 0 || !ran ? 1 : 0);
