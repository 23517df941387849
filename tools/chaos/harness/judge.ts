import { type Attempt, readJournal } from '../../../audit/attempts';
import { scenario } from '../world/scenarios';
import { judgeDatabases } from './judgeDatabases';
import { judgeEffects } from './judgeEffects';
import { judgeLeftovers } from './judgeLeftovers';
import { judgePlace } from './judgePlace';
import { type Allowance, type Case, lost, type Stage, stuck, type Violation } from './kind';

/** The attempts of a journal; what keeps it from being read is a violation. */
function attemptsOf({ world }: Stage): Attempt[] | Violation {
  try {
    return [...readJournal(world.journalText()).attempts];
  } catch (error) {
    return lost(`the journal cannot be read: ${String(error)}`);
  }
}

/** What must hold right after something was broken: the journal is whole, and what was live is still there. */
export function judgeAtOnce(stage: Stage): Violation[] {
  const attempts = attemptsOf(stage);
  return Array.isArray(attempts) ? [] : [attempts];
}

/** What must hold once everything has come to its end. */
export async function judge(stage: Stage, broken: Case, allowed: Allowance): Promise<Violation[]> {
  const asked = scenario(broken.scenario);
  const attempts = attemptsOf(stage);
  if (!Array.isArray(attempts)) return [attempts];
  const outcome = attempts.find(({ plan }) => plan.id === stage.id)?.outcome;
  const isDone = outcome === asked.end;
  const mayBeBack =
    (allowed.undone && outcome === 'undone') || (allowed.refused && (outcome ?? 'refused') === 'refused');
  const now = stage.world.standing();
  return [
    ...(isDone || mayBeBack ? [] : [stuck(`rollback ${stage.id} is ${outcome ?? 'open'}`)]),
    ...judgePlace({ ...stage, before: allowed.before ?? stage.before }, now, asked, isDone),
    ...judgeDatabases(stage, asked, isDone),
    ...judgeEffects(stage, asked, attempts, allowed),
    ...(await judgeLeftovers(stage, allowed)),
  ];
}

/** Whether the attempt that was broken is closed. */
export const isClosed = (stage: Stage): boolean => {
  const attempts = attemptsOf(stage);
  const own = Array.isArray(attempts) ? attempts.find(({ plan }) => plan.id === stage.id) : undefined;
  return own?.outcome !== undefined;
};
