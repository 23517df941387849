import type { Attempt } from '../../model/attempt';
import { isInPlace } from '../../model/backup';
import { concernsRelease, type Diagnosis } from '../../model/diagnosis';
import type { Facts } from '../../model/facts';
import { checkedOut } from '../history/checkedOut';
import { driftOf, movedOn, restoredBefore } from '../history/drift';
import { describeRelease } from '../history/releases';
import { foreignLease, leaseHeld, liveLease, takeOverId } from './leaseConflict';
import type { Risk } from '../../model/plan';
import { NO_COMMIT } from '../../model/release';
import { OPEN } from '../../model/remedy';
import { differences, isAskedAlike, isOpen, nextAttempt } from '../../config/request';
import { broughtUp } from './namedHead';
import { byDiagnosis, restartAsked, type Way } from './scenario';
import { isTouchedSince } from '../history/touchedSince';
import { isSameDatabase, isStillInPlace, isSuperseded } from '../history/stillInPlace';
import { undoRequestOf } from '../history/undone';
import { undoOf, undoOnDemand } from './undoRequest';
import { hasEnded } from '../../model/verdict';
import { type Asked, type Choice, refused } from './choiceType';

/** An attempt that is open is finished before anything else, by whoever has the lease. */
function unfinished({ request, confirm, holder }: Asked, facts: Facts): Choice | undefined {
  const lease = foreignLease(facts, holder);
  const last = facts.attempts.at(-1);
  const open = last?.outcome ? undefined : last;
  // Nobody asked for the undo of a stranded attempt by name, so whatever is asked for finishes it.
  const isAlike = open !== undefined && (isOwed(open) || isAskedAlike(open, request, facts));
  const takesOver = lease !== undefined && isAlike && confirm === takeOverId(lease);
  if (lease && !takesOver) return { kind: 'refused', refusal: leaseHeld(lease, open) };
  if (!open) return undefined;
  if (isInPlace(open.plan)) return { kind: 'byHand', of: open };
  if (isAlike && !takesOver && !['', open.plan.id, open.confirm].includes(confirm)) {
    return refused(
      'consent.other-plan',
      `config "confirm" is not for rollback ${open.plan.id}, which is unfinished and goes on first`,
      { do: 'resume', for: { confirm: open.plan.id } },
      { got: confirm, accepts: [`${open.plan.id}, or nothing: `, { do: 'unset', key: 'confirm' }] },
    );
  }
  if (isAlike && isOvertaken(open, facts)) return overtaken(open, facts);
  if (isAlike) return resume(open, takesOver);
  return refused(
    'rollback.unfinished',
    `rollback ${open.plan.id} to ${describeRelease(open.plan.to)} is unfinished, and this is another request`,
    ['finish it first: ', { do: 'resume', for: differences(open.request, request) }],
  );
}

const resume = (of: Attempt, takesOver: boolean): Choice => {
  const { action, to } = of.plan;
  return { kind: 'resume', of, takesOver, ...(action === 'undo' ? {} : { commit: to.commit }) };
};

/** Whether a release came up while an unfinished attempt had no lease any more. */
function isOvertaken(open: Attempt, facts: Facts): boolean {
  const isLive = liveLease(facts)?.rollback === open.plan.id;
  const places = placesOf(open);
  return facts.git.head !== undefined && !isLive && places !== undefined && !places.includes(facts.git.head);
}

/**
 * The commits at which an unfinished attempt may have left the checkout, best first; nothing where any will do: once it is
 * undone, only the outcome is written; where no commit is known, none is another; and a deploy script that was cut off or failed may have moved it anywhere, which
 * is seen to by going on.
 */
function placesOf(open: Attempt): readonly string[] | undefined {
  const { plan, verdicts, isBeingUndone, begun = [] } = open;
  const { from, to, action, revertWith } = plan;
  const isThere = hasEnded(verdicts, 'revert');
  if (hasEnded(verdicts, 'undo') || from.commit === NO_COMMIT) return undefined;
  if (action === 'undo') return [to.commit, from.commit];
  if (isThere && !isBeingUndone) return [to.commit];
  const isAnywhere = revertWith === 'script' && begun.includes('revert') && !isThere;
  return isAnywhere ? undefined : [from.commit, to.commit];
}

/** Going on would take that release away, or mix both. */
function overtaken(open: Attempt, facts: Facts): Choice {
  const { plan } = open;
  const accepted = placesOf(open) ?? [];
  const services = plan.services.map(({ service }) => service).join(', ');
  const [place = OPEN] = accepted;
  return refused(
    'rollback.overtaken',
    `rollback ${plan.id} to ${describeRelease(plan.to)} is unfinished, and since it began another release came up`,
    [
      `to go on, which takes that release away (${services}): `,
      { do: 'check-out', commit: place },
      ', then ',
      { do: 'resume' },
    ],
    { got: `the checkout at ${facts.git.head}`, accepts: accepted.join(' or ') },
  );
}

const isOwed = ({ plan, request }: Attempt): boolean => plan.action === 'undo' && request.undo === '';

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

/** Another backup is asked for at the release that a restore has brought: `previous` would be one further back by now. */
function anotherBackup({ request }: Asked, facts: Facts): Choice | undefined {
  const last = facts.attempts.findLast(
    ({ outcome }) => outcome === 'recovered' || outcome === 'degraded' || outcome === 'undone',
  );
  if (request.scenario !== 'database' || request.commit !== 'previous' || !last) return undefined;
  const { plan, outcome } = last;
  if (plan.action === 'undo' || !plan.backup || outcome === 'undone') return undefined;
  if (isAskedAlike(last, request, facts) || isSuperseded(last, facts)) return undefined;
  if (plan.to.commit !== facts.git.head) return undefined;
  const { commit } = plan.to;
  const attempt = nextAttempt(request, facts);
  return { kind: 'go', commit, scenario: 'database', attempt, risks: restoredBefore(last) };
}

/** What the newest rollback says to the same request once more; its risks where it is resolved afresh. */
function recorded({ request }: Asked, facts: Facts, diagnosis: Diagnosis): Choice | Risk[] {
  const rollbacks = facts.attempts.filter(({ plan }) => plan.action === 'rollback');
  const alike = rollbacks.filter((attempt) => isAskedAlike(attempt, request, facts));
  const last = alike.at(-1);
  if (!last) return [];
  const { plan, outcome } = last;
  const attempt = nextAttempt(request, facts);
  // A database is not restored once more to see whether it fares better: only what stands is verified.
  const again: Choice = { kind: 'go', commit: plan.to.commit, scenario: 'code', attempt, risks: [] };
  const isThere = checkedOut(facts) === plan.to.commit;
  const isCode = plan.scenario !== 'infrastructure';
  const isDatabase = request.scenario === 'database';
  // A restart since does not hide that the rollback of code before it was taken back later.
  const code = alike.findLast((other) => other.plan.scenario !== 'infrastructure');
  const wish = code && undoRequestOf(code.plan.id, facts);
  if (wish && facts.attempts.indexOf(wish) > facts.attempts.indexOf(last)) {
    const at = wish.opened.slice(0, 16).replace('T', ' ');
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
    const when = at.slice(0, 16).replace('T', ' ');
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
    (later) =>
      (later.outcome === 'recovered' || later.outcome === 'degraded') &&
      later.plan.to.commit === facts.git.head,
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

const withRisks = (way: Way, attempt: number, risks: readonly Risk[]): Choice =>
  way.kind === 'go' || way.kind === 'restart' ? { ...way, attempt, risks } : way;

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
