import type { Attempt } from '../audit/attempts';
import type { Facts } from './facts';
import { liveLease } from './lease';
import type { Plan, ServiceChange, Step } from './model';

/**
 * What an attempt that goes on does once more, although it had ended well: others were not kept off all the while. A
 * service that runs in another container since is brought up again, and what was verified before that is looked at anew.
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

/** What an open attempt must do once more, by what runs now and whether its lease has kept others off. */
export function redoOf(open: Attempt, facts: Facts): Redo {
  const ended = (step: string) => open.verdicts.findIndex((verdict) => verdict.ok && verdict.step === step);
  const [restarted, verified] = [ended('restart'), ended('verify')];
  // Where Docker does not tell, nothing is known to be another.
  if (restarted < 0 || facts.docker.error !== undefined) return NOTHING;
  const restart = open.plan.services
    .filter((change) => isAnother(change, open, facts))
    .map(({ service }) => service);
  const wasKeptOff = liveLease(facts)?.rollback === open.plan.id;
  return { restart, verify: verified >= 0 && (restart.length > 0 || verified < restarted || !wasKeptOff) };
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
