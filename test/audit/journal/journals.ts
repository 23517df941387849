import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { readJournal } from '../../../audit/journal/attempts';
import type { Journal } from '../../../machines/model/attempt';
import { JournalError } from '../../../audit/journal/hashChain';
import { ENDS } from '../../../machines/model/vocabulary';
import { plan } from '../../fixtures';
import { begun, closed, ended, journalOf, noted, opened, released, resumed, VERDICTS } from './lines';

const sha256 = (...bytes: readonly Uint8Array[]) =>
  createHash('sha256').update(Buffer.concat(bytes)).digest('hex');
/** Between the lines of a journal. */
export const LINE = /(?<=\n)/;
const text = fc.string({ unit: 'binary', maxLength: 30 });
const entry = fc.oneof(
  fc.constantFrom(
    ...VERDICTS.flatMap((verdict) => [begun(verdict.step), ended(verdict)]),
    resumed(),
    released(),
  ),
  text.map(noted),
);
/** The journal of some attempts, the last of which may be open, with the lines of each. */
export const journal = fc
  .array(
    fc.record({ entries: fc.array(entry, { maxLength: 4 }), end: fc.constantFrom(...ENDS), summary: text }),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .chain((all) => fc.boolean().map((isOpen) => ({ all, isOpen })))
  .map(({ all, isOpen }) =>
    all.reduce((before, { entries, end, summary }, index) => {
      const id = `r-${String(index + 1).repeat(8)}`;
      const outcome = isOpen && index === all.length - 1 ? [] : [closed(end, summary)];
      const lines = [opened({ ...plan(), id }), ...entries, ...outcome];
      return before + journalOf(id, lines, before.split(LINE).at(-1) || undefined);
    }, ''),
  );

/** Reads what may be no journal: what it comes to, or the error, which is of one kind and names a line that is there. */
export function read(bytes: Uint8Array): Journal | JournalError {
  try {
    return readJournal(bytes);
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    const { line, lines, sha256: sum } = error.tampered;
    const complete = Buffer.from(bytes).subarray(0, bytes.lastIndexOf(10) + 1);
    expect(error.message).toMatch(new RegExp(`^line ${line} \\S`));
    expect(line).toBeGreaterThan(0);
    expect(line).toBeLessThanOrEqual(lines);
    expect([lines, sum]).toEqual([complete.filter((byte) => byte === 10).length, sha256(complete)]);
    return error;
  }
}
