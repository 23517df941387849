import { isWorse } from '../detect/plan/baseline';
import { beyondConsent } from '../detect/plan/dataLoss';
import { canBeUndone, canBeUndoneLate, type Decision, goingOf, isBeingUndone } from '../model/decision';
import type { Plan } from '../model/plan';
import { failedChecks, hasEvidence, type Verdict } from '../model/verdict';
import type { Step } from '../model/vocabulary';
import type { LifecycleContext } from './context';

interface Asked {
  readonly context: LifecycleContext;
}

export const planOf = ({ decision }: LifecycleContext): Plan => {
  const going = goingOf(decision);
  if (!going) throw new Error('a step was entered without a plan');
  return going.plan;
};

/** Whether the app was stopped before anything else, so that even prepare has something to undo. */
const hasStopped = ({ verdicts }: LifecycleContext): boolean => verdicts.some(({ step }) => step === 'stop');

/** Whether the app may have come up on a restored database. A restart that was refused knows nothing of former tries. */
const mayHaveRun = ({ step, appRan = step === 'restart' }: Pick<Verdict, 'step' | 'appRan'>): boolean =>
  appRan;

const exceedsConsent = (context: LifecycleContext, verdict: Verdict): boolean =>
  beyondConsent(planOf(context), verdict) !== undefined;

/** What the lifecycle asks before it takes a way; the first way of a state whose guard holds is taken. */
export const guards = {
  isHealthy: (_: Asked, decision: Decision) => decision.kind === 'healthy',
  isUndo: (_: Asked, decision: Decision) => decision.kind === 'undo',
  /** Whether the plan begins with this step. */
  isFirst: (_: Asked, { decision, step }: { decision: Decision; step: Step }) =>
    decision.kind === 'plan' && decision.plan.steps[0] === step,
  /** Whether a step has ended well and the plan names this one next. */
  isNext: ({ context }: Asked, { verdict, step }: { verdict: Verdict; step: Step }) => {
    const { steps } = planOf(context);
    return verdict.ok && steps[steps.indexOf(verdict.step as Step) + 1] === step;
  },
  isRefused: (_: Asked, verdict: Verdict) => verdict.refused === true,
  isVerified: (_: Asked, verdict: Verdict) =>
    verdict.ok && (verdict.planned === true || hasEvidence(verdict)) && failedChecks(verdict).length === 0,
  isDone: (_: Asked, verdict: Verdict) => verdict.ok,
  /** Whether things are worse than before the rollback, and an undo would help. */
  isWorse: ({ context }: Asked, verdict: Verdict) =>
    canBeUndoneLate(context.decision) && isWorse(planOf(context).baseline, verdict),
  isBeingUndone: ({ context }: Asked) => isBeingUndone(context.decision),
  /** Whether what a failed step has changed is undone by itself: never of a restart plan, nor once the app may have written. */
  isUndoable: ({ context }: Asked, failed: Pick<Verdict, 'step' | 'appRan'>) =>
    mayHaveRun(failed) ? canBeUndoneLate(context.decision) : canBeUndone(context.decision),
  exceedsConsent: ({ context }: Asked, verdict: Verdict) =>
    verdict.ok && !hasStopped(context) && exceedsConsent(context, verdict),
  hasStopped: ({ context }: Asked) => hasStopped(context),
  /** Whether the app was stopped first, and prepare has come to nothing that may go on. */
  hasStoppedForNothing: ({ context }: Asked, verdict: Verdict) =>
    hasStopped(context) && !verdict.taken && (!verdict.ok || exceedsConsent(context, verdict)),
};
