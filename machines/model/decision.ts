import type { Attempt } from './attempt';
import type { Tampering } from './tampering';
import type { Diagnosis } from './diagnosis';
import type { Facts } from './facts';
import type { Plan } from './plan';
import type { Refusal } from './refusal';
import type { Target } from './target';

/** What was found out before anything was decided. Forecasts stay here; only the plan is pinned. */
interface Findings {
  readonly facts: Facts;
  readonly diagnosis: Diagnosis;
}

/** What is known of the database as it was before a restore in place, by the files of that rollback. */
export type Safety = 'dumped' | 'restored' | 'gone' | 'unchanged';

/** A rollback that an older version has made in place, which only an operator can bring to an end. */
export interface InPlace {
  readonly of: Attempt;
  readonly safety: Safety;
  /** The file that has, or had, the database as it was before. */
  readonly dump: string;
}

/** How a plan is carried out. */
interface Execution {
  readonly plan: Plan;
  /** `fresh`: starts now. `resume`: an open attempt goes on. `replay`: it is done; nothing runs. */
  readonly mode: 'fresh' | 'resume' | 'replay';
  /** What a plan that goes on does once more, although the journal says that it has ended well. */
  readonly resumed?: Resumed;
  /** Its undo has begun: nothing of it goes forward any more. */
  readonly isBeingUndone?: boolean;
  /** Whether the operator consented to taking another's live lease over. */
  readonly takesOver: boolean;
}

/** Why nothing is done, and what was found out before. */
export type Refused = Partial<Findings> & {
  readonly kind: 'refused';
  readonly refusal: Refusal;
  /** Where a restore in place is the reason: what is to be done by hand follows from it. */
  readonly inPlace?: InPlace;
  /** The plan that awaits consent, and what its target is. */
  readonly proposed?: Plan;
  readonly target?: Target;
  /** The operator accepts an altered journal: an update records that. */
  readonly acknowledge?: Tampering;
};

/** What detect comes to: one of these, and nothing has been touched yet. */
export type Decision =
  | (Findings &
      Execution & {
        readonly kind: 'plan';
        /** What the target is and takes back; none in a replay. */
        readonly target?: Target;
      })
  /** A rollback is taken back: on demand, or because its own undo failed. */
  | (Findings & Execution & { readonly kind: 'undo' })
  | (Findings & { readonly kind: 'healthy' })
  | Refused;

/** A decision that carries a plan out, resumes it or replays it. */
export type Going = Extract<Decision, Execution>;

/** The decision, where it carries a plan out; not where that only awaits consent. */
export const goingOf = (decision: Decision | undefined): Going | undefined =>
  decision && 'mode' in decision ? decision : undefined;

/** Whether the undo of an attempt that goes on had begun when it was cut off. */
export const isBeingUndone = (decision: Decision | undefined): boolean =>
  decision?.kind === 'plan' && decision.isBeingUndone === true;

/** Whether a failed step may be undone: a rollback of code or database; a restart has nothing to go back to. */
export const canBeUndone = (decision: Decision | undefined): boolean =>
  decision?.kind === 'plan' && decision.plan.scenario !== 'infrastructure';

/** Whether that holds unasked even after the app has come up: what it writes to a restored database is not given up. */
export const canBeUndoneLate = (decision: Decision | undefined): boolean =>
  canBeUndone(decision) && decision?.kind === 'plan' && decision.plan.scenario !== 'database';

/**
 * What an attempt that goes on does once more, although it had ended well: nobody knows what has happened since it was cut
 * off. A service that runs in another container by now is brought up again, and what was verified is looked at anew.
 */
export interface Resumed {
  /** Services of the plan that do not run in what restart has left, or what it leaves alone does not run any more. */
  readonly restart: readonly string[];
  /** Whether restart had ended well, so that all others stay. */
  readonly othersStay: boolean;
  readonly verify: boolean;
}

export const NOTHING: Resumed = { restart: [], othersStay: false, verify: false };
