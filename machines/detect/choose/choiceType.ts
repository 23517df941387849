import type { Attempt } from '../../model/attempt';
import type { Plan, Risk } from '../../model/plan';
import type { Request } from '../../model/request';
import { type Refusal, refuse } from '../../model/refusal';
import type { Way } from './way';

/** What to do about a request, before the target has been looked at: `commit` is that one, where it must be. */
export type Choice =
  | { readonly kind: 'replay'; readonly plan: Plan }
  /** An undo that goes on: it looked when it began. */
  | { readonly kind: 'resume'; readonly of: Attempt; readonly takesOver: boolean }
  | { readonly kind: 'resume'; readonly of: Attempt; readonly takesOver: boolean; readonly commit: string }
  | {
      readonly kind: 'undo';
      readonly of: Attempt;
      readonly attempt: number;
      readonly risks: readonly Risk[];
      readonly commit: string;
    }
  | (Extract<Way, { kind: 'go' | 'restart' }> & {
      readonly attempt: number;
      readonly risks: readonly Risk[];
    })
  /** A restore in place of an older version: nobody but the operator brings it to an end. */
  | { readonly kind: 'byHand'; readonly of: Attempt }
  | { readonly kind: 'healthy' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** A restored database may help: there it would be restored. */
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly commit: string };

/** What is asked for, by whom. */
export interface Asked {
  readonly request: Request;
  readonly confirm: string;
  /** Who holds the lease when this stack works. */
  readonly holder: string;
}

/** A choice to do nothing, and why. */
export const refused = (...said: Parameters<typeof refuse>): Choice => ({
  kind: 'refused',
  refusal: refuse(...said),
});

/** What a request comes to, as which attempt and at which risks. */
export const withRisks = (way: Way, attempt: number, risks: readonly Risk[]): Choice =>
  way.kind === 'go' || way.kind === 'restart' ? { ...way, attempt, risks } : way;
