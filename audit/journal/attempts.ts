import type { Code } from '../../machines/model/codes';
import { endCode, noteCode } from '../../machines/model/impliedCodes';
import type { ENDS, Plan, Request } from '../../machines/model/plan';
import type { Verdict } from '../../machines/model/verdict';
import { readChain } from './hashChain';
import type { JournalLine } from './lineSchema';

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
  readonly isTakenBack?: true;
}

/** The journal, read: its attempts, oldest first, and the checksum of its last line. */
export interface Journal {
  readonly attempts: readonly Attempt[];
  /** SHA-256 of the last line: whoever has it can tell later whether anything before was altered. */
  readonly head?: string;
}

/**
 * Reads a journal, best from its bytes: a text in which something was no UTF-8 has other checksums.
 * A last line without its end was being written when power went: it is set aside. Throws a JournalError
 * when the journal was altered and nobody has acknowledged that.
 */
export function readJournal(journal: string | Uint8Array): Journal {
  const { lines, head } = readChain(journal);
  const attempts = new Map<string, Attempt>();
  for (const read of lines) apply(attempts, read);
  return { attempts: [...attempts.values()], ...(head ? { head } : {}) };
}

function apply(attempts: Map<string, Attempt>, read: JournalLine): void {
  if (read.type === 'attempt') {
    const { plan, request, operator, reason, holder: who, confirm, at: opened } = read;
    const attempt = {
      plan,
      request,
      operator,
      reason,
      holder: who,
      confirm,
      opened,
      resumes: 0,
      notes: [],
      noteCodes: [],
      verdicts: [],
    };
    attempts.set(read.rollback, attempt);
    return;
  }
  const attempt = attempts.get(read.rollback);
  if (attempt) attempts.set(read.rollback, { ...attempt, ...changes(attempt, read) });
}

/** What a line changes in what is known of its attempt. */
function changes(attempt: Attempt, read: JournalLine): Partial<Attempt> {
  const noted = (text: string, code: Code | (string & {})) => ({
    notes: [...attempt.notes, text],
    noteCodes: [...(attempt.noteCodes ?? []), code],
  });
  switch (read.type) {
    case 'end': {
      const others = attempt.verdicts.filter((verdict) => verdict.step !== read.step);
      const verdicts = [...others, read.verdict];
      if (read.step !== 'restart' || !read.ok) return { verdicts };
      return { verdicts, left: { ...attempt.left, ...read.verdict.containers } };
    }
    case 'begin':
      return {
        begun: [...(attempt.begun ?? []), read.step],
        ...(read.step === 'undo' && { isTakenBack: true as const }),
      };
    case 'outcome': {
      const { outcome, summary, code = endCode(outcome), at: closed } = read;
      return { outcome, summary, code, closed };
    }
    case 'resume':
      return {
        resumes: attempt.resumes + 1,
        ...(read.confirm ? { confirm: read.confirm } : {}),
        ...(read.tookOver
          ? noted(`${read.operator} took it over from ${read.tookOver}`, 'note.taken-over')
          : {}),
      };
    case 'note':
      return noted(read.text, read.code ?? noteCode(read.text));
    case 'close': {
      const { operator, reason, at, outcome } = read;
      const summary = `${outcome}: closed by hand by ${operator}${reason && `, ${reason}`}`;
      const byHand = { operator, at, before: attempt.outcome };
      return {
        outcome,
        summary,
        closed: at,
        byHand,
        ...noted(`${operator} closed it by hand as ${outcome}`, 'note.closed-by-hand'),
      };
    }
    case 'release':
      return noted(`${read.operator} released its hold`, 'note.hold-released');
    default:
      return {};
  }
}
