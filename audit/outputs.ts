import type { Attempt, Journal } from './attempts';
import { nextLine } from './next';
import { planOf } from './summary';
import type { Check, Outage, Verdict } from '../machines/verdicts';
import type { Ending } from '../machines/memory';
import type { Settings } from '../machines/settings';

/** One line of the timeline: a state of the lifecycle and what it came to. */
export interface TimelineEntry {
  readonly state: string;
  /** By the host's clock, ISO 8601. */
  readonly started: string;
  readonly seconds: number;
  readonly ok: boolean;
  readonly verdict: string;
}

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
  readonly summary: string;
  readonly downtimeSeconds: number;
}

/** How many rollbacks the output `audit` shows; the journal has all of them. */
const NEWEST = 20;

const timelineEntry = ({ step, started, seconds, ok, summary }: Verdict): TimelineEntry => ({
  state: step,
  started,
  seconds,
  ok,
  verdict: summary,
});

/** Seconds in which at least one service was away, of any number of overlapping outages. */
export function downtime(outages: readonly Outage[]): number {
  let total = 0;
  let until = -Infinity;
  for (const { from, to } of [...outages].sort((a, b) => a.from - b.from)) {
    total += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return Math.round(total * 100) / 100;
}

const outagesOf = (verdicts: readonly Verdict[]): Outage[] =>
  verdicts.flatMap(({ outages }) => outages ?? []);

/** The entry of an attempt: written by the update that ends it and read by all later ones, by this function. */
export function auditEntry(attempt: Attempt): AuditEntry {
  const { plan, operator, reason, opened, closed = '', outcome = 'open', summary = '', verdicts } = attempt;
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
    summary,
    downtimeSeconds: downtime(outagesOf(verdicts)),
  };
}

/** The stack's outputs. */
export interface Outputs {
  /** The end of the lifecycle; `planned` in a preview of something that has not run. */
  readonly status: string;
  readonly plan: object | null;
  readonly timeline: readonly TimelineEntry[];
  readonly downtimeSeconds: number;
  readonly checks: readonly Check[];
  readonly dataLoss: { readonly rows: number; readonly why: string };
  readonly audit: { readonly newest: readonly AuditEntry[]; readonly total: number; readonly head: string };
  readonly next: string;
}

/** The outputs of a run whose configuration cannot be used: nothing was looked at. */
export function refusedOutputs(message: string): Outputs {
  return {
    status: 'refused',
    plan: null,
    timeline: [],
    downtimeSeconds: 0,
    checks: [],
    dataLoss: { rows: 0, why: 'nothing was touched' },
    audit: { newest: [], total: 0, head: '' },
    next: message,
  };
}

/** Outputs from how the machine ended and what the host's journal holds now. */
export function outputsOf(ending: Ending, journal: Journal, settings: Settings): Outputs {
  const { decision } = ending;
  const proposed = decision?.kind === 'refused' ? decision.proposed : undefined;
  const plan = planOf(ending) ?? proposed ?? null;
  const recorded = journal.attempts.find((attempt) => attempt.plan.id === plan?.id);
  const verdicts = recorded?.verdicts ?? [];
  const planned = ending.verdicts.some((verdict) => verdict.planned) && recorded?.outcome === undefined;
  return {
    status: planned ? 'planned' : ending.end,
    plan,
    timeline: verdicts.map(timelineEntry),
    downtimeSeconds: downtime(outagesOf(verdicts)),
    checks: verdicts.findLast(({ checks }) => checks)?.checks ?? [],
    dataLoss: { rows: 0, why: 'the database is not touched' },
    audit: {
      newest: journal.attempts.map(auditEntry).slice(-NEWEST).reverse(),
      total: journal.attempts.length,
      head: journal.head ?? '',
    },
    next: nextLine(ending, planned, settings),
  };
}
