import { spawnSync } from 'node:child_process';
import { z } from 'zod';
import { type Code, isCode } from '../../machines/model/codes';
import type { Settings } from '../../machines/config/schema';
import { identityOf } from '../../resources/script/deploymentVariables';
import { script } from '../../resources/script/hostScript';
import { projectOf } from './deployment';
import { Stop } from '../exit';

type Values = Readonly<Record<string, string>>;

const Refusal = z.object({
  ok: z.literal(false),
  summary: z.string(),
  code: z.custom<Code>(isCode),
  stopped: z.boolean().default(false),
});

/** Runs a host script, by its name, on this machine and gives what it prints. Ctrl-C reaches it; it is waited for. */
export function runHost(name: string, values: Values): { stdout: string; stderr: string } {
  return spawnSync('bash', ['-s'], {
    input: script(name, values),
    encoding: 'utf8',
    maxBuffer: 1024 * 1024 * 1024,
  });
}

/**
 * Runs a script that is no step and reads its answer. Throws a Stop with the script's own words and code where it
 * refuses, and one that begins with `failed` where it gives no answer at all.
 */
export function askHost<T>(
  name: string,
  values: Values,
  { answer, failed }: { readonly answer: z.ZodType<T>; readonly failed: string },
): T {
  const { stdout, stderr } = runHost(name, values);
  let told: unknown;
  try {
    told = JSON.parse(stdout);
  } catch {
    throw new Stop('script.no-answer', [failed, (stderr || stdout || 'no answer').trim()]);
  }
  const { data: refusal } = Refusal.safeParse(told);
  if (refusal) throw new Stop(refusal.code, refusal.summary, refusal.stopped ? 130 : 1);
  return answer.parse(told);
}

/** The deployment as a script needs it that asks for its containers. */
export const hostValues = (settings: Settings): Record<string, string> =>
  identityOf(settings, {
    project: projectOf(settings),
    files: [settings.deployment.composeFile],
    compose: 'v2',
  });
