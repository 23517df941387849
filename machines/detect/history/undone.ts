import type { Attempt } from '../../model/attempt';
import type { Facts } from '../../model/facts';

/** The undo, an attempt of its own, that took a rollback back, if one did. */
export function undoneBy(id: string, { attempts }: Pick<Facts, 'attempts'>): Attempt | undefined {
  return attempts.findLast(({ plan, outcome }) => plan.of === id && outcome === 'undone');
}

/** Who asked by name for an undo that came about, be it finished by another. */
export function undoRequestOf(id: string, facts: Facts): Attempt | undefined {
  return undoneBy(id, facts) && facts.attempts.findLast(({ request }) => request.undo === id);
}
