import { goingOf } from '../machines/model/decision';
import type { Code } from '../machines/model/codes';
import { endCode } from '../machines/model/impliedCodes';
import type { Journal } from '../machines/model/attempt';
import { codeOfEnding } from './endCode';
import { nextLine } from './text/nextStep';
import { type Preview, previewOf } from './preview';
import { planOf } from './text/summary';
import { type Check, hasRun } from '../machines/model/verdict';
import type { LifecycleEnd } from '../machines/lifecycle/context';
import type { Settings } from '../machines/config/schema';
import { downtime, outagesOf, timelineEntry, type TimelineEntry } from './timeline';
import { auditEntry, type AuditEntry } from './auditEntry';
import { type DataLoss, dataLossOf } from './dataLoss';

/** How many rollbacks the output `audit` shows; the journal has all of them. */
const NEWEST = 20;

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
  /** What of the target nobody can prove, a sentence each; none where all is. */
  readonly unproven?: readonly string[];
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
  const isReplay = goingOf(decision)?.mode === 'replay';
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
    ...(plan?.unproven ? { unproven: plan.unproven } : {}),
    next: nextLine(ending, planned, settings),
    ...(isPreview ? { preview: previewOf(decision, settings) } : {}),
  };
}
