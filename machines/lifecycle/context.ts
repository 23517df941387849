import type { Code } from '../model/codes';
import type { Decision } from '../model/decision';
import type { Plan } from '../model/plan';
import type { Request } from '../model/request';
import type { End } from '../model/vocabulary';
import type { Verdict } from '../model/verdict';

/** What the machine remembers: the decision that it started from and every verdict since. */
export interface LifecycleContext {
  readonly request: Request;
  readonly decision?: Decision;
  readonly verdicts: readonly Verdict[];
  /** What an actor rejected with: a fault of this program or of its transport, not of a step. */
  readonly fault?: string;
  readonly faultCode?: Code;
}

/** What a step's actor receives. */
export interface StepInput {
  readonly plan: Plan;
  readonly verdicts: readonly Verdict[];
}

/** How the lifecycle ended, with all that was learnt on the way. */
export interface LifecycleEnd extends LifecycleContext {
  readonly end: End;
}

/**
 * Whether it ended as it was meant to, so that nobody need act: an undo that was asked for is no failure.
 * One that was owed is, to whoever asked for something else.
 */
export const isGood = ({ end, decision, request }: LifecycleEnd): boolean =>
  end === 'healthy' ||
  end === 'recovered' ||
  (end === 'undone' && decision?.kind === 'undo' && request.undo !== '');
