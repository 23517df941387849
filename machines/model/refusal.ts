import type { Code } from './codes';
import type { Advice } from './remedy';

/** Why nothing was started, and the way on. */
export interface Refusal {
  /** What stands in the way, for a program. */
  readonly code: Code;
  /** What stands in the way, naming the config key or the fact. */
  readonly what: Advice;
  /** What was found, when that is not in `what`. */
  readonly got?: Advice;
  /** What would be accepted. */
  readonly accepts?: Advice;
  /** What to do next; empty where that follows from what else the decision has. */
  readonly next: Advice;
  /** A restored database may help; whoever refuses that way is told what it would cost. */
  readonly recommends?: 'database';
}

/** A refusal in the order in which it is thought: what stands in the way, the way on, and what else is known. */
export const refuse = (
  code: Code,
  what: Advice,
  next: Advice,
  more: Pick<Refusal, 'got' | 'accepts' | 'recommends'> = {},
): Refusal => ({
  code,
  what,
  next,
  ...more,
});

export const isRefusal = (value: object): value is Refusal => 'what' in value;
