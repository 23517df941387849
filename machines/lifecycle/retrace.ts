import type { Attempt } from '../model/attempt';
import { type Plan, rollbackOf } from '../model/plan';
import type { Verdict } from '../model/verdict';
import type { Step } from '../model/vocabulary';
import { attemptOf, isReplay, type OnRecord } from './onRecord';

/** The attempt that stays registered where a run has no plan of its own: the newest of this holder's that is closed. */
export const attemptToKeep = ({ attempts }: OnRecord, holder: string): Attempt | undefined =>
  attempts.findLast((attempt) => attempt.holder === holder && attempt.outcome);

/** Whose steps stand for an attempt that is over: its own, or those of the rollback that it has undone. */
export const retracedFor = (record: OnRecord, attempt: Attempt): Attempt =>
  attemptOf(record, attempt.plan.of) ?? attempt;

/** The steps of an attempt that is over which had begun, in the order of its plan. */
export const stepsOnRecord = ({ plan, verdicts }: Attempt): readonly Step[] =>
  plan.steps.filter((name) => verdicts.some(({ step }) => step === name));

/** Whether an attempt has come to its undo, or is the undo of another one and has begun. */
export const hasUndo = (attempt: Attempt | undefined): boolean =>
  attempt?.verdicts.some(({ step }) => step === 'undo') ?? false;

const isOwn = ({ going }: OnRecord): boolean => going?.kind === 'plan';

/**
 * The attempt whose steps come before an undo, as they were; nothing where this run has taken them itself. Throws where
 * the journal does not know it.
 */
export function attemptToUndo(record: OnRecord, plan: Plan): Attempt | undefined {
  if (isOwn(record)) return undefined;
  const of = rollbackOf(plan);
  const past = attemptOf(record, of);
  if (!past) throw new Error(`the journal knows no rollback ${of}`);
  return past;
}

/** The verdict of the replay of an undo that has never begun; nothing of any other one, which has a resource. */
export function verdictWithoutUndo(record: OnRecord, plan: Plan): Verdict | undefined {
  if (isOwn(record) || !isReplay(record) || hasUndo(attemptOf(record, plan.id))) return undefined;
  const summary = 'nothing was changed, so there is nothing to take back';
  return { step: 'undo', ok: true, summary, started: '', seconds: 0 };
}
