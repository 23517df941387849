import { homedir } from 'node:os';

/** The home of whoever calls, as the environment or the system has it; the root where neither knows one. */
export function homeOf(env: NodeJS.ProcessEnv): string {
  if (env['HOME']) return env['HOME'];
  try {
    return homedir();
  } catch {
    // A user without an entry in passwd.
    return '/';
  }
}
