import { z } from 'zod';
import { type Code, isCode } from '../../machines/model/codes';

const Answer = z.object({
  ok: z.boolean(),
  summary: z.string(),
  /** Why not, see machines/model/codes/. */
  code: z.custom<Code>(isCode).optional(),
});
export type Answer = z.infer<typeof Answer>;

/** What a script printed that is no step. Throws an error that shows it when it is no answer. */
export function parseAnswer(printed: string, script = 'opening the rollback'): Answer {
  try {
    return Answer.parse(JSON.parse(printed));
  } catch {
    throw new Error(`${script} printed no answer but: ${printed.slice(0, 300) || '(nothing)'}`);
  }
}

/** The host has not closed an attempt, and says why. */
export class NotClosed extends Error {
  override readonly name = 'NotClosed';

  readonly code: Code;

  constructor({ summary, code = 'close.failed' }: Answer) {
    super(summary);
    this.code = code;
  }
}
