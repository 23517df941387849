import type { Attempt } from '../../model/attempt';
import type { Facts } from '../../model/facts';
import type { Plan } from '../../model/plan';
import type { ServiceChange } from '../../model/serviceChange';
import type { Step } from '../../model/vocabulary';
import { hasEnded, imageFor } from '../../model/verdict';
import { NOTHING, Resumed } from '../../model/decision';

/** Whether a step that has ended well is done once more. */
export const isDoneAgain = ({ restart, verify }: Resumed, step: Step | 'undo'): boolean =>
  (step === 'restart' && restart.length > 0) || (step === 'verify' && verify);

/** What an open attempt must do once more, by what runs now. */
export function resumedOf(open: Attempt, facts: Facts): Resumed {
  // What is being undone is not done again before that has come to its end.
  if (open.isBeingUndone) return NOTHING;
  // Where Docker does not tell, nothing is known to be another.
  const others = facts.docker.error === undefined ? open.plan.services.filter(isLeft(open)) : [];
  const restart = others.filter((change) => isAnother(change, open, facts)).map(({ service }) => service);
  return {
    restart,
    othersStay: open.left !== undefined,
    verify: hasEnded(open.verdicts, 'verify'),
  };
}

/** Whether nothing else brings a service up: restart has done so, or leaves it alone. */
const isLeft =
  ({ left }: Attempt) =>
  ({ action }: ServiceChange): boolean =>
    left !== undefined || action === 'keep';

/** What is no longer up. */
const OVER = ['exited', 'dead', 'created'];

/**
 * Whether a service does not run any more in the container that restart has left, or, where that left it alone, not in the
 * same image. Of one that was scaled since the others must have the image, too.
 */
function isAnother({ service, target }: ServiceChange, open: Attempt, { containers }: Facts): boolean {
  const now = containers.filter((container) => container.service === service);
  const left = open.left?.[service];
  const wanted = imageFor({ service, target }, open.verdicts);
  const isWanted = now.length > 0 && now.every(({ image }) => wanted === undefined || image === wanted);
  const isUp = now.some(({ id, status }) => (left === undefined || id === left) && !OVER.includes(status));
  return (left !== undefined || wanted !== undefined) && !(isWanted && isUp);
}

/** The plan as its restart is told of and done then: what is another comes up again, all else stays. */
export const restartAgain = (plan: Plan, { restart, othersStay }: Resumed): Plan => ({
  ...plan,
  all: plan.all && !othersStay,
  services: plan.services.map((change) =>
    restart.includes(change.service)
      ? { ...change, action: 'up', why: 'it does not run in what this rollback has brought up' }
      : { ...change, action: othersStay ? 'keep' : change.action },
  ),
});
