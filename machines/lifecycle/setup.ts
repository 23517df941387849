import { assign, fromPromise, setup } from 'xstate';
import { isWorse } from '../detect/plan/baseline';
import { codeOf } from '../model/codes';
import { canBeUndone, canBeUndoneLate, type Decision } from '../model/decision';
import { beyondConsent } from '../detect/plan/dataLoss';
import type { LifecycleEnd, LifecycleContext, StepInput } from './context';
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

/** Whether the app may have come up on a restored database. A restart that was turned away knows nothing of former tries. */
const mayHaveRun = ({ step, appRan = step === 'restart' }: Verdict): boolean => appRan;

const notProvided = (name: string) =>
  fromPromise<Verdict, StepInput>(() => Promise.reject(new Error(`the actor "${name}" is not provided`)));

/** The lifecycle's types, its guards and the actors that somebody must provide. */
export const lifecycle = setup({
  types: {
    context: {} as LifecycleContext,
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
    decide: assign((_, decision: Decision) => ({ decision })),
    record: assign(({ context }, verdict: Verdict) => ({ verdicts: [...context.verdicts, verdict] })),
    blame: assign((_, error: unknown) => ({
      fault: error instanceof Error ? error.message : String(error),
      faultCode: codeOf(error, 'program.fault'),
    })),
  },
  guards: {
    isHealthy: (_, decision: Decision) => decision.kind === 'healthy',
    isUndo: (_, decision: Decision) => decision.kind === 'undo',
    beginsWith: (_, { decision, step }: { decision: Decision; step: Step }) =>
      decision.kind === 'plan' && decision.plan.steps[0] === step,
    leadsTo: ({ context }, { verdict, step }: { verdict: Verdict; step: Step }) => {
      const { steps } = planOf(context);
      return verdict.ok && steps[steps.indexOf(verdict.step as Step) + 1] === step;
    },
    wasRefused: (_, verdict: Verdict) => verdict.refused === true,
    passes: (_, verdict: Verdict) =>
      verdict.ok && (verdict.planned === true || hasEvidence(verdict)) && failedChecks(verdict).length === 0,
    isDone: (_, verdict: Verdict) => verdict.ok,
    canBeUndone: ({ context }, verdict: Verdict) =>
      mayHaveRun(verdict) ? canBeUndoneLate(context.decision) : canBeUndone(context.decision),
    canBePutBack: ({ context }) => canBeUndone(context.decision),
    canBePutBackLate: ({ context }) => canBeUndoneLate(context.decision),
    costsMore: ({ context }, verdict: Verdict) =>
      verdict.ok && !hasStopped(context) && beyondConsent(planOf(context), verdict) !== undefined,
    costsMoreStopped: ({ context }, verdict: Verdict) =>
      hasStopped(context) &&
      !verdict.taken &&
      (!verdict.ok || beyondConsent(planOf(context), verdict) !== undefined),
    isTakenBack: ({ context: { decision } }) => decision?.kind === 'plan' && decision.isTakenBack === true,
    hasStopped: ({ context }) => hasStopped(context),
    isWorse: ({ context }, verdict: Verdict) =>
      canBeUndoneLate(context.decision) && isWorse(planOf(context).baseline, verdict),
  },
});
