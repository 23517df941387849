import { execFile, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout that is checked. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const bin = (name) => join(root, 'node_modules/.bin', name);
/** Jest, for Node: with the usual room for young objects, workers spend a fifth of their time on collecting them. */
export const JEST = ['--max-semi-space-size=64', join(root, 'node_modules/jest/bin/jest.js')];

const since = (started) => `${((Date.now() - started) / 1000).toFixed(1)} s`;

/** Runs a command before the user's eyes and tells whether it succeeded. */
export function succeeds(title, command, args, env = {}) {
  const started = Date.now();
  console.log(`\n── ${title}`);
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  return new Promise((resolve) => {
    child.on('close', (status) => {
      console.log(`── ${title}: ${status === 0 ? 'ok' : 'FAILED'}, ${since(started)}`);
      resolve(status === 0);
    });
  });
}

/** Runs a command beside others and shows what it printed once it has ended. */
export function succeedsBeside(title, command, args) {
  const started = Date.now();
  return new Promise((resolve) => {
    const options = { cwd: root, maxBuffer: 64 * 1024 * 1024 };
    execFile(command, args, options, (error, stdout, stderr) => {
      const end = `── ${title}: ${error ? 'FAILED' : 'ok'}, ${since(started)}`;
      console.log(`\n── ${title}\n${stdout}${stderr}${end}`);
      resolve(!error);
    });
  });
}

/** The lines that a command prints; none where it fails. */
export function linesOf(command, args) {
  const { stdout } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return (stdout ?? '').split('\n').filter(Boolean);
}

/** The files that git knows or would know, all or those below some places, without those deleted meanwhile. */
export const sources = (...places) =>
  linesOf('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...places]).filter((file) =>
    existsSync(join(root, file)),
  );
