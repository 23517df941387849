import type { Attempt } from '../../model/attempt';
import type { Facts } from '../../model/facts';
import { checkedOut } from './checkedOut';
import { shortHash } from './releases';
import type { Risk } from '../../model/plan';
import { NO_COMMIT } from '../../model/release';

const drift = ({ plan }: Attempt, { git }: Facts): Risk => ({
  kind: 'drift',
  code: 'risk.drift',
  what: `since rollback ${plan.id} another release came up: ${shortHash(git.head)}`,
});

/** Whether one of these is checked out. Where a commit is not known, nothing tells that it is another. */
const isAt = (facts: Facts, commits: readonly string[]): boolean =>
  [...commits, checkedOut(facts)].includes(NO_COMMIT) || commits.includes(checkedOut(facts));

/** Another release is checked out than the two that a rollback knows of. */
export function driftOf(attempt: Attempt, facts: Facts): Risk[] {
  const { from, to } = attempt.plan;
  return isAt(facts, [from.commit, to.commit]) ? [] : [drift(attempt, facts)];
}

/** Another release is checked out than the one that a rollback left, be it the very one that it came from. */
export function movedOn(attempt: Attempt, facts: Facts): Risk[] {
  return isAt(facts, [attempt.plan.to.commit]) ? [] : [drift(attempt, facts)];
}

/** The database was restored by this request before, and is not as that has left it: it is never restored again unasked. */
export const restoredBefore = ({ plan }: Attempt): Risk[] => [
  {
    kind: 'drift',
    code: 'risk.restored-before',
    what: `rollback ${plan.id} has restored the database already, and other things have been done since`,
  },
];
