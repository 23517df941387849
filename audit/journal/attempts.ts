import type { Attempt, Journal } from '../../machines/model/attempt';
import type { Code } from '../../machines/model/codes';
import { endCode, noteCode } from '../../machines/model/impliedCodes';
import { readChain } from './hashChain';
import type { JournalLine } from './lineSchema';

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
        ...(read.step === 'undo' && { isBeingUndone: true as const }),
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
