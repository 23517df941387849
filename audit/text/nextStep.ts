import { goingOf } from '../../machines/model/decision';
import { isInPlace } from '../../machines/model/backup';
import type { Facts } from '../../machines/model/facts';
import { FOR_NEXT_DEPLOYMENT } from '../../machines/detect/plan/bringsBack';
import { scaleOf } from '../../machines/detect/plan/containersOf';
import { shortHash } from '../../machines/detect/history/releases';
import { beyondConsent } from '../../machines/detect/plan/dataLoss';
import { type LifecycleEnd, isGood } from '../../machines/lifecycle/context';
import { leavesRelease, type Plan, releaseLeftBy } from '../../machines/model/plan';
import { savedKeys } from '../../machines/config/request';
import type { Settings } from '../../machines/config/schema';
import { failedChecks, type Verdict } from '../../machines/model/verdict';
import { backByHand } from './manualUndo';
import { noteLine } from './noteLine';
import { refusalNext } from './refusalNext';
import { goLine, undoLine } from './requestLine';
import { type UsualCall, usualLine } from './runtime/composeLine';
import { takenBackBy } from './savedRequest';
import { logFile } from '../journal/logFile';
import { nameOf, planOf } from './summary';

/** The log, on the host, of the step that failed or whose checks did. */
function failureLog(plan: Plan, verdicts: readonly Verdict[], settings: Settings): string | undefined {
  const failed = verdicts.find(
    (verdict) => (!verdict.ok && verdict.log !== undefined) || failedChecks(verdict).length > 0,
  );
  return failed && logFile(settings, plan, failed.step);
}

/** How to take back what of this request the configuration has by now. */
const savedRequest = ({ request }: LifecycleEnd, { confirm, supplied = [] }: Settings): string[] =>
  takenBackBy([...savedKeys(request), ...supplied, ...(confirm ? ['confirm'] : [])]);

/** More would be lost than was consented to. */
const DEAR =
  'pulumi preview: it shows what would be lost and the line to type; what was restored beside is kept for that';

/** What keeps the rows that were written since the backup, and how they are had. */
function keptLine({ id, backup }: Plan, verdicts: readonly Verdict[]): string[] {
  const kept = verdicts.findLast(({ swap }) => swap)?.swap?.kept;
  if (!kept) return [];
  return isInPlace({ backup })
    ? [`what was written since the backup is in ${kept}`]
    : [`what was written since the backup is in ${kept}: ./rollback writes ${id} exports it`];
}

/**
 * The line that the deployment is brought up with: of what a rollback of code has brought up it changes nothing. A database that
 * the target defines otherwise it makes anew, so that the line comes first which leaves that alone.
 */
function usual(plan: Plan, { directory, databaseService }: Settings['deployment'], facts?: Facts): string {
  const { project, files, targetFiles = files, envFiles, profiles, variables, compose: version } = plan;
  const call: UsualCall = {
    ...{ project, files: targetFiles, envFiles, profiles, version },
    variables: variables?.to,
    // By a link, where that is configured: Compose takes it as it is typed.
    directory,
    isAlone: facts?.compose?.isAlone,
    scale: scaleOf(plan),
  };
  if (databaseService === undefined || !plan.noteCodes?.includes('note.database-stays'))
    return `the line that brings it up as usual changes nothing of it: ${usualLine(call)}`;
  const alone = plan.services.map(({ service }) => service);
  return `the line that brings it up without ${databaseService} changes nothing of it: ${usualLine({ ...call, alone })}; without those names it makes the container of ${databaseService} anew, which the target defines otherwise: the database is away while it does`;
}

/** What the plan has told for whoever deploys next. */
const forNextDeployment = ({ notes, noteCodes = [] }: Plan): string[] =>
  notes.flatMap((note, index) => {
    const code = noteCodes[index];
    return FOR_NEXT_DEPLOYMENT.some((one) => one === code) ? noteLine(note, code) : [];
  });

/** What one can do about a deployment that is at its target and not well. */
function choices(plan: Plan, log: string | undefined): string {
  const look = `look at the failed checks (pulumi stack output checks)${log ? ` and ${log}` : ''}`;
  if (plan.scenario === 'infrastructure') {
    return [
      look,
      'then pulumi up tries again',
      'or everything down and up: pulumi up -c scenario=infrastructure -c service=all',
      'or the release before: pulumi up -c scenario=code',
    ].join('; ');
  }
  return [
    look,
    'then pulumi up verifies again',
    `or back to ${nameOf(plan.from)}: ${undoLine(plan.id)}`,
    'or another commit: pulumi up -c commit=…',
  ].join('; ');
}

const factsOf = (decision: LifecycleEnd['decision']): Facts | undefined =>
  decision && 'facts' in decision ? decision.facts : undefined;

const isUnderWay = (decision: LifecycleEnd['decision']): boolean => goingOf(decision)?.mode === 'resume';

/** What an operator should do now: a line to type, or that there is nothing to do. */
export function nextLine(ending: LifecycleEnd, planned: boolean, settings: Settings): string {
  const { end, decision, verdicts } = ending;
  const plan = planOf(ending);
  if (planned) return plan && !isUnderWay(decision) ? goLine(plan.id, settings.request) : 'pulumi up';
  if (decision?.kind === 'refused') return refusalNext(decision, settings);
  const log = plan && failureLog(plan, verdicts, settings);
  const mend = log ? `look at ${log}, mend what failed` : 'mend what is named above';
  const isDone = [`nothing to do`, ...savedRequest(ending, settings)];
  switch (end) {
    case 'healthy':
      return 'nothing to do';
    case 'recovered':
      return plan && leavesRelease(plan)
        ? [
            ...isDone,
            ...keptLine(plan, verdicts),
            ...(plan.definition === undefined ? [] : [usual(plan, settings.deployment, factsOf(decision))]),
            `mend ${shortHash(releaseLeftBy(plan))} and deploy it anew`,
            ...forNextDeployment(plan),
          ].join('; ')
        : [...isDone, ...(plan ? keptLine(plan, verdicts) : [])].join('; ');
    case 'degraded':
      return plan ? choices(plan, log) : 'pulumi up';
    case 'undone':
      if (isGood(ending)) return isDone.join('; ');
      return decision?.kind === 'undo'
        ? 'pulumi up: the failed rollback is taken back now, and what was asked for has not begun'
        : plan && verdicts.some((verdict) => beyondConsent(plan, verdict) !== undefined)
          ? DEAR
          : `${mend}, then pulumi up`;
    case 'refused':
      return verdicts.at(-1)?.loss ? DEAR : `${mend}, then pulumi up`;
    case 'stranded': {
      const facts = factsOf(decision) ?? {};
      return plan
        ? `${mend}, then pulumi up finishes the undo; by hand, back to where it was: ${backByHand(plan, verdicts, facts, settings.deployment.database.user).join(' && ')}`
        : 'pulumi up';
    }
  }
}
