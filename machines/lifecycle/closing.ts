import { oldPins } from '../detect/plan/targetImages';
import type { Settings } from '../config/schema';
import type { LifecycleEnd } from './context';
import { leavesRelease, numberLeft, type Plan, releaseLeftBy, rollbackOf } from '../model/plan';
import type { End, Step } from '../model/vocabulary';
import type { OnRecord } from './onRecord';
import { isAtTarget } from '../model/attempt';

/** What the deploy script refuses once an attempt is closed. */
export interface Hold {
  readonly mode: Settings['hold'];
  /** The release that it names: the one that was left; empty where none was. */
  readonly commit: string;
  /** Its number on record, where the target is of the same commit: then only that one is held. */
  readonly number?: number;
  /** The rollback whose hold ends; empty for none. */
  readonly released: string;
}

/**
 * The hold that an end leaves. One that leaves no release has none to hold. A rollback that is undone releases its own, too:
 * it is there where a close was cut off behind the hold, and what was verified once more was worse then.
 */
export function holdAfter(end: End, plan: Plan, mode: Settings['hold']): Hold {
  const isRollback = plan.action === 'rollback';
  const number = isRollback ? numberLeft(plan) : undefined;
  const isLeft = isRollback && (leavesRelease(plan) || number !== undefined);
  const isOut = isAtTarget(end);
  return {
    mode: isOut && (isLeft || mode === 'all') ? mode : 'none',
    commit: isLeft ? releaseLeftBy(plan) : '',
    ...(number === undefined ? {} : { number }),
    released: end === 'undone' ? rollbackOf(plan) : '',
  };
}

/** What closing an attempt is to see to. */
export interface Closing {
  readonly end: End;
  readonly hold: Hold;
  /** Names of image pins that no rollback needs any more. */
  readonly oldPins: readonly string[];
  /** The steps that the outcome rests on: it is not journalled unless the host knows that each has ended well. */
  readonly steps: readonly (Step | 'undo')[];
  /** Unless none of these has begun: then nothing was changed, and nothing is to be undone. Empty: there is no exception. */
  readonly changing: readonly (Step | 'undo')[];
}

/** All that change the deployment. */
const CHANGING: Closing['changing'] = ['stop', 'restore', 'revert', 'restart', 'undo'];

const restsOn = (end: End, plan: Plan): Closing['steps'] =>
  end === 'recovered' ? plan.steps : end === 'undone' ? ['undo'] : [];

/** How an attempt is closed; nothing where somebody else has it by now, and it is theirs to close. */
export function closingOf(
  { end, decision, verdicts }: Pick<LifecycleEnd, 'end' | 'decision' | 'verdicts'>,
  plan: Plan,
  { attempts }: OnRecord,
  { hold }: Pick<Settings, 'hold'>,
): Closing | undefined {
  if (verdicts.at(-1)?.taken) return undefined;
  const clock = decision?.facts?.clock ?? '';
  return {
    end,
    hold: holdAfter(end, plan, hold),
    oldPins: end === 'recovered' ? oldPins(attempts, plan, clock) : [],
    steps: restsOn(end, plan),
    changing: end === 'undone' ? CHANGING : [],
  };
}
