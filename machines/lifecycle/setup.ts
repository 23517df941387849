import { assign, fromPromise, setup } from 'xstate';
import { codeOf } from '../model/codes';
import type { Decision } from '../model/decision';
import type { Request } from '../model/request';
import type { Verdict } from '../model/verdict';
import type { End } from '../model/vocabulary';
import type { LifecycleContext, LifecycleEnd, StepInput } from './context';
import { guards, planOf } from './guards';
import type { StepEvent } from './transitions';

/** Plan and verdicts of a run, for the actor of its next step. */
export const stepInput = ({ context }: { context: LifecycleContext }): StepInput => ({
  plan: planOf(context),
  verdicts: context.verdicts,
});

/** Which final state it came to: XState hands its output over in an event of its own. */
export const endOf = (event: object): End => (event as { output: End }).output;

const notProvided = (name: string) =>
  fromPromise<Verdict, StepInput>(() => Promise.reject(new Error(`the actor "${name}" is not provided`)));

/** The lifecycle's types, actions, guards and the actors that somebody must provide. */
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
  guards,
});
