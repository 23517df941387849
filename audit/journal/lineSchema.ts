import { z } from 'zod';
import { Plan } from '../../machines/model/plan';
import { Request } from '../../machines/model/request';
import { ENDS } from '../../machines/model/vocabulary';
import { Verdict } from '../../machines/model/verdict';

/** The formats that this version reads; what came with the second has that number, all else the first. */
const line = { v: z.literal([1, 2]), rollback: z.string(), at: z.string(), before: z.string().nullable() };
/** `confirm` is the plan id that was typed as consent; lines of older versions have none. */
const holder = {
  operator: z.string(),
  reason: z.string(),
  holder: z.string(),
  confirm: z.string().default(''),
};
/** What it is for a program, see machines/model/codes/; lines of older versions have none. */
const code = z.string().optional();
/** How an operator may say that a rollback ended which the program itself cannot bring to an end. */
const ENDS_BY_HAND = ['undone', 'degraded'] as const;
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A line of the journal; docs/journal.md tells what each is for. */
export const JournalLine = z.discriminatedUnion('type', [
  z.object({ ...line, ...holder, type: z.literal('attempt'), request: Request, plan: Plan }),
  z.object({ ...line, ...holder, type: z.literal('resume'), tookOver: z.string().default('') }),
  z.object({ ...line, type: z.literal('begin'), step: z.string() }),
  z.object({ ...line, type: z.literal('end'), step: z.string(), ok: z.boolean(), verdict: Verdict }),
  z.object({ ...line, type: z.literal('outcome'), outcome: z.enum(ENDS), summary: z.string(), code }),
  z.object({ ...line, type: z.literal('note'), text: z.string(), code }),
  z.object({ ...line, type: z.literal('release'), operator: z.string() }),
  z.object({
    ...line,
    v: z.literal(2),
    type: z.literal('close'),
    outcome: z.enum(ENDS_BY_HAND),
    operator: z.string(),
    reason: z.string(),
  }),
  z.object({
    ...line,
    type: z.literal('acknowledge'),
    lines: z.number().int().positive(),
    sha256,
    operator: z.string(),
  }),
]);
export type JournalLine = z.infer<typeof JournalLine>;

/** Why a line is not taken; `newer` where it has a format that this version does not know. */
export interface Unread {
  readonly why: string;
  readonly newer?: { readonly before: unknown };
}

/** A line, or what is wrong with it. */
export function parseLine(bytes: Buffer): JournalLine | Unread {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch {
    return { why: 'is no JSON' };
  }
  const read = JournalLine.safeParse(json);
  if (read.success) return read.data;
  const { data: later } = Later.safeParse(json);
  if (later && (later.v > 2 || (later.v === 2 && !TYPES_OF_V2.includes(later.type))))
    return {
      why: `has format ${later.v}, which a newer version of this tool writes`,
      newer: { before: later.before },
    };
  const place = read.error.issues[0]?.path.join('.');
  return { why: `cannot be read: ${place ? `"${place}" is` : 'it is'} not as this version writes it` };
}

/** Types of lines that this version knows and that carry `v: 2`; a new one goes here, too. */
const TYPES_OF_V2: readonly unknown[] = ['close'];

/** A line of a later format, as far as anything can be said of it. */
const Later = z.looseObject({ v: z.number().int(), type: z.unknown().optional(), before: z.unknown() });
