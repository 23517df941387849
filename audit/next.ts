import { logFile } from './logFile';
import { shortHash } from '../machines/history';
import type { Plan } from '../machines/model';
import type { Ending } from '../machines/memory';
import type { Settings } from '../machines/settings';
import { shellQuote } from '../machines/shell';
import { failedChecks, type Verdict } from '../machines/verdicts';

/** The step that failed, if one did. */
function failedStep(verdicts: readonly Verdict[]): Verdict | undefined {
  return verdicts.find(({ ok }) => !ok);
}

/** What happened, in one sentence. */
export function summaryOf({ end, decision, verdicts, fault }: Ending): string {
  const plan = decision && 'plan' in decision ? decision.plan : undefined;
  const target = plan && `${shortHash(plan.to.commit)}${plan.to.name ? ` (${plan.to.name})` : ''}`;
  const failed = failedStep(verdicts);
  const trouble = failed ? `${failed.step} failed: ${failed.summary}` : fault;
  const checks = verdicts.find(({ step }) => step === 'verify')?.checks ?? [];
  switch (end) {
    case 'healthy':
      return `healthy: ${decision && 'diagnosis' in decision ? decision.diagnosis?.wrong : 'nothing to do'}`;
    case 'recovered':
      return `recovered: at ${target}, ${checks.filter(({ ok }) => ok).length} of ${checks.length} checks passed`;
    case 'refused':
      return `refused, nothing was touched: ${decision?.kind === 'refused' ? refusalText(decision.refusal) : (trouble ?? 'no reason given')}`;
    case 'degraded':
      return `degraded: at ${target}, but ${failedNames(verdicts) || trouble}`;
    case 'undone':
      return `undone: ${trouble}; everything stands as before`;
    case 'stranded':
      return `stranded between ${plan ? shortHash(plan.from.commit) : '?'} and ${target}: ${trouble}`;
  }
}

const failedNames = (verdicts: readonly Verdict[]): string =>
  verdicts
    .flatMap(failedChecks)
    .map(({ name, evidence }) => `${name} failed (${evidence})`)
    .join('; ');

/** For a preview in which nothing of an earlier rollback could be registered again. */
export const STAYS = 'what the preview lists as deleted stays: a refused update deletes nothing';

/** What a run that ends badly closes with. What a preview has told at length, it does not repeat. */
export function closingWords(ending: Ending, dryRun: boolean, registered: boolean): string[] {
  const { end, decision } = ending;
  if (!dryRun || end !== 'refused') return [summaryOf(ending)];
  const short =
    decision?.kind === 'refused'
      ? `refused, nothing was touched: ${decision.refusal.what.replaceAll('\n', '; ')}`
      : summaryOf(ending);
  return registered ? [short] : [short, STAYS];
}

function refusalText({ what, got, accepts }: { what: string; got?: string; accepts?: string }): string {
  return [what.replaceAll('\n', '; '), got && `got ${got}`, accepts && `accepts ${accepts}`]
    .filter(Boolean)
    .join('; ');
}

/** What an operator should do now: a line to type, or that there is nothing to do. */
export function nextLine(ending: Ending, planned: boolean, settings: Settings): string {
  const { end, decision } = ending;
  const directory = decision && 'facts' in decision ? decision.facts?.directory : undefined;
  if (planned) return 'pulumi up';
  if (decision?.kind === 'refused') return decision.refusal.next;
  const plan = decision && 'plan' in decision ? decision.plan : undefined;
  const log = plan && failureLog(plan, ending.verdicts, settings);
  const mend = log ? `look at ${log}, mend what failed` : 'mend what is named above';
  switch (end) {
    case 'healthy':
      return 'nothing to do';
    case 'recovered':
      return [
        'nothing to do',
        ...savedRequest(ending),
        `mend ${plan ? shortHash(plan.from.commit) : 'the release'} and deploy it anew`,
      ].join('; ');
    case 'degraded':
      return `look at the failed checks (pulumi stack output checks)${log ? ` and ${log}` : ''}, then pulumi up to verify again, or name another commit: pulumi up -c commit=…`;
    case 'undone':
    case 'refused':
      return `${mend}, then pulumi up`;
    case 'stranded':
      return plan
        ? `${mend}, then pulumi up goes on; by hand, back to where it was: ${backByHand(plan, ending.verdicts, directory).join(' && ')}`
        : 'pulumi up';
  }
}

/** How to take back a request that `-c` or `config set` has saved: it would still stand after the next deployment. */
function savedRequest({ request: { commit, scenario } }: Ending): string[] {
  const saved = [commit !== 'previous' && 'commit', scenario !== 'auto' && 'scenario'].filter(Boolean);
  const commands = saved.map((key) => `pulumi config rm ${key}`).join(' && ');
  return commands ? [`take the saved request back before: ${commands}`] : [];
}

/** The log, on the host, of the step that failed or whose checks did. */
function failureLog(plan: Plan, verdicts: readonly Verdict[], settings: Settings): string | undefined {
  const failed = verdicts.find(
    (verdict) => (!verdict.ok && verdict.log !== undefined) || failedChecks(verdict).length > 0,
  );
  return failed && logFile(settings, plan, failed.step);
}

/** The stash of this rollback whatever else was stashed since; the oldest, as revert takes it. */
const stashOf = ({ id }: Plan): string =>
  `$(git stash list --format=%gd --grep='chronos-rollback ${id}' | tail -n 1)`;

/** The commands that put back by hand what ran before. */
export function backByHand(plan: Plan, verdicts: readonly Verdict[], directory?: string): string[] {
  const compose = plan.compose === 'v1' ? 'docker-compose' : 'docker compose';
  const files = plan.files.map((file) => `-f ${shellQuote(file)}`).join(' ');
  const moved = plan.services.filter(({ recreate, before }) => recreate && before);
  const names = moved.map(({ service }) => shellQuote(service)).join(' ');
  const isStashed = plan.stash.length > 0 && verdicts.some(({ step, ok }) => step === 'revert' && ok);
  return [
    ...(directory ? [`cd ${shellQuote(directory)}`] : []),
    `git checkout --detach ${plan.from.commit}`,
    ...(isStashed ? [`git stash apply "${stashOf(plan)}"`] : []),
    ...moved.map(({ before = '', reference }) => `docker tag ${before} ${shellQuote(reference)}`),
    // Without names Compose would bring up every service, the database too.
    ...(names
      ? [`${compose} -p ${shellQuote(plan.project)} ${files} up -d --no-deps --no-build ${names}`]
      : []),
  ];
}
