import type { Code } from '../machines/model/codes';
import { endCode } from '../machines/model/impliedCodes';
import { beyondConsent } from '../machines/detect/plan/dataLoss';
import { type LifecycleEnd, isGood } from '../machines/lifecycle/context';
import { failedChecks, type Verdict } from '../machines/model/verdict';
import { planOf } from './text/summary';

/** Why a rollback ended as it did, in a code: what was refused or has failed; the end itself where nothing has. */
export function codeOfEnding(ending: LifecycleEnd): string {
  const { end, decision, verdicts, fault, faultCode = FAULT } = ending;
  if (end === 'recovered' && planOf(ending)?.unproven) return UNPROVEN;
  if (isGood(ending)) return endCode(end);
  if (end === 'refused' && decision?.kind === 'refused') return decision.refusal.code;
  return troubleCode(ending, verdicts) ?? (fault === undefined ? endCode(end) : faultCode);
}

const UNPROVEN: Code = 'end.unproven';
const FAULT: Code = 'program.fault';
const EXCEEDED: Code = 'consent.exceeded';

/** Of a stranded one the undo counts: it is what must be mended first. */
function troubleCode(ending: LifecycleEnd, verdicts: readonly Verdict[]): string | undefined {
  const failed = verdicts.filter(({ ok }) => !ok);
  const undo = failed.find(({ step }) => step === 'undo');
  if (ending.end === 'stranded' && undo) return undo.code;
  const [first] = failed;
  if (first) return first.code;
  const plan = planOf(ending);
  const exceedsConsent = plan && verdicts.some((verdict) => beyondConsent(plan, verdict) !== undefined);
  if (exceedsConsent) return EXCEEDED;
  return verdicts.flatMap(failedChecks)[0]?.code;
}
