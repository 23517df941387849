import { isLoss } from '../../machines/detect/plan/dataLoss';
import type { Verdict } from '../../machines/model/verdict';
import type { Run } from './paths';
import {
  begun,
  hasChanged,
  hasUndo,
  invokes,
  isAsked,
  isMutating,
  planOf,
  saidBy,
  stepsOf,
  valueOf,
} from './runs';

/** What holds of every run of which something else holds. */
interface Law {
  readonly name: string;
  readonly of: (run: Run) => boolean;
  readonly holds: (run: Run) => boolean;
}
const ends = (end: string) => (run: Run) => run.ending.end === end;
const isOf =
  (scenario: string) =>
  (run: Run): boolean =>
    !isAsked(run) && planOf(run)?.scenario === scenario;

/** A step that changes something was begun and did not succeed, and not because it was refused. */
const isFailed = (run: Run): boolean => {
  const last = begun(run).at(-1);
  const said = valueOf<Verdict>(last);
  return last !== undefined && isMutating(last) && !said?.ok && !said?.refused;
};

const isProved = ({ checks = [], planned }: Partial<Verdict> = {}): boolean => {
  const required = checks.filter((check) => check.required);
  return required.every(({ ok }) => ok) && (required.length > 0 || planned === true);
};

/** Prepare has counted more than was shown: where nothing or a number was, many rows or nobody knows how many. */
const isDear = (run: Run): boolean => {
  const { loss, ok } = saidBy(run, 'prepare') ?? {};
  const shown = planOf(run)?.loss;
  if (!ok || !loss || !isLoss(loss) || shown?.method === 'unknown') return false;
  return loss.method === 'unknown' || !shown || !isLoss(shown) || loss.rows > 1000;
};

const appMayHaveRun = (run: Run): boolean =>
  stepsOf(run).some(
    (step) =>
      step.invoke === 'verify' ||
      valueOf<Verdict>(step)?.appRan === true ||
      (step.invoke === 'restart' && valueOf<Verdict>(step)?.appRan !== false),
  );

export const LAWS: readonly Law[] = [
  {
    name: 'recovered is only what was carried out whole, each step well, and is proved',
    of: ends('recovered'),
    holds: (run) =>
      invokes(run).join() === planOf(run)?.steps.join() &&
      run.ending.verdicts.every(({ ok }) => ok) &&
      isProved(saidBy(run, 'verify')),
  },
  {
    name: 'a change that was begun and not all of which is well is neither recovered nor healthy',
    of: (run) => hasChanged(run) && stepsOf(run).some((step) => !valueOf<Verdict>(step)?.ok),
    holds: ({ ending: { end } }) => end !== 'recovered' && end !== 'healthy',
  },
  {
    name: 'what had begun to be taken back is not at its target, whatever its steps say',
    of: ({ ending: { decision } }) => decision?.kind === 'plan' && decision.isBeingUndone === true,
    holds: ({ ending: { end } }) => /^(undone|stranded|refused)$/.test(end),
  },
  {
    name: 'healthy is only where detect says so',
    of: ends('healthy'),
    holds: (run) => run.path.steps[0]?.outcome.name === 'healthy',
  },
  {
    name: 'without a plan nothing runs',
    of: (run) => planOf(run) === undefined,
    holds: (run) => stepsOf(run).length === 0 && /^(healthy|refused)$/.test(run.ending.end),
  },
  {
    name: 'refused is only where nothing was changed, or whoever came last said so',
    of: ends('refused'),
    holds: (run) =>
      valueOf<Verdict>(stepsOf(run).at(-1))?.refused === true || (!hasChanged(run) && !hasUndo(run)),
  },
  {
    name: 'whoever is refused is the last, but for a stopped app: nothing is put back behind the back of another',
    of: (run) => stepsOf(run).some((step) => valueOf<Verdict>(step)?.refused),
    holds: (run) =>
      (invokes(run)[0] === 'stop' && saidBy(run, 'prepare')?.refused === true && hasUndo(run)) ||
      (ends('refused')(run) && run.ending.verdicts.at(-1)?.refused === true),
  },
  {
    name: 'more rows than were consented to are not given up: refused, or a stopped app comes up again',
    of: isDear,
    holds: (run) =>
      begun(run).at(-1)?.invoke === 'prepare' &&
      (invokes(run).includes('stop') ? hasUndo(run) : ends('refused')(run)),
  },
  {
    name: 'once the app may have run on a restored database nothing is undone unasked',
    of: (run) => isOf('database')(run) && appMayHaveRun(run),
    holds: (run) => !hasUndo(run),
  },
  {
    name: 'a restart is never undone; only an app that was stopped for it comes up again where prepare fails',
    of: isOf('infrastructure'),
    holds: (run) => !hasUndo(run) || begun(run).at(-1)?.invoke === 'prepare',
  },
  {
    name: 'a change of code that failed is put back, however it failed',
    of: (run) => isOf('code')(run) && isFailed(run),
    holds: hasUndo,
  },
  {
    name: 'a restore is put back as long as the app has not run',
    of: (run) => isOf('database')(run) && isFailed(run) && !appMayHaveRun(run),
    holds: hasUndo,
  },
  {
    name: 'undone is an undo that succeeded, or nothing that was changed',
    of: ends('undone'),
    holds: (run) => (hasUndo(run) ? saidBy(run, 'undo')?.ok === true : !hasChanged(run)),
  },
  {
    name: 'stranded is an undo that did not succeed',
    of: ends('stranded'),
    holds: (run) => hasUndo(run) && !saidBy(run, 'undo')?.ok,
  },
  {
    name: 'degraded is a change that was not undone',
    of: ends('degraded'),
    holds: (run) => hasChanged(run) && !hasUndo(run),
  },
  {
    name: 'an undo decides about the end',
    of: hasUndo,
    holds: ({ ending: { end } }) => /^(undone|stranded|refused)$/.test(end),
  },
  {
    name: 'an undo that is asked for is all that runs',
    of: isAsked,
    holds: (run) => invokes(run).join() === 'undo',
  },
];
