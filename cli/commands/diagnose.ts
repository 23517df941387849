import type { Door } from '../open';
import { exitOf, operate } from '../operate';

/** Diagnoses and previews: reads only. */
export async function diagnose(door: Door): Promise<number> {
  return exitOf(door, await operate(door, ['preview']));
}
