import type { Diagnosis } from './diagnosis';
import type { Facts } from './facts';
import type { Plan, Refusal } from './model';
import type { Target } from './target';

/** What was found out before anything was decided. Forecasts stay here; only the plan is pinned. */
interface Findings {
  readonly facts: Facts;
  readonly diagnosis: Diagnosis;
}

/** What detect comes to: one of these, and nothing has been touched yet. */
export type Decision =
  | (Findings & {
      readonly kind: 'plan';
      readonly plan: Plan;
      /** `fresh`: starts now. `resume`: an open attempt goes on. `replay`: it is done; nothing runs. */
      readonly mode: 'fresh' | 'resume' | 'replay';
      /** Whether a failed step may be undone by this program. */
      readonly undo: boolean;
      /** What the target is and takes back; none in a replay. */
      readonly target?: Target;
    })
  | (Findings & { readonly kind: 'undo'; readonly plan: Plan })
  | (Findings & { readonly kind: 'healthy' })
  | (Partial<Findings> & { readonly kind: 'refused'; readonly refusal: Refusal });
