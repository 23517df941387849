import { execFileSync } from 'node:child_process';

/** Something the user can put right: shown as one line, without a stack trace. */
export class DemoError extends Error {}

/** Runs a command and returns what it printed, without the last newline. */
export function run(command, args, options = {}) {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: 'pipe', ...options }).trimEnd();
  } catch (error) {
    throw new DemoError(
      `${command} ${args.slice(0, 3).join(' ')}: ${String(error.stderr || error.message).trim()}`,
    );
  }
}

export const docker = (...args) => run('docker', args);

/** The lines a docker command prints, as a list. */
export const dockerList = (...args) =>
  docker(...args)
    .split('\n')
    .filter(Boolean);
