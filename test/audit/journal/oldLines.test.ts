import { readJournal } from '../../../audit/journal/attempts';
import { CODES } from '../../../machines/model/codes';
import { RISKS, STEPS } from '../../../machines/model/vocabulary';
import { identified } from '../../../machines/detect/plan/planId';
import { Verdict } from '../../../machines/model/verdict';
import { plan, without } from '../../fixtures';
import { closed, ended, journalOf, noted, opened, released, resumed, VERDICTS } from './lines';

/** A plan as versions without codes have written it. */
const old = {
  ...without(plan(), 'noteCodes'),
  notes: ['one', 'two'],
  risks: RISKS.map((kind) => ({ kind, what: 'so' })),
};
const read = (...entries: Parameters<typeof journalOf>[1]) => {
  const [attempt] = readJournal(journalOf(plan().id, entries)).attempts;
  if (!attempt) throw new Error('no attempt');
  return attempt;
};
const openedOld = { ...opened(plan()), plan: old };

test('a risk without code gets the one that its kind implies', () => {
  expect(read(openedOld).plan.risks.map(({ code }) => code)).toEqual([
    ...['risk.lease-taken-over', 'risk.drift', 'risk.undone-before', 'risk.modified'],
    ...['risk.rows-lost', 'risk.other-release', 'risk.sessions', 'risk.writes-lost'],
  ]);
});

test('a note without code gets one that says so, in a plan and on a line', () => {
  expect(read(openedOld).plan.noteCodes).toEqual(['note.uncoded', 'note.uncoded']);
  expect(read(openedOld, noted('x'), released())).toMatchObject({
    notes: ['x', expect.any(String)],
    noteCodes: ['note.uncoded', 'note.hold-released'],
  });
  const taken = { ...resumed(), tookOver: 'another' };
  expect(read(openedOld, taken).noteCodes).toEqual(['note.taken-over']);
});

test.each(['the journal is lost: so', 'part of the journal is lost: so'])(
  'a note without code that says "%s" is that of a loss',
  (text) => {
    expect(read(openedOld, noted(text)).noteCodes).toEqual(['note.journal-lost']);
    expect(read(openedOld, noted(`a stash; ${text}`)).noteCodes).toEqual(['note.uncoded']);
  },
);

test.each([
  ['commit', 'check.commit'],
  ['image of backend', 'check.image'],
  ['health of backend', 'check.health'],
  ['database container', 'check.database-container'],
  ['database', 'check.database'],
  ['database volume', 'check.database-volume'],
  ['database restored', 'check.database-restored'],
  ['rows as in the backup', 'check.rows'],
  ['database read', 'check.database-read'],
  ['database write', 'check.database-write'],
  ['link of frontend', 'check.link'],
  ['probe transfers', 'check.probe'],
  ['critical login', 'check.critical'],
  ['deployment/scripts/health-check.sh', 'check.health-script'],
])('a check "%s" without code is %s', (name, code) => {
  const checks = [{ name, required: true, ok: true, evidence: '' }];
  const [verdict] = read(openedOld, ended({ ...(VERDICTS.at(-1) as Verdict), checks })).verdicts;
  expect(verdict?.checks).toEqual([{ ...checks[0], code }]);
});

test.each([...STEPS, 'undo'] as const)(
  'a failed verdict of %s without code gets one, a good one none',
  (step) => {
    const verdict = { step, ok: false, summary: 'so', started: '', seconds: 1 };
    expect(read(openedOld, ended(verdict)).verdicts).toEqual([{ ...verdict, code: `${step}.failed` }]);
    const good = { ...verdict, ok: true };
    expect(read(openedOld, ended(good)).verdicts).toEqual([good]);
  },
);

test('an outcome without code is its end; an attempt without outcome has none', () => {
  for (const end of ['recovered', 'refused', 'degraded', 'undone', 'stranded'] as const)
    expect(read(openedOld, closed(end)).code).toBe(`end.${end}`);
  expect(read(openedOld)).not.toHaveProperty('code');
});

test('codes that lines have are read as they are, those of a later version too', () => {
  const risks = [{ kind: 'drift' as const, what: 'so', code: 'risk.of-tomorrow' }];
  const failed = { ...(VERDICTS[0] as Verdict), ok: false, code: 'prepare.of-tomorrow' };
  const now = { ...plan(), risks, notes: ['one'], noteCodes: ['note.of-tomorrow'] };
  const lines = [
    { ...noted('x'), code: 'note.x' },
    ended(failed),
    { ...closed('undone'), code: 'prepare.x' },
  ];
  expect(read(opened(now), ...lines)).toMatchObject({
    plan: { risks, noteCodes: ['note.of-tomorrow'] },
    noteCodes: ['note.x'],
    verdicts: [failed],
    code: 'prepare.x',
  });
});

test('the id of a plan does not change with codes', () => {
  const id = (more: object) => identified({ ...plan(), ...more }, 1, []).id;
  const risks = [{ kind: 'drift' as const, what: 'so' }];
  expect(id({ risks, notes: ['one'] })).toBe(
    id({
      risks: [{ ...risks[0], code: 'risk.restored-before' }],
      notes: ['one'],
      noteCodes: ['note.connected'],
    }),
  );
});

test('every code is a word, a dot and words, and has one sentence', () => {
  for (const [code, sentence] of Object.entries(CODES)) {
    expect(code).toMatch(/^[a-z]+\.[a-z]+(-[a-z]+)*$/);
    expect(sentence).toMatch(/^[A-Z][^|]*\.$/);
  }
});
