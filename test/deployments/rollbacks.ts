import type { Ended } from '../chaos/engine/run';
import { FailPoint } from '../chaos/harness/failPoint';
import type { Site } from './site';

/** Plans the undo of a rollback and carries it out by that plan's id; `request` is what was asked for besides. */
export async function undo(
  site: Site,
  { outputs }: Ended,
  request: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const { id } = outputs?.plan as { id: string };
  const planned = await site.run(true, { ...request, undo: id });
  const confirm = (planned.outputs?.plan as { id: string } | null)?.id ?? '';
  return site.run(false, { ...request, undo: id, confirm });
}

/** Rolls back to the good release, and does something once that is up, before it is verified. */
export async function rollBackWith(site: Site, act: () => void): Promise<Ended> {
  const point = new FailPoint(site.parent, 'restart.well');
  const running = site.run(false, { commit: 'v1' }, point.env);
  expect(await point.comesBefore(running)).toBe(true);
  act();
  await point.release();
  return running;
}
