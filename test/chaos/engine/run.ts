import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outputs } from '../../../audit/outputs';

/** Where the program without an engine is, in a checkout of this project: in older ones it was below tools. */
function programIn(root: string): string {
  const [found = ''] = ['test', 'tools']
    .map((folder) => join(root, folder, 'chaos/engine/program.ts'))
    .filter(existsSync);
  return found;
}

/** What one run of the program is told. */
export interface Asked {
  readonly stack: string;
  readonly preview: boolean;
  /** Keys of the stack's configuration; objects as JSON text, as Pulumi keeps them. */
  readonly config: Readonly<Record<string, string>>;
  /** The file that takes the outputs. */
  readonly outputs: string;
}

/** How a run of the program, or of what calls it, has ended. */
export interface Ended {
  readonly code: number | null;
  readonly text: string;
  /** Undefined where the program did not come to its end. */
  readonly outputs?: Outputs;
}

/** One that is at work. */
export interface Program {
  readonly pid: number;
  readonly ended: Promise<Ended>;
}

/** Starts the program of a checkout without an engine. */
export function startProgram(asked: Asked, env: NodeJS.ProcessEnv, root: string): Program {
  const typescript = join(root, 'tools/typescript.cjs');
  const child = spawn(process.execPath, ['--require', typescript, programIn(root)], {
    env: { ...env, CHRONOS_CHAOS_ASK: JSON.stringify(asked) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (more: string) => (text += more));
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) =>
      resolve({
        code,
        text,
        ...(existsSync(asked.outputs) && {
          outputs: JSON.parse(readFileSync(asked.outputs, 'utf8')) as Outputs,
        }),
      }),
    );
  });
  return { pid: child.pid ?? 0, ended };
}
