import { z } from 'zod';
import { ENDS, Plan, Request } from '../machines/model';
import { Verdict } from '../machines/verdicts';

const line = { v: z.literal(1), rollback: z.string(), at: z.string(), before: z.string().nullable() };
/** `confirm` is the plan id that was typed as consent; lines of older versions have none. */
const holder = {
  operator: z.string(),
  reason: z.string(),
  holder: z.string(),
  confirm: z.string().default(''),
};
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A line of the journal; docs/journal.md tells what each is for. */
export const JournalLine = z.discriminatedUnion('type', [
  z.object({ ...line, ...holder, type: z.literal('attempt'), request: Request, plan: Plan }),
  z.object({ ...line, ...holder, type: z.literal('resume'), tookOver: z.string().default('') }),
  z.object({ ...line, type: z.literal('begin'), step: z.string() }),
  z.object({ ...line, type: z.literal('end'), step: z.string(), ok: z.boolean(), verdict: Verdict }),
  z.object({ ...line, type: z.literal('outcome'), outcome: z.enum(ENDS), summary: z.string() }),
  z.object({ ...line, type: z.literal('note'), text: z.string() }),
  z.object({ ...line, type: z.literal('release'), operator: z.string() }),
  z.object({
    ...line,
    type: z.literal('acknowledge'),
    lines: z.number().int().positive(),
    sha256,
    operator: z.string(),
  }),
]);
export type JournalLine = z.infer<typeof JournalLine>;

/** A line, or what is wrong with it. */
export function parseLine(bytes: Buffer): JournalLine | string {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch {
    return 'is no JSON';
  }
  const read = JournalLine.safeParse(json);
  if (read.success) return read.data;
  const place = read.error.issues[0]?.path.join('.');
  return `cannot be read: ${place ? `"${place}" is` : 'it is'} not as this version writes it`;
}
