import { isInPlace, type TableLoss } from '../machines/model/backup';
import { namesOf } from '../machines/postgres/databaseNames';
import type { Plan } from '../machines/model/plan';
import { countedText } from '../machines/detect/plan/dataLoss';
import type { Attempt } from '../machines/model/attempt';
import type { Verdict } from '../machines/model/verdict';

/** Rows that left the live database, or would; what was written since the backup is kept, and where. */
export interface DataLoss {
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
function lossByUndo(plan: Plan): DataLoss {
  const writes = plan.risks.find(({ kind }) => kind === 'writes');
  if (!writes) return { rows: 0, why: 'nothing was written to the restored database since' };
  return {
    rows: null,
    why: writes.what,
    ...(isInPlace(plan) ? {} : { kept: namesOf(plan).abandoned }),
  };
}

/** What a rollback cost in rows, by its plan and what prepare has counted. */
export function dataLossOf(plan: Plan | null, verdicts: readonly Verdict[], recorded?: Attempt): DataLoss {
  if (!plan?.backup) return { rows: 0, why: 'the database is not touched' };
  if (plan.action === 'undo') return lossByUndo(plan);
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
