import { createHash } from 'node:crypto';
import { readJournal } from '../../../audit/journal/attempts';
import { JournalError } from '../../../audit/journal/hashChain';
import { plan, saying } from '../../fixtures';
import {
  acknowledged,
  begun,
  closed,
  journalOf,
  noted,
  opened,
  released,
  resumed,
  wholeJournal,
} from './lines';

const { id } = plan();
const sha = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const linesOf = (text: string) => text.split(/(?<=\n)/);
const whole = wholeJournal(plan());
const altered = whole.replace('revert went well', 'revert went bad');
const errorOf = (journal: string | Uint8Array): JournalError => {
  try {
    readJournal(journal);
  } catch (error) {
    if (error instanceof JournalError) return error;
  }
  throw new Error('the journal was taken as it is');
};
/** The journal goes on as journal.sh would write it: from the line that stands there now. */
const goOn = (text: string, ...entries: Parameters<typeof journalOf>[1]) =>
  text + journalOf(id, entries, linesOf(text).at(-1));
const accept = (text: string, lines = linesOf(text).length) =>
  acknowledged(lines, sha(linesOf(text).slice(0, lines).join('')));

test('an altered journal tells what an acknowledgement must name', () => {
  const { tampered, message } = errorOf(altered);
  expect(tampered).toEqual({ line: 6, lines: linesOf(altered).length, sha256: sha(altered) });
  expect(message).toEqual(saying('line 6 ', 'follow'));
});

test('what is acknowledged is read as it is, and what follows is chained again', () => {
  const text = goOn(altered, accept(altered));
  const { attempts, head } = readJournal(text);
  expect(attempts[0]?.verdicts.map(({ summary }) => summary)).toContain('revert went bad');
  expect(head).toBe(sha(linesOf(text).at(-1) ?? ''));
  expect(readJournal(goOn(text, begun('verify'))).attempts).toHaveLength(1);
});

test('lines that came between the look and the acknowledgement must fit as always', () => {
  const seen = accept(altered);
  const between = goOn(altered, released());
  expect(readJournal(goOn(between, seen)).attempts).toHaveLength(1);
  const forged = goOn(between, seen).replace('"operator":"eve"', '"operator":"mal"');
  expect(errorOf(forged).tampered.line).toBe(linesOf(between).length + 1);
});

test('a line that cannot be read is left out once it is acknowledged', () => {
  const broken = linesOf(whole).with(2, '{"v":1,\n').join('');
  expect(errorOf(broken).message).toEqual(saying('line 3 ', 'JSON'));
  expect(readJournal(goOn(broken, accept(broken))).attempts[0]).toMatchObject({ outcome: 'recovered' });
});

test('an acknowledgement covers nothing that is altered later', () => {
  const text = goOn(altered, accept(altered));
  expect(errorOf(text.replace('prepare went well', 'prepare went bad')).tampered.lines).toBe(
    linesOf(text).length,
  );
  const after = goOn(text, { ...opened(plan({ attempt: 2 })) }, begun('prepare'));
  expect(errorOf(after.replace('"attempt":2', '"attempt":3')).tampered.line).toBe(linesOf(after).length);
});

test('of several acknowledgements each later one may accept more', () => {
  const once = goOn(altered, accept(altered));
  const twice = goOn(once, begun('verify'), begun('verify')).replace(
    '"step":"verify","before"',
    '"step":"restart","before"',
  );
  expect(errorOf(twice).tampered.line).toBe(6);
  expect(readJournal(goOn(twice, accept(twice))).attempts).toHaveLength(1);
});

test.each([
  ['another checksum', acknowledged(3, sha('nothing'))],
  ['more lines than stand before it', acknowledged(1000, sha(altered))],
  ['too few lines', accept(altered, 2)],
])('an acknowledgement of %s accepts nothing', (_, entry) => {
  expect(errorOf(goOn(altered, entry)).tampered.line).toBe(6);
});

/** The journal with the line at an index as a later version would have written it, and the chain as it was then. */
const later = (text: string, index: number, v: unknown = 2) => {
  const lines = linesOf(text).map((line) => JSON.parse(line) as Record<string, unknown>);
  let before: unknown = null;
  return lines
    .map((line, at) => {
      const written = `${JSON.stringify({ ...line, ...(at === index ? { v, type: 'new' } : {}), before })}\n`;
      before = sha(written);
      return written;
    })
    .join('');
};
const last = linesOf(whole).length - 1;

test.each<[string, string, string, boolean]>([
  ['of a newer version', later(whole, 3), 'format 2', true],
  ['of a newer version, the last one', later(whole, last), 'format 2', true],
  [
    'that was altered to look so',
    linesOf(whole)
      .with(3, linesOf(later(whole, 3))[3] ?? '')
      .join(''),
    'format 2',
    false,
  ],
  ['of an older version', later(whole, 3, 0), '"', false],
  ['of no version', later(whole, 3, 'x'), '"', false],
])('a line %s is told as that', (_, text, why, isNewer) => {
  const { message, tampered } = errorOf(text);
  expect(message).toEqual(saying(`line ${tampered.line} `, why));
  expect(tampered.newer ?? false).toBe(isNewer);
});

test('no acknowledgement accepts what a newer version has written', () => {
  const text = later(whole, 3);
  expect(errorOf(goOn(text, accept(text))).tampered).toMatchObject({ line: 4, newer: true });
});

test('checksums are those of the bytes, also where they are no UTF-8', () => {
  const bytes = Buffer.concat([Buffer.from(linesOf(whole)[0] ?? ''), Buffer.from([0xff, 0xfe, 0x0a])]);
  expect(errorOf(bytes).tampered).toEqual({ line: 2, lines: 2, sha256: sha(bytes) });
});

test('an altered last line is only told by the checksum that is kept elsewhere', () => {
  const last = whole.replace('so it ended', 'so they say');
  expect(readJournal(last).head).not.toBe(readJournal(whole).head);
});

test('what was unusual comes with its attempt, in the order in which it happened', () => {
  const text = journalOf(id, [
    opened(plan()),
    noted('a stale index.lock was moved aside'),
    { ...resumed(), confirm: id, tookOver: 'their stack' },
    resumed(),
    closed('recovered'),
    released(),
  ]);
  expect(readJournal(text).attempts[0]).toMatchObject({
    confirm: id,
    notes: ['a stale index.lock was moved aside', saying('bob', 'their stack'), saying('eve')],
    noteCodes: ['note.uncoded', 'note.taken-over', 'note.hold-released'],
  });
});

test('the consent that an attempt was opened with is kept', () => {
  const text = journalOf(id, [{ ...opened(plan()), confirm: id }, resumed()]);
  expect(readJournal(text).attempts[0]?.confirm).toBe(id);
});
