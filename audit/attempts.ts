import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ENDS, Plan, Request } from '../machines/model';
import { Verdict } from '../machines/verdicts';

const line = { v: z.literal(1), rollback: z.string(), at: z.string(), before: z.string().nullable() };
const holder = {
  operator: z.string(),
  reason: z.string(),
  holder: z.string(),
  confirm: z.string().default(''),
};

/** A line of the journal; docs/journal.md tells what each is for. */
export const JournalLine = z.discriminatedUnion('type', [
  z.object({ ...line, ...holder, type: z.literal('attempt'), request: Request, plan: Plan }),
  z.object({ ...line, ...holder, type: z.literal('resume') }),
  z.object({ ...line, type: z.literal('begin'), step: z.string() }),
  z.object({ ...line, type: z.literal('end'), step: z.string(), ok: z.boolean(), verdict: Verdict }),
  z.object({ ...line, type: z.literal('outcome'), outcome: z.enum(ENDS), summary: z.string() }),
]);
export type JournalLine = z.infer<typeof JournalLine>;

/** One try at a rollback, put together from its lines. */
export interface Attempt {
  readonly plan: Plan;
  readonly request: Request;
  readonly operator: string;
  readonly reason: string;
  readonly holder: string;
  /** The id that consented to it; empty when none was typed. */
  readonly confirm: string;
  /** When it was opened and, once it is closed, when that was: ISO 8601 by the host's clock. */
  readonly opened: string;
  readonly closed?: string;
  /** Absent while the attempt is open. */
  readonly outcome?: (typeof ENDS)[number];
  readonly summary?: string;
  readonly verdicts: readonly Verdict[];
}

/** The journal, read: its attempts, oldest first, and the checksum of its last line. */
export interface Journal {
  readonly attempts: readonly Attempt[];
  /** SHA-256 of the last line: whoever has it can tell later whether anything before was altered. */
  readonly head?: string;
}

/** A journal that cannot be relied on; the message names the line. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
}

const checksum = (text: string) => createHash('sha256').update(`${text}\n`).digest('hex');

/**
 * Reads a journal. A last line without its end was being written when power went: it is set aside.
 * Throws a JournalError that names the line when one cannot be read or does not fit the line before it.
 */
export function readJournal(text: string): Journal {
  const written = text.split('\n').slice(0, -1);
  const attempts = new Map<string, Attempt>();
  let before: string | null = null;
  written.forEach((raw, index) => {
    const read = parseLine(raw, index + 1);
    if (read.before !== before)
      throw new JournalError(`line ${index + 1} of the journal does not follow from the line before it`);
    before = checksum(raw);
    apply(attempts, read);
  });
  return { attempts: [...attempts.values()], ...(before ? { head: before } : {}) };
}

function parseLine(raw: string, number: number): JournalLine {
  let json: unknown;
  try {
    json = JSON.parse(raw);
  } catch {
    throw new JournalError(`line ${number} of the journal is no JSON`);
  }
  const read = JournalLine.safeParse(json);
  if (!read.success) {
    const place = read.error.issues[0]?.path.join('.');
    throw new JournalError(
      `line ${number} of the journal cannot be read: ${place ? `"${place}" is` : 'it is'} not as this version writes it`,
    );
  }
  return read.data;
}

function apply(attempts: Map<string, Attempt>, read: JournalLine): void {
  if (read.type === 'attempt') {
    const { plan, request, operator, reason, holder: who, confirm } = read;
    attempts.set(read.rollback, {
      plan,
      request,
      operator,
      reason,
      holder: who,
      confirm,
      opened: read.at,
      verdicts: [],
    });
    return;
  }
  const attempt = attempts.get(read.rollback);
  if (!attempt) return;
  if (read.type === 'end') {
    const others = attempt.verdicts.filter((verdict) => verdict.step !== read.step);
    attempts.set(read.rollback, { ...attempt, verdicts: [...others, read.verdict] });
  } else if (read.type === 'outcome') {
    attempts.set(read.rollback, {
      ...attempt,
      outcome: read.outcome,
      summary: read.summary,
      closed: read.at,
    });
  }
}
