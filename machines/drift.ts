import type { Attempt } from '../audit/attempts';
import type { Facts } from './facts';
import { shortHash } from './history';
import type { Risk } from './model';

/** Another release is checked out than the two that a rollback knows of. */
export function driftOf({ plan }: Attempt, { git }: Facts): Risk[] {
  if (git.head === plan.to.commit || git.head === plan.from.commit) return [];
  return [
    { kind: 'drift', what: `since rollback ${plan.id} another release came up: ${shortHash(git.head)}` },
  ];
}
