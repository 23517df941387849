import type { Advice } from '../../model/remedy';
import { type Refusal, refuse } from '../../model/refusal';

/** Which kind of rollback a request comes to when the journal has no say. */
export type Way =
  | {
      readonly kind: 'go';
      readonly commit: string;
      readonly scenario: 'code' | 'database';
      /** Its number on record, where there are several releases of that commit. */
      readonly number?: number;
      /** Whether settings are all that differs from what was left for it; told by the commit that is checked out where not. */
      readonly isAlone?: boolean;
      /** What it comes to where the plan shows that the release runs. */
      readonly otherwise?: Exclude<Way, { readonly commit: string }>;
    }
  | { readonly kind: 'restart'; readonly services: readonly string[] | 'all'; readonly commit: string }
  | { readonly kind: 'healthy' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly commit: string };

/** A way that leads nowhere, and why. */
export const refused = (...said: Parameters<typeof refuse>) => ({
  kind: 'refused' as const,
  refusal: refuse(...said),
});

/** What to do where data is damaged. */
export const RESTORE: Advice = [
  { do: 'preview', for: { scenario: 'database' } },
  ': it shows which backup would be restored, and what that would cost',
];
