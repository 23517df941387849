import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readJournal } from '../../../audit/journal/attempts';
import { plan, REQUEST, saying, without } from '../../fixtures';
import { begun, closed, ended, journalOf, opened, resumed, VERDICTS, wholeJournal } from './lines';

const { id } = plan();
const [prepare] = VERDICTS;
if (!prepare) throw new Error('no verdict');

test('no journal is a journal without attempts', () => {
  expect(readJournal('')).toEqual({ attempts: [] });
});

test('an attempt is put together from its lines, its plan as it was written', () => {
  const { attempts, head } = readJournal(wholeJournal(plan()));
  expect(head).toMatch(/^[0-9a-f]{64}$/);
  expect(attempts).toEqual([
    {
      plan: plan(),
      request: REQUEST,
      operator: 'ann',
      reason: 'it "broke"',
      holder: 'organization/chronos-rollback/production',
      confirm: '',
      resumes: 0,
      notes: [],
      noteCodes: [],
      opened: '2026-11-22T03:00:00.000Z',
      closed: '2026-11-22T03:00:09.000Z',
      outcome: 'recovered',
      summary: 'so it ended',
      code: 'end.recovered',
      verdicts: VERDICTS,
      left: {},
      begun: ['prepare', 'revert', 'restart', 'verify'],
    },
  ]);
});

test('an attempt without outcome is open; who resumes it does not take it over', () => {
  const text = journalOf(id, [opened(plan()), begun('prepare'), ended(prepare), resumed(), begun('revert')]);
  const [attempt] = readJournal(text).attempts;
  expect(attempt).toMatchObject({ operator: 'ann', resumes: 1, verdicts: [prepare] });
  expect(attempt).not.toHaveProperty('outcome');
  expect(attempt).not.toHaveProperty('closed');
});

test('what has begun is known, ended or not, and that it is being taken back', () => {
  const text = journalOf(id, [
    opened(plan()),
    ...(['prepare', 'revert', 'revert', 'undo'] as const).map(begun),
  ]);
  expect(readJournal(text).attempts).toMatchObject([
    { begun: ['prepare', 'revert', 'revert', 'undo'], isBeingUndone: true },
  ]);
});

test('of a step that ran twice the later verdict counts', () => {
  const bad = { ...prepare, ok: false, summary: 'no disk' };
  const { attempts } = readJournal(journalOf(id, [opened(plan()), ended(bad), resumed(), ended(prepare)]));
  expect(attempts[0]?.verdicts).toEqual([prepare]);
});

test('what restart has left is that of its good ends, whatever another try of it comes to', () => {
  const restart = (ok: boolean, containers?: Record<string, string>) =>
    ended({ ...prepare, step: 'restart', ok, ...(containers && { containers }) });
  const leftBy = (...entries: ReturnType<typeof restart>[]) =>
    readJournal(journalOf(id, [opened(plan()), ...entries])).attempts[0]?.left;
  expect(leftBy(restart(false))).toBeUndefined();
  expect(leftBy(restart(true))).toEqual({});
  const good = restart(true, { backend: 'one', frontend: 'two' });
  expect(leftBy(good, restart(false))).toEqual({ backend: 'one', frontend: 'two' });
  expect(leftBy(good, restart(true, { backend: 'three' }))).toEqual({ backend: 'three', frontend: 'two' });
});

test('an attempt is being taken back from the line on with which its undo begins', () => {
  const one = (...entries: ReturnType<typeof begun>[]) =>
    readJournal(journalOf(id, [opened(plan()), ...entries])).attempts[0];
  expect(one(begun('revert'))).not.toHaveProperty('isBeingUndone');
  expect(one(begun('revert'), begun('undo'))).toHaveProperty('isBeingUndone', true);
});

test('attempts come oldest first', () => {
  const two = plan({ attempt: 2 });
  const entries = [opened(plan()), closed('undone'), { ...opened(two), rollback: two.id }];
  expect(readJournal(journalOf(id, entries)).attempts.map(({ plan: { id: one } }) => one)).toEqual([
    id,
    two.id,
  ]);
});

test('a last line that was cut off is set aside, wherever it was cut', () => {
  const whole = wholeJournal(plan(), 'degraded');
  const last = whole.trimEnd().lastIndexOf('\n') + 1;
  const before = readJournal(whole.slice(0, last));
  for (let end = last; end < whole.length; end++) expect(readJournal(whole.slice(0, end))).toEqual(before);
  expect(readJournal(whole)).not.toEqual(before);
});

test.each<[string, (lines: string[]) => string[], number, string]>([
  [
    'altered',
    (lines) => lines.map((l, n) => (n === 2 ? l.replace('went well', 'went bad') : l)),
    4,
    'follow',
  ],
  ['taken out', (lines) => lines.filter((_, n) => n !== 2), 3, 'follow'],
  ['taken out at the start', (lines) => lines.slice(1), 1, 'follow'],
  ['swapped', ([a = '', b = '', c = '', ...rest]) => [a, c, b, ...rest], 2, 'follow'],
  ['put in', ([a = '', ...rest]) => [a, a, ...rest], 2, 'follow'],
  ['no JSON', (lines) => ['{', ...lines.slice(1)], 1, 'JSON'],
  ['of another version', (lines) => lines.map((l) => l.replace('"v":1', '"v":3')), 1, 'format 3'],
  [
    'of the format of this version, and of a type that only a later one knows',
    (lines) => lines.map((l) => l.replace('"v":1,"type":"begin"', '"v":2,"type":"start"')),
    2,
    'format 2',
  ],
  [
    'closed by hand in other words',
    (lines) => lines.map((l) => l.replace('"v":1,"type":"outcome"', '"v":2,"type":"close"')),
    10,
    '"outcome"',
  ],
  [
    'of an unknown type',
    (lines) => lines.map((l) => l.replace('"type":"begin"', '"type":"start"')),
    2,
    'read',
  ],
])('a line that was %s is named', (_, edit, line, fact) => {
  const lines = wholeJournal(plan()).trimEnd().split('\n');
  expect(() => readJournal(`${edit(lines).join('\n')}\n`)).toThrow(
    expect.objectContaining({
      message: saying(`line ${line} `, fact),
      tampered: expect.objectContaining({ line }) as object,
    }) as Error,
  );
});

test('whatever the file holds, the answer is a journal or an error that names a line', () => {
  const lines = wholeJournal(plan()).trimEnd().split('\n');
  const line = fc.oneof(fc.constantFrom(...lines), fc.string(), fc.json());
  fc.assert(
    fc.property(fc.array(line), (mixed) => {
      try {
        readJournal(mixed.map((one) => `${one}\n`).join(''));
      } catch (error) {
        expect((error as Error).message).toMatch(/^line \d+ /);
      }
    }),
  );
});

describe('what host/lib/journal/journal.sh writes', () => {
  const host = join(__dirname, '../../../host');
  const state = mkdtempSync(join(tmpdir(), 'chronos-journal-'));
  const file = join(state, 'journal.jsonl');
  const write = (type: string, fields: string) =>
    execFileSync(
      'bash',
      [
        '-c',
        `. ${host}/lib/base.sh; . ${host}/lib/journal/append.sh; . ${host}/lib/journal/journal.sh; journal "$1" "$2"`,
        '-',
        type,
        fields,
      ],
      {
        env: { ...process.env, STATE: state, ROLLBACK: id },
      },
    );
  const fields = (entry: { type: string }) => JSON.stringify(without(entry, 'type')).slice(1, -1);
  afterAll(() => rmSync(state, { recursive: true }));

  test('is read back, chained', () => {
    write('attempt', fields(opened(plan())));
    write('end', fields(ended(prepare)));
    write('outcome', fields(closed('stranded')));
    expect(readJournal(readFileSync(file, 'utf8')).attempts).toEqual([
      expect.objectContaining({ plan: plan(), verdicts: [prepare], outcome: 'stranded' }),
    ]);
  });

  test('after a line that was cut off is a line of its own, and the cut one is kept aside', () => {
    const before = readFileSync(file, 'utf8');
    appendFileSync(file, '{"v":1,"type":"beg');
    write('begin', fields(begun('revert')));
    const after = readFileSync(file, 'utf8');
    expect(after.startsWith(before)).toBe(true);
    expect(readJournal(after).attempts).toHaveLength(1);
    const [aside] = readdirSync(state).filter((name) => name.startsWith('journal.jsonl.torn-'));
    expect(readFileSync(join(state, aside ?? ''), 'utf8')).toBe('{"v":1,"type":"beg');
    writeFileSync(file, '{"v":1');
    write('attempt', fields(opened(plan())));
    expect(readJournal(readFileSync(file, 'utf8')).attempts).toHaveLength(1);
  });
});
