import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readJournal } from '../../../audit/journal/attempts';
import type { Attempt } from '../../../machines/model/attempt';
import { failedChecks } from '../../../machines/model/verdict';
import { type Scenario, scenario } from '../world/scenarios';
import { judgeDatabases, judgeLive } from './judgeDatabases';
import { judgeEffects } from './judgeEffects';
import { judgeHolds } from './judgeHolds';
import { judgeLeftovers } from './judgeLeftovers';
import { judgeMoves } from './judgeMoves';
import { judgePlace } from './judgePlace';
import { isPulumis, marked } from './processes';
import { type Allowance, type Case, lost, type Stage, stuck, type Violation } from './kind';

/** The attempts of a journal; what keeps it from being read is a violation. */
function attemptsOf({ world }: Stage): Attempt[] | Violation {
  try {
    return [...readJournal(world.journalText()).attempts];
  } catch (error) {
    return lost(`the journal cannot be read: ${String(error)}`);
  }
}

/** The lines of the journal; a last one without its end is set aside by whoever writes next. */
export function linesOf({ world }: Stage): string {
  const text = world.journalText();
  return text.slice(0, text.lastIndexOf('\n') + 1);
}

/** Whether what was written has stayed. */
export const linesGone = ({ world }: Stage, written: string): Violation[] =>
  world.journalText().startsWith(written) ? [] : [lost('lines that the journal had are not there any more')];

/** What must hold right after something was broken: the journal is whole, what must have ended has, and what was live is there. */
export function judgeAtOnce(stage: Stage, { must }: Allowance): Violation[] {
  const attempts = attemptsOf(stage);
  if (!Array.isArray(attempts)) return [attempts];
  const outcome = outcomeOf(attempts, stage.id);
  const isAsItMust = must === undefined || outcome === must;
  // Nobody is looked over the shoulder of: a session of ours would be one too many. A client's is not.
  const isAtRest = stage.operators.flatMap(({ mark }) => marked(mark)).every(isPulumis);
  return [
    ...(isAsItMust ? [] : [stuck(`rollback ${stage.id} is ${outcome ?? 'open'}, not ${must}`)]),
    ...(isAtRest ? judgeLive(stage) : []),
  ];
}

/** What must hold once everything has come to its end. */
export async function judge(stage: Stage, broken: Case, allowed: Allowance): Promise<Violation[]> {
  await stage.creations.settled();
  const asked = scenario(broken.scenario);
  const attempts = attemptsOf(stage);
  if (!Array.isArray(attempts)) return [attempts];
  const own = attempts.find(({ plan }) => plan.id === stage.id);
  const outcome = outcomeOf(attempts, stage.id);
  const isDone =
    outcome === asked.end ||
    (own !== undefined && outcome === 'degraded' && mayBeDegraded(own, broken, allowed));
  const mayBeBack =
    (outcome === 'undone' && mayBeUndone(stage, asked) && (allowed.undone || mayBeTakenBack(broken))) ||
    (allowed.refused && (outcome ?? 'refused') === 'refused');
  const came = isDone ? 'there' : own === undefined ? 'nowhere' : 'back';
  const now = stage.world.standing();
  const effects = { ...asked, came, attempts, allowed } as const;
  const since = { ...stage, before: allowed.before ?? stage.before };
  return [
    ...(isDone || mayBeBack
      ? []
      : [stuck([`rollback ${stage.id} is ${outcome ?? 'open'}`, ...(own ? failed(own) : [])].join(', '))]),
    ...judgePlace(since, now, effects),
    ...judgeDatabases(stage, asked, { isDone, attempts, allowed }),
    ...judgeHolds(stage, asked, { came, allowed }),
    ...judgeEffects(stage, effects),
    ...judgeMoves(since, now, effects),
    ...(await judgeLeftovers(stage, allowed)),
    ...(allowed.atEnd?.(stage) ?? []),
  ];
}

/** Whether it may have been cut off in the middle of a check whose effect must not come twice. */
const mayBeUntold = ({ kind, at, scenario: name }: Case): boolean =>
  scenario(name).end === 'recovered' && (kind === 'events' || /verify\.(marked|ran)/.test(at));

/** A check that had begun when verify was killed is not run again. */
const UNTOLD = /: not run again: it had begun/;

/** The checks that failed, with what was seen; or why none were made. */
function failed({ verdicts }: Attempt): string[] {
  const verify = verdicts.findLast(({ step }) => step === 'verify');
  if (verify && !verify.ok) return [verify.summary];
  return (verify ? failedChecks(verify) : []).map(({ name, evidence }) => `${name}: ${evidence}`);
}

/** Whether all was done, and each check that failed is one that may. */
const mayBeDegraded = (own: Attempt, broken: Case, { degraded }: Allowance): boolean => {
  const mayFail = [...(degraded ? [degraded] : []), ...(mayBeUntold(broken) ? [UNTOLD] : [])];
  const checks = failed(own);
  return checks.length > 0 && checks.every((check) => mayFail.some((wanted) => wanted.test(check)));
};

/**
 * Whether what was begun may be taken back unasked: a restart never, and a database not once the app has come up on it,
 * whose writes would go.
 */
export const mayBeUndone = ({ world, id }: Stage, { restarts, down, keeps, takesBack }: Scenario): boolean =>
  !restarts &&
  !down &&
  (keeps === undefined || takesBack !== undefined || !existsSync(join(world.state, id, 'app-ran')));

/** Whether a deploy script may have been cut off, which is not run again: then it is taken back. */
export const mayBeTakenBack = ({ kind, at, scenario: name }: Case): boolean =>
  name === 'script' && (kind === 'events' || /revert\.(scripted|ran)/.test(at));

/** How an attempt has ended; of one that was stranded how that went which took it back later. */
function outcomeOf(attempts: readonly Attempt[], id: string): Attempt['outcome'] {
  const own = attempts.find(({ plan }) => plan.id === id);
  if (own?.outcome !== 'stranded') return own?.outcome;
  const taken = own.plan.of ?? id;
  return attempts.findLast(({ plan }) => plan.of === taken)?.outcome ?? own.outcome;
}

export const outcomeAt = (stage: Stage): Attempt['outcome'] => {
  const attempts = attemptsOf(stage);
  return Array.isArray(attempts) ? outcomeOf(attempts, stage.id) : undefined;
};
/** Whether the attempt that was broken is closed. */
export const isClosed = (stage: Stage): boolean => outcomeAt(stage) !== undefined;
/** Whether nothing is left to do about it. */
export const isOver = (stage: Stage): boolean => ![undefined, 'stranded'].includes(outcomeAt(stage));
