import type { Attempt } from '../audit/attempts';
import type { Facts } from './facts';
import type { Plan, ServiceChange, Step } from './model';

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
  const hasEnded = (step: Step) => open.verdicts.some((verdict) => verdict.ok && verdict.step === step);
  // Where Docker does not tell, nothing is known to be another.
  const isSeen = hasEnded('restart') && facts.docker.error === undefined;
  const others = isSeen ? open.plan.services.filter((change) => isAnother(change, open, facts)) : [];
  return { restart: others.map(({ service }) => service), verify: hasEnded('verify') };
}

/** Whether a service has another container than restart has brought up, or, where it left that alone, another image. */
function isAnother(
  { service, target }: ServiceChange,
  { verdicts }: Attempt,
  { containers }: Facts,
): boolean {
  const now = containers.find((container) => container.service === service);
  const left = verdicts.find(({ step }) => step === 'restart')?.containers?.[service];
  if (left !== undefined) return now?.id !== left;
  const wanted = verdicts.find(({ images }) => images)?.images?.[service] ?? target;
  return wanted !== undefined && now?.image !== wanted;
}

/** The plan as its restart is told of and done then: what is another comes up again, all else stays. */
export const restartAgain = (plan: Plan, { restart }: Redo): Plan => ({
  ...plan,
  services: plan.services.map((change) =>
    restart.includes(change.service)
      ? { ...change, action: 'up', why: 'it does not run in what this rollback has brought up' }
      : { ...change, action: 'keep' },
  ),
});
