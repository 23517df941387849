import type { Code } from '../model/codes';
import type { Decision } from '../model/decision';
import type { Tampering } from '../model/tampering';

/** The altered journal that an update of this decision records as accepted; nothing where it records none. */
export const acknowledgedBy = (decision: Decision): Tampering | undefined =>
  decision.kind === 'refused' ? decision.acknowledge : undefined;

/** What a decision comes to where the host has not recorded that: it says why. */
export const notAcknowledged = (
  decision: Decision,
  { summary, code }: { readonly summary: string; readonly code?: Code | undefined },
): Decision =>
  decision.kind === 'refused'
    ? { ...decision, refusal: { ...decision.refusal, ...(code && { code }), what: summary } }
    : decision;
