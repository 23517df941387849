import type { Attempt } from '../machines/model/attempt';
import { endCode } from '../machines/model/impliedCodes';
import { downtime, outagesOf } from './timeline';

/** A past rollback of this host in one entry. */
export interface AuditEntry {
  readonly id: string;
  readonly action: string;
  /** The rollback that an undo took back. */
  readonly of: string;
  readonly attempt: number;
  readonly scenario: string;
  readonly from: string;
  readonly to: string;
  readonly operator: string;
  readonly reason: string;
  readonly opened: string;
  readonly closed: string;
  readonly outcome: string;
  /** Why it ended so. */
  readonly code: string;
  readonly summary: string;
  readonly downtimeSeconds: number;
}

/** The entry of an attempt: written by the update that ends it and read by all later ones, by this function. */
export function auditEntry(attempt: Attempt): AuditEntry {
  const { plan, operator, reason, opened, closed = '', outcome = 'open', summary = '', verdicts } = attempt;
  const { code = endCode(outcome) } = attempt;
  return {
    id: plan.id,
    action: plan.action,
    of: plan.of ?? '',
    attempt: plan.attempt,
    scenario: plan.scenario,
    from: plan.from.commit,
    to: plan.to.commit,
    operator,
    reason,
    opened,
    closed,
    outcome,
    code,
    summary,
    downtimeSeconds: downtime(outagesOf(verdicts)),
  };
}
