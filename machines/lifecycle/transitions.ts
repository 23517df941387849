import type { DoneActorEvent, ErrorActorEvent } from 'xstate';
import type { Decision } from '../model/decision';
import type { Step } from '../model/vocabulary';
import type { Verdict } from '../model/verdict';

/** A step has ended, well or not; or its actor has rejected, and nobody knows what it has done. */
export type StepEvent = DoneActorEvent<Verdict, Step | 'undo'> | ErrorActorEvent<unknown, Step | 'undo'>;
type Ended = { event: { output: Verdict } };
type Rejected = { event: { error: unknown; actorId: string } };
type Decided = { event: { output: Decision } };

export const retainDecision = {
  type: 'retainDecision',
  params: ({ event }: Decided) => event.output,
} as const;
export const retainVerdict = { type: 'retainVerdict', params: ({ event }: Ended) => event.output } as const;
export const retainFault = { type: 'retainFault', params: ({ event }: Rejected) => event.error } as const;

export const decisionIs = <Guard extends 'isHealthy' | 'isUndo'>(type: Guard) =>
  ({ type, params: ({ event }: Decided) => event.output }) as const;

type OfVerdict =
  | 'isRefused'
  | 'isVerified'
  | 'isDone'
  | 'isWorse'
  | 'isUndoable'
  | 'exceedsConsent'
  | 'hasStoppedForNothing';
export const verdictIs = <Guard extends OfVerdict>(type: Guard) =>
  ({ type, params: ({ event }: Ended) => event.output }) as const;

/** From detect to this step, where the plan begins with it. */
export const targetIfFirst = <First extends Step>(step: First) =>
  ({
    guard: { type: 'isFirst', params: ({ event }: Decided) => ({ decision: event.output, step }) },
    target: `#${step}`,
    actions: retainDecision,
  }) as const;

/** From a step that has ended well to this one, where the plan names it next. */
export const targetIfNext = <Next extends Step>(step: Next) =>
  ({
    guard: { type: 'isNext', params: ({ event }: Ended) => ({ verdict: event.output, step }) },
    target: `#${step}`,
    actions: retainVerdict,
  }) as const;

/** The deployment is no longer as planned, or somebody else has taken over: the step began nothing. */
export const refuseStep = {
  guard: verdictIs('isRefused'),
  target: '#refused',
  actions: retainVerdict,
} as const;

/** More rows would be lost than was consented to: the restored database stays for whoever consents. */
export const refuseLoss = {
  guard: verdictIs('exceedsConsent'),
  target: '#refused',
  actions: retainVerdict,
} as const;

/** The app was stopped first: whatever prepare comes to but success, it comes up again. */
export const undoStop = {
  guard: verdictIs('hasStoppedForNothing'),
  target: '#undo',
  actions: retainVerdict,
} as const;

/** Its undo had begun when it was cut off: whatever the steps have come to, the undo is finished. */
export const finishUndo = { guard: 'isBeingUndone', target: '#undo', actions: retainVerdict } as const;

/** A step that changes something failed: it is undone where it can be, else the end is degraded. */
export const undoFailure = [
  refuseStep,
  { guard: verdictIs('isUndoable'), target: '#undo', actions: retainVerdict },
  { target: '#degraded', actions: retainVerdict },
] as const;

/** The same where its actor has rejected. */
export const undoFault = [
  {
    guard: {
      type: 'isUndoable',
      params: ({ event }: Rejected) => ({ step: event.actorId as Step }),
    },
    target: '#undo',
    actions: retainFault,
  },
  { target: '#degraded', actions: retainFault },
] as const;
