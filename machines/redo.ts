import type { Attempt } from '../audit/attempts';
import type { Facts } from './facts';
import type { Plan, ServiceChange, Step } from './model';
import type { Verdict } from './verdicts';

/**
 * What an attempt that goes on does once more, although it had ended well: nobody knows what has happened since it was cut
 * off. A service that runs in another container by now is brought up again, and what was verified is looked at anew.
 */
export interface Redo {
  /** Services of the plan that do not run in what restart has left. */
  readonly restart: readonly string[];
  readonly verify: boolean;
}

export const NOTHING: Redo = { restart: [], verify: false };

/** Whether a step that has ended well is done once more. */
export const isDoneAgain = ({ restart, verify }: Redo, step: Step | 'undo'): boolean =>
  (step === 'restart' && restart.length > 0) || (step === 'verify' && verify);

/** What an open attempt must do once more, by what runs now. */
export function redoOf(open: Attempt, facts: Facts): Redo {
  // What is being taken back is not done again before that has come to its end.
  if (open.isTakenBack) return NOTHING;
  // Where Docker does not tell, nothing is known to be another.
  const isSeen = open.left !== undefined && facts.docker.error === undefined;
  const others = isSeen ? open.plan.services.filter((change) => isAnother(change, open, facts)) : [];
  return {
    restart: others.map(({ service }) => service),
    verify: open.verdicts.some(({ step, ok }) => step === 'verify' && ok),
  };
}

/** What is no longer up. */
const OVER = ['exited', 'dead', 'created'];

/**
 * Whether a service does not run any more in the container that restart has left, or, where that left it alone, not in the
 * same image. Of one that was scaled since the others must have the image, too.
 */
function isAnother({ service, target }: ServiceChange, open: Attempt, { containers }: Facts): boolean {
  const now = containers.filter((container) => container.service === service);
  const left = open.left?.[service];
  const wanted = imageFor(service, open.verdicts) ?? target;
  const isWanted = now.length > 0 && now.every(({ image }) => wanted === undefined || image === wanted);
  return left === undefined
    ? wanted !== undefined && !isWanted
    : !isWanted || !now.some(({ id, status }) => id === left && !OVER.includes(status));
}

/** The image that prepare has found or made for a service of the target. */
export const imageFor = (service: string, verdicts: readonly Verdict[]): string | undefined =>
  verdicts.find(({ images }) => images)?.images?.[service];

/** The plan as its restart is told of and done then: what is another comes up again, all else stays. */
export const restartAgain = (plan: Plan, { restart }: Redo): Plan => ({
  ...plan,
  all: false,
  services: plan.services.map((change) =>
    restart.includes(change.service)
      ? { ...change, action: 'up', why: 'it does not run in what this rollback has brought up' }
      : { ...change, action: 'keep' },
  ),
});
