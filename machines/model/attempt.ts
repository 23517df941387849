import type { Plan } from './plan';
import type { Request } from './request';
import type { ENDS } from './vocabulary';
import type { Verdict } from './verdict';

/** One try at a rollback, put together from its lines. */
export interface Attempt {
  readonly plan: Plan;
  readonly request: Request;
  readonly operator: string;
  readonly reason: string;
  readonly holder: string;
  /** The plan id that was typed as consent to its risks, or nothing. */
  readonly confirm: string;
  /** How often it went on after it had been cut off. */
  readonly resumes: number;
  /** What was unusual about it, a sentence each: a lock moved aside, a lease taken over, its hold released. */
  readonly notes: readonly string[];
  /** The code of each note, in the same order. */
  readonly noteCodes?: readonly string[];
  /** When it was opened and, once it is closed, when that was: ISO 8601 by the host's clock. */
  readonly opened: string;
  readonly closed?: string;
  /** Absent while the attempt is open. */
  readonly outcome?: (typeof ENDS)[number];
  /** Why it ended so. */
  readonly code?: string;
  readonly summary?: string;
  /** How each step has ended that has, the last time. */
  readonly verdicts: readonly Verdict[];
  /** Where restart has ended well: by service the container that it has left, as far as it names them. */
  readonly left?: Readonly<Record<string, string>>;
  /** The steps that have begun, ended or not, as often as that. */
  readonly begun?: readonly string[];
  /** An operator has said that it is over: who, when, and what the program knew of its end before. */
  readonly byHand?: {
    readonly operator: string;
    readonly at: string;
    readonly before?: (typeof ENDS)[number] | undefined;
  };
  /** Its undo has begun. */
  readonly isBeingUndone?: true;
}

/** The journal, read: its attempts, oldest first, and the checksum of its last line. */
export interface Journal {
  readonly attempts: readonly Attempt[];
  /** SHA-256 of the last line: whoever has it can tell later whether anything before was altered. */
  readonly head?: string;
}

/** Whether something has ended at its target, with every check passed or not. */
export const isAtTarget = (outcome: Attempt['outcome']): boolean =>
  outcome === 'recovered' || outcome === 'degraded';
