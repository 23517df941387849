import { goingOf } from '../../machines/model/decision';
import { shortHash, UNKNOWN_COMMIT } from '../../machines/detect/history/releases';
import { beyondConsent } from '../../machines/detect/plan/dataLoss';
import type { LifecycleEnd } from '../../machines/lifecycle/context';
import type { Plan } from '../../machines/model/plan';
import { NO_COMMIT } from '../../machines/model/release';
import type { Refusal } from '../../machines/model/refusal';
import { failedChecks, type Verdict } from '../../machines/model/verdict';
import { adviceText } from './remedyLine';
import { stepSummary } from './stepSummary';

/** `147bed2 (v2)`. */
export const nameOf = ({ commit, name }: Plan['to']): string =>
  commit === NO_COMMIT ? UNKNOWN_COMMIT : `${shortHash(commit)}${name ? ` (${name})` : ''}`;

export const planOf = ({ decision }: Pick<LifecycleEnd, 'decision'>): Plan | undefined =>
  goingOf(decision)?.plan;

/** What went wrong: the first step that failed, the checks that did, or a fault of this program. */
function trouble(ending: LifecycleEnd): string {
  const { verdicts, fault } = ending;
  const failed = verdicts.find(({ ok, step }) => !ok && step !== 'undo');
  const plan = planOf(ending);
  const exceeded = plan && verdicts.flatMap((verdict) => beyondConsent(plan, verdict) ?? [])[0];
  if (!failed && exceeded) return exceeded;
  if (failed) return `${failed.step} failed: ${stepSummary(failed)}`;
  return failedNames(verdicts.filter(({ step }) => step !== 'undo')) || (fault ?? '');
}

const failedNames = (verdicts: readonly Verdict[]): string =>
  verdicts
    .flatMap(failedChecks)
    .map(({ name, evidence }) => `${name} failed (${evidence})`)
    .join('; ');

/** What stands in the way, in one line. */
const obstacle = ({ what }: Refusal): string => adviceText(what).replaceAll('\n', '; ');

function refusalText(refusal: Refusal): string {
  const { got = '', accepts = '' } = refusal;
  const [found, accepted] = [got, accepts].map((one) => adviceText(one));
  return [obstacle(refusal), found && `got ${found}`, accepted && `accepts ${accepted}`]
    .filter(Boolean)
    .join('; ');
}

/** What happened, in one sentence. */
export function summaryOf(ending: LifecycleEnd): string {
  const { end, decision, verdicts } = ending;
  const plan = planOf(ending);
  const why = trouble(ending);
  const undo = verdicts.find(({ step }) => step === 'undo');
  const last = verdicts.at(-1);
  const checks = verdicts.find(({ step }) => step === 'verify')?.checks ?? [];
  const target = plan ? nameOf(plan.to) : '?';
  switch (end) {
    case 'healthy':
      return `healthy: ${decision && 'diagnosis' in decision ? adviceText(decision.diagnosis?.wrong ?? '') : 'nothing to do'}`;
    case 'recovered':
      return `recovered: at ${target}, ${checks.filter(({ ok }) => ok).length} of ${checks.length} checks passed`;
    case 'refused':
      if (plan && last?.loss && last.ok)
        return `refused, the live database was not touched: ${beyondConsent(plan, last)}`;
      if (last && (verdicts.length > 1 || last.taken)) return `refused: ${stepSummary(last)}`;
      return `refused, nothing was touched: ${decision?.kind === 'refused' ? refusalText(decision.refusal) : why || (undo ? stepSummary(undo) : 'no reason given')}`;
    case 'degraded':
      return `degraded: at ${target}, but ${why}`;
    case 'undone':
      if (plan?.action === 'undo') return `undone: ${plan.of} is taken back, at ${target} as before`;
      // A replay of one that was taken back long ago: what was wrong then its own summary tells.
      return `undone: ${why || `${plan?.id} was taken back`}; everything stands as before`;
    case 'stranded': {
      const [from, to] = plan?.action === 'undo' ? [plan.to, plan.from] : [plan?.from, plan?.to];
      const between = `${from ? nameOf(from) : '?'} and ${to ? nameOf(to) : '?'}`;
      const undoing = undo && !undo.ok ? `undo failed: ${stepSummary(undo)}` : '';
      return `stranded between ${between}: ${[why, undoing].filter(Boolean).join('; ')}`;
    }
  }
}

/** For a preview in which nothing of an earlier rollback could be registered again. */
export const STAYS = 'what the preview lists as deleted stays: a refused update deletes nothing';

/** What a run that ends badly closes with. What a preview has told at length, it does not repeat. */
export function closingWords(ending: LifecycleEnd, dryRun: boolean, registered: boolean): string[] {
  const { end, decision } = ending;
  if (!dryRun || end !== 'refused') return [summaryOf(ending)];
  const short =
    decision?.kind === 'refused'
      ? `refused, nothing was touched: ${obstacle(decision.refusal)}`
      : summaryOf(ending);
  return registered ? [short] : [short, STAYS];
}
