import type { Facts } from '../../../../machines/model/facts';
import { lossToNote, lostJournal } from '../../../../machines/detect/history/lostJournal';
import { attempt, commit, facts, plan, saying } from '../../../fixtures';

const leaseOf = (state: string) => ({
  rollback: 'r-1',
  holder: 'stack',
  user: 'tester',
  since: '2026-11-22T02:59:00.000Z',
  state,
  until: '2026-11-22T03:01:00.000Z',
});

/** The rollbacks and images that a sentence names. */
const namesIn = (text = ''): string[] => text.match(/\br-\w+|chronos-rollback\/[\w:-]+/g) ?? [];

test.each<[string, Partial<Facts>, string[] | undefined]>([
  ['nothing tells of a rollback', {}, undefined],
  ['it cannot be read', { rollbackDirectories: ['r-1'], journalError: 'line 1' }, undefined],
  ['only another project has pins', { pins: ['chronos-rollback/chronos-eu-backend:1'] }, undefined],
  [
    'logs are there',
    { rollbackDirectories: ['r-1', 'r-2', 'r-3', 'r-4', 'r-5'] },
    ['logs', 'r-1', 'r-2', 'r-3', '2 more'],
  ],
  ['a step had the lease', { lease: leaseOf('restart') }, ['lease', 'r-1']],
  ['it was cut off while it was opened', { lease: leaseOf('open') }, undefined],
  [
    'pins are there',
    { pins: ['chronos-rollback/chronos-backend:333333333333'] },
    ['images', 'chronos-rollback/chronos-backend:333333333333'],
  ],
  [
    'a checkpoint has made the pins, by the record',
    {
      pins: ['chronos-rollback/chronos-backend:333333333333'],
      deployments: [{ at: '2026-11-20T02:00:00Z', commit: '3'.repeat(40), images: {}, number: 1 }],
    },
    undefined,
  ],
  [
    'a hold and logs are there',
    {
      rollbackDirectories: ['r-1'],
      holds: [{ id: 'r-1', mode: 'all', commit: '', since: '', operator: '', reason: '' }],
    },
    ['logs', 'r-1', 'hold', 'r-1'],
  ],
])('the journal is lost or not: %s', (_, given, evidence) => {
  const told = lostJournal(facts(given));
  expect(told).toEqual(evidence && saying(...evidence));
  expect(namesIn(told)).toEqual(namesIn(evidence?.join(' ')));
});

const known = plan();
const LOG = { rollbackDirectories: [known.id, 'r-0000000a'] };
const after = (
  more: Partial<Facts> = {},
  notes: string[] = [],
  noteCodes: string[] = notes.map(() => 'note.journal-lost'),
) =>
  facts({
    journalHead: 'a',
    attempts: [attempt(known, { outcome: 'recovered', notes, noteCodes })],
    ...more,
  });
const hold = (id: string) => ({ id, mode: 'all', commit: '', since: '', operator: '', reason: '' }) as const;
const pin = (n: number | string) => `chronos-rollback/chronos-backend:${String(n).repeat(12)}`;

test.each<[string, Partial<Facts>, string[] | undefined]>([
  [
    'all that is there is known',
    { rollbackDirectories: [known.id], holds: [hold(known.id)], pins: [pin(3), pin(2)] },
    undefined,
  ],
  [
    'pins of several releases of one commit have the ids of their images',
    { pins: [`${pin(3)}-0123456789ab`, `${pin(1)}-0123456789ab`] },
    ['images', `${pin(1)}-0123456789ab`],
  ],
  ['a directory that is no rollback’s', { rollbackDirectories: ['r-notes'] }, undefined],
  ['logs', LOG, ['logs', 'r-0000000a']],
  ['a hold', { holds: [hold(known.id), hold('r-0000000b')] }, ['hold', 'r-0000000b']],
  ['images', { pins: [pin(3), pin(1)] }, ['images', pin(1)]],
  ['logs, beside a journal without any rollback', { ...LOG, attempts: [] }, ['logs', known.id, 'r-0000000a']],
])('part of the journal is lost or not: %s', (_, given, evidence) => {
  const told = lostJournal(after(given));
  expect(told).toEqual(evidence && saying('part', ...evidence));
  expect(namesIn(told)).toEqual(namesIn(evidence?.join(' ')));
});

test('an altered journal is told by itself, and not as a loss', () => {
  const tampered = { line: 1, lines: 1, sha256: '' };
  expect(lostJournal(after({ ...LOG, tampered }))).toBeUndefined();
});

test('the note of a loss names every trace, and is made once', () => {
  const many = ['a', 'b', 'c', 'd'].map((digit) => `r-0000000${digit}`);
  const note = lossToNote(after({ rollbackDirectories: many })) ?? '';
  expect(namesIn(note)).toEqual(many);
  expect(lossToNote(after({ rollbackDirectories: many }, [note]))).toBeUndefined();
  const more = [...many, 'r-0000000e'];
  expect(namesIn(lossToNote(after({ rollbackDirectories: more }, [note])))).toEqual(more);
  expect(namesIn(lossToNote(facts({ rollbackDirectories: many })))).toEqual(many);
});

test('a former loss is known by the code of its note, whatever the note says', () => {
  const told = (note: string, code: string) => lossToNote(after(LOG, [note], [code]));
  expect(told('Lost: the log of r-0000000a.', 'note.journal-lost')).toBeUndefined();
  expect(namesIn(told(lossToNote(after(LOG)) ?? '', 'note.lock-moved'))).toEqual(['r-0000000a']);
});

const upAt = (n: number, at: string) => ({ at, commit: commit(n), images: {} });
test.each<[string, string[], Facts['deployments'], boolean]>([
  ['nothing was deployed since', ['lost'], facts().deployments, true],
  ['one release was deployed since', ['lost'], [upAt(4, '2026-11-23T00:00:00Z')], true],
  [
    'the same release was deployed twice since',
    ['lost'],
    [upAt(4, '2026-11-23T00:00:00Z'), upAt(4, '2026-11-24T00:00:00Z')],
    true,
  ],
  [
    'two releases were deployed since',
    ['lost'],
    [upAt(4, '2026-11-23T00:00:00Z'), upAt(5, '2026-11-24T00:00:00Z')],
    false,
  ],
  [
    'two releases were deployed, and no note tells of it',
    [],
    [upAt(4, '2026-11-23T00:00:00Z'), upAt(5, '2026-11-24T00:00:00Z')],
    true,
  ],
])(
  'a loss that is on record is told while what is previous could be of before: %s',
  (_, noted, deployments, isTold) => {
    const note = lossToNote(after(LOG)) ?? '';
    expect(
      lostJournal(
        after(
          { ...LOG, deployments },
          noted.map(() => note),
        ),
      ) !== undefined,
    ).toBe(isTold);
  },
);
