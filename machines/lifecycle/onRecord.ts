import { isDoneAgain } from '../detect/choose/resume';
import { forecast } from '../detect/plan/stepForecast';
import type { Attempt } from '../model/attempt';
import type { Code } from '../model/codes';
import { type Decision, type Going, goingOf, NOTHING, type Resumed } from '../model/decision';
import { failureCode } from '../model/impliedCodes';
import type { Lease } from '../model/lease';
import type { Plan } from '../model/plan';
import { hasEnded, plannedVerdict, type Verdict } from '../model/verdict';
import type { Step } from '../model/vocabulary';

/** What a run goes by: its decision and the attempts of the journal as they were then. */
export interface OnRecord {
  readonly going?: Going | undefined;
  readonly attempts: readonly Attempt[];
}

export const onRecord = (decision: Decision): OnRecord => ({
  attempts: decision.facts?.attempts ?? [],
  going: goingOf(decision),
});

export const attemptOf = ({ attempts }: OnRecord, id: string | undefined): Attempt | undefined =>
  attempts.find(({ plan }) => plan.id === id);

/** Whether all of it is done, so that nothing runs. */
export const isReplay = ({ going }: OnRecord): boolean => going?.mode === 'replay';

/** What a plan does once more, although that had ended well. */
export const resumedIn = ({ going }: OnRecord, { id }: Plan): Resumed =>
  (going?.kind === 'plan' && going.plan.id === id && going.resumed) || NOTHING;

/**
 * How often the attempt of a plan has gone on, this time included. A step is asked for anew with each: what a stack
 * remembers of it may be from before somebody else, or a failure that no journal has. The host says what is on record.
 */
export function resumesOf(record: OnRecord, { id }: Plan): number {
  const goesOn = record.going?.mode === 'resume' && record.going.plan.id === id;
  return (attemptOf(record, id)?.resumes ?? 0) + (goesOn ? 1 : 0);
}

/** The lease of another that an attempt takes over when it is opened; nothing without the operator's consent. */
export const leaseToTakeOver = ({ going }: OnRecord): Lease | undefined =>
  going?.takesOver ? going.facts.lease : undefined;

/** What the journal says of a step that is not run once more: it has ended well, or is being undone, however it ended. */
function recordedVerdict(record: OnRecord, plan: Plan, step: Step | 'undo'): Verdict | undefined {
  if (isDoneAgain(resumedIn(record, plan), step)) return undefined;
  const { verdicts = [], isBeingUndone = false } = attemptOf(record, plan.id) ?? {};
  return verdicts.find(
    (verdict) => verdict.step === step && (verdict.ok || (isBeingUndone && step !== 'undo')),
  );
}

/**
 * The verdict that a preview goes on with where a step has not run: that on record, else a forecast. What is on record is
 * still to be closed, so it is planned all the same.
 */
export function plannedFor(record: OnRecord, plan: Plan, step: Step | 'undo'): Verdict {
  const recorded = recordedVerdict(record, plan, step);
  return recorded ? { ...recorded, planned: true } : plannedVerdict(step, forecast(step, plan));
}

/** The verdict of the step with which a run begins when the host does not open the attempt: nothing was begun. */
export const notOpened = (
  step: Step | 'undo',
  { summary, code = failureCode(step) }: { readonly summary: string; readonly code?: Code | undefined },
): Verdict => ({ step, ok: false, code, refused: true, summary, started: '', seconds: 0 });

/** That a step that has ended well cannot be asked for now is no reason to undo it, or to call that undone. */
export function keptOpen(record: OnRecord, plan: Plan, step: Step, verdict: Verdict): Verdict {
  const isTried = verdict.ok || verdict.refused || isDoneAgain(resumedIn(record, plan), step);
  if (isTried || !hasEnded(attemptOf(record, plan.id)?.verdicts ?? [], step)) return verdict;
  const summary = `${verdict.summary}; the rollback stays open, and the same once more goes on`;
  return { ...verdict, summary, refused: true, taken: true };
}
