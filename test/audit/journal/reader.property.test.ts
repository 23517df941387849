import fc from 'fast-check';
import { readJournal } from '../../../audit/journal/attempts';
import type { Attempt } from '../../../machines/model/attempt';
import { JournalError } from '../../../audit/journal/hashChain';
import { acknowledged, journalOf } from './lines';
import { journal, LINE, read } from './journals';
import { depth } from '../../support/depth';

const idOf = ({ plan: { id } }: Attempt) => id;

test('whatever bytes the file holds, the answer is a journal or an error that tells line and checksum', () => {
  const noise = fc.uint8Array({ maxLength: 200 });
  const json = fc.json().map((one) => Buffer.from(`${one}\n`));
  const odd = fc
    .record(
      {
        v: fc.constantFrom(1, 2, 1e9, -1, '1', null),
        type: fc.constantFrom('attempt', 'end', 'acknowledge', 'x'),
        before: fc.jsonValue(),
        lines: fc.double(),
        plan: fc.jsonValue(),
        verdict: fc.jsonValue(),
      },
      { requiredKeys: [] },
    )
    .map((one) => Buffer.from(`${JSON.stringify(one)}\n`));
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          noise,
          json,
          odd,
          journal.map((one) => Buffer.from(one)),
        ),
        { maxLength: 4 },
      ),
      (parts) => {
        read(Buffer.concat(parts));
      },
    ),
    { numRuns: depth(40, 300) },
  );
});

test('cut off at any byte, all complete lines are read as before, and the torn one is set aside', () => {
  fc.assert(
    fc.property(journal, fc.nat(), (whole, at) => {
      const bytes = Buffer.from(whole);
      const cut = bytes.subarray(0, at % (bytes.length + 1));
      const complete = cut.subarray(0, cut.lastIndexOf(10) + 1);
      expect(read(cut)).toEqual(read(complete));
      const before = read(bytes);
      const after = read(cut);
      if (before instanceof Error || after instanceof Error)
        throw new Error('a journal that is cut off is none');
      const [last, ...earlier] = [...after.attempts].reverse();
      expect(earlier.reverse()).toEqual(before.attempts.slice(0, earlier.length));
      expect(last && idOf(last)).toBe(last && idOf(before.attempts[after.attempts.length - 1] as Attempt));
    }),
    { numRuns: depth(25, 150) },
  );
});

type Edit = (lines: Buffer[], at: number, by: number) => Buffer[];
const flip = (line: Buffer, by: number) => {
  const altered = Buffer.from(line);
  const index = by % altered.length;
  altered[index] = ((altered[index] ?? 0) + 1 + (by % 255)) % 256;
  return altered;
};
const EDITS: Readonly<Record<string, Edit>> = {
  'with another byte': (lines, at, by) => lines.with(at, flip(lines[at] as Buffer, by)),
  'shorter by a byte': (lines, at, by) => {
    const line = lines[at] as Buffer;
    const index = by % line.length;
    return lines.with(at, Buffer.concat([line.subarray(0, index), line.subarray(index + 1)]));
  },
  'taken out': (lines, at) => lines.toSpliced(at, 1),
  'put in twice': (lines, at) => lines.toSpliced(at, 0, lines[at] as Buffer),
  'in another place': (lines, at) => lines.toSpliced(at, 2, lines[at + 1] as Buffer, lines[at] as Buffer),
  'with another before it': (lines, at, by) =>
    lines.toSpliced(at, 0, Buffer.from(`{"v":1,"type":"note","text":"${by}"}\n`)),
};

describe.each(Object.entries(EDITS))('a line that another follows, %s', (_, edit) => {
  const altered = fc
    .tuple(journal, fc.nat(), fc.nat())
    .map(([whole, place, by]) => {
      const lines = whole.split(LINE).map((line) => Buffer.from(line));
      const at = place % Math.max(1, lines.length - 1);
      return { whole, at, lines, edited: lines.length > 1 ? edit(lines, at, by) : undefined };
    })
    .filter(({ edited }) => edited !== undefined);

  test('is noticed, there or at the line after it', () => {
    fc.assert(
      fc.property(altered, ({ at, edited }) => {
        const found = read(Buffer.concat(edited ?? []));
        if (!(found instanceof JournalError)) throw new Error('nothing is noticed');
        expect([at + 1, at + 2]).toContain(found.tampered.line);
      }),
      { numRuns: depth(8, 100) },
    );
  });

  test('once acknowledged keeps no other attempt from being read as it was', () => {
    fc.assert(
      fc.property(altered, ({ whole, at, lines, edited = [] }) => {
        const found = read(Buffer.concat(edited));
        const now = Buffer.concat(edited).toString('latin1');
        if (!(found instanceof JournalError)) throw new Error('nothing is noticed');
        const { lines: count, sha256: sum } = found.tampered;
        // Another byte in the place of its end has made one line of two, which may be no text any more.
        const all = Buffer.concat(edited);
        const bytes = all.subarray(all.lastIndexOf('\n', -2) + 1);
        const last = bytes.toString();
        fc.pre(Buffer.from(last).equals(bytes));
        const accepted = Buffer.concat([
          Buffer.from(now, 'latin1'),
          Buffer.from(journalOf('r-00000000', [acknowledged(count, sum)], last)),
        ]);
        const before = readJournal(whole).attempts;
        const touched = [at, at + 1].map((index) => /r-\d{8}/.exec(lines[index]?.toString() ?? '')?.[0]);
        const rest = (all: readonly Attempt[]) => all.filter((one) => !touched.includes(idOf(one)));
        expect(rest(readJournal(accepted).attempts)).toEqual(rest(before));
      }),
      { numRuns: depth(6, 50) },
    );
  });
});

test('of the last line, which nothing follows, the head tells that it is another', () => {
  fc.assert(
    fc.property(journal, fc.nat(), (whole, by) => {
      const lines = whole.split(LINE).map((line) => Buffer.from(line));
      const found = read(Buffer.concat(lines.with(-1, flip(lines.at(-1) as Buffer, by))));
      if (!(found instanceof JournalError)) expect(found.head).not.toBe(readJournal(whole).head);
    }),
    { numRuns: depth(20, 100) },
  );
});
