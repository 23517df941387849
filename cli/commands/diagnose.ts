import type { Door } from '../pulumi/session';
import { exitOf, operate, type Operated } from '../pulumi/operations';
import type { Shown } from '../program';

/** Diagnoses and previews: reads only. */
export async function diagnose(door: Door, options: Shown): Promise<number> {
  return endLook(door, await operate(door, ['preview']), options);
}

/** Answers a look, where JSON was asked for, and gives its exit code. */
export function endLook(door: Door, ran: Operated, { exitCode }: Shown): number {
  const exit = exitOf(door, ran);
  const json = () => module.require('../report/inspectAnswer') as typeof import('../report/inspectAnswer');
  door.answer?.(exit === 0 ? json().lookOf(ran.outputs) : json().failureOf(ran, exit));
  return exit === 0 && exitCode && ran.outputs.status === 'refused' ? 1 : exit;
}
