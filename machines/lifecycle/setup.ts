import { assign, fromPromise, setup } from 'xstate';
import { isWorse } from '../detect/plan/baseline';
import { codeOf } from '../model/codes';
import { canBeUndone, canBeUndoneLate, type Decision } from '../model/decision';
import { beyondConsent } from '../detect/plan/dataLoss';
import type { LifecycleEnd, LifecycleContext, StepInput } from './context';
import type { StepEvent } from './transitions';
import type { Plan, Request } from '../model/plan';
import type { Step } from '../model/vocabulary';
import { failedChecks, hasEvidence, type Verdict } from '../model/verdict';

const planOf = ({ decision }: LifecycleContext): Plan => {
  if (decision?.kind === 'plan' || decision?.kind === 'undo') return decision.plan;
  throw new Error('a step was entered without a plan');
};

/** What a step's actor receives. */
export const stepInput = ({ context }: { context: LifecycleContext }): StepInput => ({
  plan: planOf(context),
  verdicts: context.verdicts,
});

/** Whether the app was stopped before anything else, so that even prepare has something to take back. */
const hasStopped = ({ verdicts }: LifecycleContext): boolean => verdicts.some(({ step }) => step === 'stop');

/** Whether the app may have come up on a restored database. A restart that was refused knows nothing of former tries. */
const mayHaveRun = ({ step, appRan = step === 'restart' }: Pick<Verdict, 'step' | 'appRan'>): boolean =>
  appRan;

const notProvided = (name: string) =>
  fromPromise<Verdict, StepInput>(() => Promise.reject(new Error(`the actor "${name}" is not provided`)));

/** The lifecycle's types, its guards and the actors that somebody must provide. */
export const lifecycle = setup({
  types: {
    context: {} as LifecycleContext,
    events: {} as StepEvent,
    input: {} as Pick<LifecycleContext, 'request'>,
    output: {} as LifecycleEnd,
  },
  actors: {
    detect: fromPromise<Decision, { request: Request }>(() =>
      Promise.reject(new Error('the actor "detect" is not provided')),
    ),
    prepare: notProvided('prepare'),
    stop: notProvided('stop'),
    restore: notProvided('restore'),
    revert: notProvided('revert'),
    restart: notProvided('restart'),
    verify: notProvided('verify'),
    undo: notProvided('undo'),
  },
  actions: {
    retainDecision: assign((_, decision: Decision) => ({ decision })),
    retainVerdict: assign(({ context }, verdict: Verdict) => ({ verdicts: [...context.verdicts, verdict] })),
    retainFault: assign((_, error: unknown) => ({
      fault: error instanceof Error ? error.message : String(error),
      faultCode: codeOf(error, 'program.fault'),
    })),
  },
  guards: {
    isHealthy: (_, decision: Decision) => decision.kind === 'healthy',
    isUndo: (_, decision: Decision) => decision.kind === 'undo',
    isFirst: (_, { decision, step }: { decision: Decision; step: Step }) =>
      decision.kind === 'plan' && decision.plan.steps[0] === step,
    isNext: ({ context }, { verdict, step }: { verdict: Verdict; step: Step }) => {
      const { steps } = planOf(context);
      return verdict.ok && steps[steps.indexOf(verdict.step as Step) + 1] === step;
    },
    isRefused: (_, verdict: Verdict) => verdict.refused === true,
    isVerified: (_, verdict: Verdict) =>
      verdict.ok && (verdict.planned === true || hasEvidence(verdict)) && failedChecks(verdict).length === 0,
    isDone: (_, verdict: Verdict) => verdict.ok,
    isWorse: ({ context }, verdict: Verdict) =>
      canBeUndoneLate(context.decision) && isWorse(planOf(context).baseline, verdict),
    isBeingUndone: ({ context: { decision } }) => decision?.kind === 'plan' && decision.isTakenBack === true,
    canBeUndone: ({ context }, failed: Pick<Verdict, 'step' | 'appRan'>) =>
      mayHaveRun(failed) ? canBeUndoneLate(context.decision) : canBeUndone(context.decision),
    exceedsConsent: ({ context }, verdict: Verdict) =>
      verdict.ok && !hasStopped(context) && beyondConsent(planOf(context), verdict) !== undefined,
    hasStopped: ({ context }) => hasStopped(context),
    hasStoppedForNothing: ({ context }, verdict: Verdict) =>
      hasStopped(context) &&
      !verdict.taken &&
      (!verdict.ok || beyondConsent(planOf(context), verdict) !== undefined),
  },
});
