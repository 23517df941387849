import type { Tampering } from './tampering';
import type { Diagnosis } from '../detect/diagnose/diagnosis';
import type { Facts } from './facts';
import type { Plan, Refusal } from './plan';
import type { Resumed } from '../detect/choose/resume';
import type { Target } from '../detect/observe/targetRelease';

/** What was found out before anything was decided. Forecasts stay here; only the plan is pinned. */
interface Findings {
  readonly facts: Facts;
  readonly diagnosis: Diagnosis;
}

/** How a plan is carried out. */
interface Going {
  readonly plan: Plan;
  /** `fresh`: starts now. `resume`: an open attempt goes on. `replay`: it is done; nothing runs. */
  readonly mode: 'fresh' | 'resume' | 'replay';
  /** What a plan that goes on does once more, although the journal says that it has ended well. */
  readonly redo?: Resumed;
  /** Its undo has begun: nothing of it goes forward any more. */
  readonly isTakenBack?: boolean;
  /** Whether the operator consented to taking another's live lease over. */
  readonly takesOver: boolean;
}

/** What detect comes to: one of these, and nothing has been touched yet. */
export type Decision =
  | (Findings &
      Going & {
        readonly kind: 'plan';
        /** What the target is and takes back; none in a replay. */
        readonly target?: Target;
      })
  /** A rollback is taken back: on demand, or because its own undo failed. */
  | (Findings & Going & { readonly kind: 'undo' })
  | (Findings & { readonly kind: 'healthy' })
  | (Partial<Findings> & {
      readonly kind: 'refused';
      readonly refusal: Refusal;
      /** The plan that awaits consent, and what its target is. */
      readonly proposed?: Plan;
      readonly target?: Target;
      /** The operator accepts an altered journal: an update records that. */
      readonly acknowledge?: Tampering;
    });

/** Whether a failed step may be undone: a rollback of code or database; a restart has nothing to go back to. */
export const canBeUndone = (decision: Decision | undefined): boolean =>
  decision?.kind === 'plan' && decision.plan.scenario !== 'infrastructure';

/** Whether that holds unasked even after the app has come up: what it writes to a restored database is not given up. */
export const canBeUndoneLate = (decision: Decision | undefined): boolean =>
  canBeUndone(decision) && decision?.kind === 'plan' && decision.plan.scenario !== 'database';
