import type { Decision } from '../model/decision';
import type { Step } from '../model/vocabulary';
import type { Verdict } from '../model/verdict';

type VerdictEvent = { event: { output: Verdict } };
type DecisionEvent = { event: { output: Decision } };

export const decide = { type: 'decide', params: ({ event }: DecisionEvent) => event.output } as const;
export const record = { type: 'record', params: ({ event }: VerdictEvent) => event.output } as const;
export const blame = {
  type: 'blame',
  params: ({ event }: { event: { error: unknown } }) => event.error,
} as const;
type Judged =
  'passes' | 'isDone' | 'isWorse' | 'wasRefused' | 'canBeUndone' | 'costsMore' | 'costsMoreStopped';
export const verdictIs = <Guard extends Judged>(type: Guard) =>
  ({ type, params: ({ event }: VerdictEvent) => event.output }) as const;

/** From a step to the one that the plan names next. */
export const continueTo = <Next extends Step>(step: Next) =>
  ({
    guard: { type: 'leadsTo', params: ({ event }: VerdictEvent) => ({ verdict: event.output, step }) },
    target: step,
    actions: record,
  }) as const;

/** From detect to the step with which the plan begins. */
export const beginWith = <First extends Step>(step: First) =>
  ({
    guard: {
      type: 'beginsWith',
      params: ({ event }: DecisionEvent) => ({ decision: event.output, step }),
    },
    target: step,
    actions: decide,
  }) as const;
export const decisionIs = <Guard extends 'isHealthy' | 'isUndo'>(type: Guard) =>
  ({ type, params: ({ event }: DecisionEvent) => event.output }) as const;

/** The deployment is no longer as planned, or somebody else has taken over: the step began nothing. */
export const refuseStep = { guard: verdictIs('wasRefused'), target: 'refused', actions: record } as const;

/** A step that changed something failed: put it back; a restart has nothing to go back to. */
export const undoFailure = [
  refuseStep,
  { guard: verdictIs('canBeUndone'), target: 'undo', actions: record },
  { target: 'degraded', actions: record },
] as const;
export const undoFault = [
  { guard: 'canBePutBack', target: 'undo', actions: blame },
  { target: 'degraded', actions: blame },
] as const;

/** The same once the app may have come up on a restored database. */
export const undoLateFault = [
  { guard: 'canBePutBackLate', target: 'undo', actions: blame },
  { target: 'degraded', actions: blame },
] as const;

/** The app was stopped first: whatever prepare comes to but success, it comes up again. */
export const undoStopFirst = {
  guard: verdictIs('costsMoreStopped'),
  target: 'undo',
  actions: record,
} as const;

/** Its undo had begun when it was cut off: whatever the steps have come to, that is finished. */
export const finishUndo = { guard: 'isTakenBack', target: 'undo', actions: record } as const;

/** More rows would be lost than were consented to: the shadow stays for whoever consents. */
export const refuseCost = { guard: verdictIs('costsMore'), target: 'refused', actions: record } as const;
