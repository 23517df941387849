import type { Attempt } from '../../model/attempt';
import { isInPlace } from '../../model/backup';
import type { Facts } from '../../model/facts';
import { describeRelease } from '../history/releases';
import { foreignLease, leaseHeld, liveLease, takeOverId } from './leaseConflict';
import { NO_COMMIT } from '../../model/release';
import { OPEN } from '../../model/remedy';
import { differences, isAskedAlike } from '../../config/request';
import { hasEnded } from '../../model/verdict';
import { type Asked, type Choice, refused } from './choiceType';

/** An attempt that is open is finished before anything else, by whoever has the lease. */
export function unfinished({ request, confirm, holder }: Asked, facts: Facts): Choice | undefined {
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
