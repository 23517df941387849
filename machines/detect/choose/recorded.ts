import { concernsRelease, type Diagnosis } from '../../model/diagnosis';
import type { Facts } from '../../model/facts';
import { checkedOut } from '../history/checkedOut';
import { movedOn, restoredBefore } from '../history/drift';
import { type Attempt, isAtTarget } from '../../model/attempt';
import type { Plan, Risk } from '../../model/plan';
import { isAskedAlike, isOpen, nextAttempt } from '../../config/request';
import { restartAsked } from './restart';
import { isTouchedSince } from '../history/touchedSince';
import { isSameDatabase, isStillInPlace, isSuperseded } from '../history/stillInPlace';
import { undoRequestOf } from '../history/undone';
import { type Asked, type Choice, withRisks } from './choiceType';
import { minuteOf } from '../../text/isoTime';

/** Another backup is asked for at the release that a restore has brought: `previous` would be one further back by now. */
export function anotherBackup({ request }: Asked, facts: Facts): Choice | undefined {
  const last = facts.attempts.findLast(({ outcome }) => isAtTarget(outcome) || outcome === 'undone');
  if (request.scenario !== 'database' || request.commit !== 'previous' || !last) return undefined;
  const { plan, outcome } = last;
  if (plan.action === 'undo' || !plan.backup || outcome === 'undone') return undefined;
  if (isAskedAlike(last, request, facts) || isSuperseded(last, facts)) return undefined;
  if (plan.to.commit !== facts.git.head) return undefined;
  const { commit } = plan.to;
  const attempt = nextAttempt(request, facts);
  return { kind: 'go', commit, scenario: 'database', attempt, risks: restoredBefore(last) };
}

/** Whether a plan goes from one release to another one, of the same commit or not. */
const isMove = ({ from, to }: Plan): boolean => from.commit !== to.commit || from.number !== to.number;

/** The release on record that an attempt went to, with the settings that it brought; nothing where none is on record. */
function releaseOnRecord({ plan: { to } }: Attempt, alike: readonly Attempt[]) {
  if (to.number === undefined) return {};
  const went = alike.findLast(({ plan }) => plan.to.number === to.number && isMove(plan));
  return { number: to.number, isAlone: went?.plan.from.commit === to.commit };
}

/** What the newest rollback says to the same request once more; its risks where it is resolved afresh. */
export function recorded({ request }: Asked, facts: Facts, diagnosis: Diagnosis): Choice | Risk[] {
  const rollbacks = facts.attempts.filter(({ plan }) => plan.action === 'rollback');
  const alike = rollbacks.filter((attempt) => isAskedAlike(attempt, request, facts));
  const last = alike.at(-1);
  if (!last) return [];
  const { plan, outcome } = last;
  const attempt = nextAttempt(request, facts);
  // A database is not restored once more to see whether it fares better: only what stands is verified.
  const again: Choice = {
    ...{ kind: 'go', commit: plan.to.commit, scenario: 'code', attempt, risks: [] },
    ...releaseOnRecord(last, alike),
  };
  const isThere = checkedOut(facts) === plan.to.commit;
  const isCode = plan.scenario !== 'infrastructure';
  const isDatabase = request.scenario === 'database';
  // A restart since does not hide that the rollback of code before it was taken back later.
  const code = alike.findLast((other) => other.plan.scenario !== 'infrastructure');
  const wish = code && undoRequestOf(code.plan.id, facts);
  if (wish && facts.attempts.indexOf(wish) > facts.attempts.indexOf(last)) {
    const at = minuteOf(wish.opened);
    return [
      {
        kind: 'undone',
        code: 'risk.undone-before',
        what: `the same request was undone by ${wish.operator} at ${at} UTC`,
      },
    ];
  }
  if (outcome === 'undone' && last.byHand) {
    const { operator, at } = last.byHand;
    const when = minuteOf(at);
    return [
      {
        kind: 'undone',
        code: 'risk.undone-before',
        what: `the same request was undone by hand, closed by ${operator} at ${when} UTC`,
      },
    ];
  }
  if (outcome !== 'recovered' && outcome !== 'degraded') return [];
  // What was asked for in so many words was asked of another release.
  const since = rollbacks.slice(rollbacks.indexOf(last) + 1);
  const isOwnDoing = since.some(
    (later) => isAtTarget(later.outcome) && later.plan.to.commit === facts.git.head,
  );
  if (!isThere && isDatabase) return movedOn(last, facts);
  if (!isThere) return isOpen(request) || isOwnDoing ? [] : movedOn(last, facts);
  const isChanged = since.some(({ outcome: end }) => end !== 'refused' && end !== 'undone');
  if (isDatabase && isChanged) return restoredBefore(last);
  if (since.length > 0 && !isDatabase) return [];
  if (outcome === 'degraded') return isCode ? again : [];
  if (isStillInPlace(last, facts, diagnosis)) return { kind: 'replay', plan };
  if (isDatabase && !isSameDatabase(last, facts)) return restoredBefore(last);
  const wrong = diagnosis.symptoms.filter(concernsRelease);
  // A restart would leave what somebody has brought up since.
  const isOther = isTouchedSince(last, facts) && wrong.every(({ points }) => points === 'service');
  if (wrong.length === 0 || isOther) return isCode ? again : [];
  return withRisks(restartAsked(request, facts, diagnosis), attempt, []);
}
