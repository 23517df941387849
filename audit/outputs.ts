import { isInPlace, type TableLoss } from '../machines/model/backup';
import { namesOf } from '../machines/postgres/databaseNames';
import type { Code } from '../machines/model/codes';
import { endCode } from '../machines/model/impliedCodes';
import { countedText } from '../machines/detect/plan/dataLoss';
import type { Plan } from '../machines/model/plan';
import type { Attempt, Journal } from '../machines/model/attempt';
import { codeOfEnding } from './endCode';
import { nextLine } from './text/nextStep';
import { type Preview, previewOf } from './preview';
import { planOf } from './text/summary';
import { type Check, hasRun, type Outage, type Verdict } from '../machines/model/verdict';
import type { LifecycleEnd } from '../machines/lifecycle/context';
import type { Settings } from '../machines/config/schema';

/** One line of the timeline: a state of the lifecycle and what it came to. */
export interface TimelineEntry {
  readonly state: string;
  /** By the host's clock, ISO 8601. */
  readonly started: string;
  readonly seconds: number;
  readonly ok: boolean;
  /** Why it failed or was refused. */
  readonly code?: string;
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
  /** Why it ended so. */
  readonly code: string;
  readonly summary: string;
  readonly downtimeSeconds: number;
}

/** How many rollbacks the output `audit` shows; the journal has all of them. */
const NEWEST = 20;

/** How a step has ended. */
export const timelineEntry = ({ step, started, seconds, ok, code, summary }: Verdict): TimelineEntry => ({
  state: step,
  started,
  seconds,
  ok,
  ...(code !== undefined && !ok ? { code } : {}),
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

/** The stack's outputs. */
export interface Outputs {
  /** The end of the lifecycle; `planned` in a preview of something that has not run. */
  readonly status: string;
  /** Why, see docs/codes.md: of what was refused or has failed, else of the status. */
  readonly code: string;
  readonly plan: object | null;
  readonly timeline: readonly TimelineEntry[];
  readonly downtimeSeconds: number;
  readonly checks: readonly Check[];
  readonly dataLoss: DataLoss;
  readonly audit: { readonly newest: readonly AuditEntry[]; readonly total: number; readonly head: string };
  readonly next: string;
  /** Only in a preview. */
  readonly preview?: Preview;
}

/** The outputs of a run whose configuration cannot be used: nothing was looked at. */
export function refusedOutputs(
  { code, message }: { code: Code; message: string },
  isPreview = false,
): Outputs {
  const refusal = { code, what: message, next: message };
  return {
    status: 'refused',
    code,
    plan: null,
    timeline: [],
    downtimeSeconds: 0,
    checks: [],
    dataLoss: { rows: 0, why: 'nothing was touched' },
    audit: { newest: [], total: 0, head: '' },
    next: message,
    ...(isPreview ? { preview: { deployment: null, symptoms: [], refusal } } : {}),
  };
}

/** Rows that left the live database, or would; what was written since the backup is kept, and where. */
interface DataLoss {
  /** New or changed since the backup; null when nobody knows. */
  readonly rows: number | null;
  /** Rows of the backup that were changed or deleted since. */
  readonly gone?: number | null;
  readonly why: string;
  readonly tables?: readonly TableLoss[];
  /** The database, or the dump on the host, that has them. */
  readonly kept?: string;
}

/** What the app wrote to a restored database leaves the live one when that is taken back. */
function takenBack(plan: Plan): DataLoss {
  const writes = plan.risks.find(({ kind }) => kind === 'writes');
  if (!writes) return { rows: 0, why: 'nothing was written to the restored database since' };
  return {
    rows: null,
    why: writes.what,
    ...(isInPlace(plan) ? {} : { kept: namesOf(plan).abandoned }),
  };
}

function dataLossOf(plan: Plan | null, verdicts: readonly Verdict[], recorded?: Attempt): DataLoss {
  if (!plan?.backup) return { rows: 0, why: 'the database is not touched' };
  if (plan.action === 'undo') return takenBack(plan);
  if (verdicts.some(({ step, ok }) => step === 'undo' && ok))
    return { rows: 0, why: 'taken back: the live database is the one that was' };
  if (recorded?.byHand && recorded.outcome === 'undone')
    return { rows: 0, why: `taken back by hand, says ${recorded.byHand.operator}` };
  const loss = verdicts.findLast((verdict) => verdict.loss)?.loss ?? plan.loss;
  const kept = verdicts.findLast(({ swap }) => swap)?.swap?.kept;
  const isKnown = loss !== undefined && loss.method !== 'unknown';
  return {
    rows: isKnown ? loss.rows : null,
    gone: isKnown ? loss.gone : null,
    why: `written since the backup ${plan.backup.path}; ${countedText(loss?.method ?? 'unknown')}`,
    tables: loss?.tables ?? [],
    ...(kept === undefined ? {} : { kept }),
  };
}

/**
 * Outputs from how the machine ended: its verdicts, which the journal has, too, unless it could not be written or the
 * attempt is still open. What only the journal knows is how earlier rollbacks ended, and what an operator has put on record.
 */
export function outputsOf(
  ending: LifecycleEnd,
  journal: Journal,
  settings: Settings,
  isPreview = false,
): Outputs {
  const { decision } = ending;
  const proposed = decision?.kind === 'refused' ? decision.proposed : undefined;
  const plan = planOf(ending) ?? proposed ?? null;
  const verdicts = ending.verdicts.filter(hasRun);
  const isReplay = decision !== undefined && 'mode' in decision && decision.mode === 'replay';
  const planned = !isReplay && ending.verdicts.some((verdict) => verdict.planned);
  const recorded = journal.attempts.find((attempt) => attempt.plan.id === plan?.id);
  return {
    status: planned ? 'planned' : ending.end,
    code: planned ? endCode('planned') : codeOfEnding(ending),
    plan,
    timeline: verdicts.map(timelineEntry),
    downtimeSeconds: downtime(outagesOf(verdicts)),
    checks: verdicts.findLast(({ checks }) => checks)?.checks ?? [],
    dataLoss: dataLossOf(plan, verdicts, recorded),
    audit: {
      newest: journal.attempts.map(auditEntry).slice(-NEWEST).reverse(),
      total: journal.attempts.length,
      head: journal.head ?? '',
    },
    next: nextLine(ending, planned, settings),
    ...(isPreview ? { preview: previewOf(decision, settings) } : {}),
  };
}
