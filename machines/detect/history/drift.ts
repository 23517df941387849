import type { Attempt } from '../../model/attempt';
import type { Facts } from '../../model/facts';
import { shortHash } from './releases';
import type { Risk } from '../../model/plan';

const drift = ({ plan }: Attempt, { git }: Facts): Risk => ({
  kind: 'drift',
  code: 'risk.drift',
  what: `since rollback ${plan.id} another release came up: ${shortHash(git.head)}`,
});

/** Another release is checked out than the two that a rollback knows of. */
export function driftOf(attempt: Attempt, facts: Facts): Risk[] {
  const { from, to } = attempt.plan;
  return [from.commit, to.commit].includes(facts.git.head ?? '') ? [] : [drift(attempt, facts)];
}

/** Another release is checked out than the one that a rollback left, be it the very one that it came from. */
export function movedOn(attempt: Attempt, facts: Facts): Risk[] {
  return facts.git.head === attempt.plan.to.commit ? [] : [drift(attempt, facts)];
}

/** The database was restored by this request before, and is not as that has left it: it is never restored again unasked. */
export const restoredBefore = ({ plan }: Attempt): Risk[] => [
  {
    kind: 'drift',
    code: 'risk.restored-before',
    what: `rollback ${plan.id} has restored the database already, and other things have been done since`,
  },
];
