import type { Facts } from '../../model/facts';
import { type Attempt, isAtTarget } from '../../model/attempt';
import { leavesRelease } from '../../model/plan';
import type { Request } from '../../model/request';
import { undoneBy } from '../history/undone';
import { type Choice, refused } from './choiceType';
import { nextAttempt } from '../../config/request';
import { isInPlace } from '../../model/backup';
import { driftOf } from '../history/drift';
import { describeRelease } from '../history/releases';

/** Whether an attempt left something to take back. */
const isInForce = ({ plan, outcome }: Attempt, facts: Facts): boolean =>
  plan.action === 'rollback' &&
  (leavesRelease(plan) || plan.scenario === 'database' || plan.settings !== undefined) &&
  isAtTarget(outcome) &&
  !undoneBy(plan.id, facts);

/** A rollback is undone: back to the release that it left. */
export const undoOf = (of: Attempt, request: Request, facts: Facts): Choice => ({
  kind: 'undo',
  of,
  attempt: nextAttempt(request, facts),
  risks: driftOf(of, facts),
  commit: of.plan.from.commit,
});

/** What `undo: <id>` comes to: the newest rollback is taken back, one that is undone already is replayed. */
export function undoOnDemand(request: Request, facts: Facts): Choice {
  const id = request.undo;
  const of = facts.attempts.find(({ plan }) => plan.id === id);
  const open = facts.attempts.filter((attempt) => isInForce(attempt, facts));
  if (!of || of.plan.action === 'undo') {
    const ids = open.map(({ plan }) => plan.id).slice(-5);
    return refused(
      'undo.unknown',
      `config "undo" names no rollback of this host${of ? ', but an undo' : ''}`,
      { do: 'look', at: 'history' },
      { got: id, accepts: ids.join(', ') || 'nothing: no rollback is in force' },
    );
  }
  if (of.plan.scenario === 'infrastructure')
    return refused(
      'undo.of-restart',
      `${id} was a restart, and a restart has no undo`,
      { do: 'unset', key: 'undo' },
      { got: id },
    );
  const undo = undoneBy(id, facts);
  if (undo) return { kind: 'replay', plan: undo.plan };
  if (of.outcome === 'undone') return { kind: 'replay', plan: of.plan };
  const later = open.findLast(({ opened }) => opened > of.opened);
  if (later) {
    return refused(
      'undo.not-newest',
      `rollback ${later.plan.id} to ${describeRelease(later.plan.to)} came after ${id}: the newest is undone first`,
      { do: 'undo', id: later.plan.id },
      { got: id, accepts: later.plan.id },
    );
  }
  if (isInPlace(of.plan)) return { kind: 'byHand', of };
  return undoOf(of, request, facts);
}
