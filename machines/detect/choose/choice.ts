import { isInPlace } from '../../model/backup';
import { concernsRelease, type Diagnosis } from '../../model/diagnosis';
import type { Facts } from '../../model/facts';
import { driftOf } from '../history/drift';
import { nextAttempt } from '../../config/request';
import { broughtUp } from './namedHead';
import { byDiagnosis } from './scenario';
import { isSuperseded } from '../history/stillInPlace';
import { undoOf, undoOnDemand } from './undoRequest';
import { type Asked, type Choice, withRisks } from './choiceType';
import { anotherBackup, recorded } from './recorded';
import { unfinished } from './unfinished';

/** An attempt that was left between two releases is taken back first, unless a release was deployed since. */
function stranded({ request }: Asked, facts: Facts, diagnosis: Diagnosis): Choice | undefined {
  // An undo that was refused has changed nothing about it.
  const last = facts.attempts.findLast(
    ({ plan, outcome }) => plan.action !== 'undo' || outcome !== 'refused',
  );
  if (last?.outcome !== 'stranded' || isSuperseded(last, facts)) return undefined;
  const of = last.plan.of ? facts.attempts.find(({ plan }) => plan.id === last.plan.of) : last;
  if (!of) return undefined;
  // Somebody has brought a third release up, and it is well: what was left in between is over.
  if (!diagnosis.symptoms.some(concernsRelease) && driftOf(of, facts).length > 0) return undefined;
  if (isInPlace(of.plan)) return { kind: 'byHand', of: last };
  return undoOf(of, request, facts);
}

/**
 * Decides between going on, doing nothing and refusing: the journal first, then what was asked for,
 * then the diagnosis. The first rule that fits decides.
 */
export function choose(asked: Asked, facts: Facts, diagnosis: Diagnosis): Choice {
  const { request } = asked;
  const owed = unfinished(asked, facts) ?? stranded(asked, facts, diagnosis);
  if (owed) return owed;
  if (request.undo) return undoOnDemand(request, facts);
  const another = anotherBackup(asked, facts);
  if (another) return another;
  const known = recorded(asked, facts, diagnosis);
  if (!Array.isArray(known)) return known;
  return withRisks(
    broughtUp(byDiagnosis(request, facts, diagnosis), request, facts),
    nextAttempt(request, facts),
    known,
  );
}
