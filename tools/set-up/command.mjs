import { spawn } from 'node:child_process';
import { clearTimeout, setTimeout } from 'node:timers';
import { accessSync, constants, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

const running = new Set();

/** Ends what set-up has started; daemons it left behind on purpose are not among them. */
export function endCommands() {
  for (const child of running) killGroup(child);
}

/**
 * Runs a command to its end and gives its stdout. A failure is an Error whose message is one readable line.
 * `seconds` is its deadline, `log` a file that keeps the whole output of a failure.
 */
export function run(command, args = [], { seconds = 20, log, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, ...options });
    const output = { stdout: '', stderr: '' };
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      killGroup(child);
    }, seconds * 1000);
    running.add(child);
    for (const name of ['stdout', 'stderr']) {
      child[name].setEncoding('utf8').on('data', (text) => (output[name] += text));
    }
    const end = (code, why) => {
      clearTimeout(timer);
      running.delete(child);
      if (code === 0) return resolve(output.stdout);
      if (log) writeLog(log, output);
      const said = late ? `no end after ${seconds} s` : (why ?? lastLine(output) ?? `exit code ${code}`);
      reject(new Error(log ? `${said} (all of it: ${log})` : said));
    };
    child.on('error', (error) =>
      end(-1, error.code === 'ENOENT' ? `${command} is not installed` : error.message),
    );
    child.on('close', (code) => end(code ?? -1));
  });
}

/** Runs a command for its answer: trimmed stdout, or undefined when it fails or is not there. */
export const ask = (command, args, options) =>
  run(command, args, options).then(
    (text) => text.trim(),
    () => undefined,
  );

/** Every executable of this name on PATH, in order. */
export const onPath = (name, path = process.env.PATH ?? '') =>
  path
    .split(delimiter)
    .filter(Boolean)
    .map((directory) => join(directory, name))
    .filter(isExecutable);

export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function killGroup(child) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // it has ended by itself
  }
}

function lastLine({ stdout, stderr }) {
  const lines = `${stdout}\n${stderr}`.split('\n').map((line) => line.trim());
  const telling = lines.filter((line) => line && !/^(Will retry|Usage:)/.test(line)).at(-1);
  return telling && telling.slice(0, 300);
}

function writeLog(log, { stdout, stderr }) {
  mkdirSync(dirname(log), { recursive: true });
  writeFileSync(log, `${stdout}\n${stderr}`);
}
