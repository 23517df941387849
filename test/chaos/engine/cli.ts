import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outputs } from '../../../audit/outputs';
import { lineReader, parseEvent } from '../../../cli/pulumi/engineEvents';
import type { Ended, Program } from './run';

export const ROOT = join(__dirname, '../../..');

/** The outputs that one update has saved, by the engine's own log of it; undefined where it did not get there. */
export function outputsIn(log: string): Outputs | undefined {
  let outputs: Outputs | undefined;
  const read = lineReader((line) => {
    const event = parseEvent(line);
    if (event?.kind === 'outputs') outputs = event.outputs as unknown as Outputs;
  });
  read(readFileSync(log, { encoding: 'utf8', flag: 'a+' }));
  return outputs;
}

/** Where a command line says what it says, and what it came to. */
export interface CliOptions {
  readonly said: string;
  readonly env: NodeJS.ProcessEnv;
  readonly outputs: () => Outputs | undefined;
  /** The checkout of this project whose command it is: this one, or an older one. */
  readonly root?: string;
}

/**
 * Starts a command line of Pulumi, or of the front door, as the leader of a process group, as a terminal would. What
 * it says goes to a file: it has ended when it is gone itself, whatever of it lives on.
 */
export function startCli(
  command: string,
  words: readonly string[],
  { said, env, outputs, root = ROOT }: CliOptions,
): Program {
  const file = openSync(said, 'w');
  const child = spawn(join(root, command), words, {
    cwd: root,
    env,
    stdio: ['ignore', file, file],
    detached: true,
  });
  closeSync(file);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      try {
        const found = outputs();
        resolve({ code, text: readFileSync(said, 'utf8'), ...(found && { outputs: found }) });
      } catch (error) {
        // The world was removed under it.
        reject(error as Error);
      }
    });
  });
  // Where nobody waits for it any more nobody is to hear of it.
  ended.catch(() => undefined);
  return { pid: child.pid ?? 0, ended };
}
