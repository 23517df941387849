import type { Settings } from '../../../machines/config/schema';
import { closingOf, type Hold, holdAfter } from '../../../machines/lifecycle/closing';
import type { Plan } from '../../../machines/model/plan';
import type { End } from '../../../machines/model/vocabulary';
import { attempt, commit, facts, plan, restartPlan, settings } from '../../fixtures';

const undoPlan: Plan = { ...plan(), id: 'r-00000001', action: 'undo', of: plan().id };
const left = plan().from.commit;

test.each<[string, Plan, End, Settings['hold'], Partial<Hold>]>([
  [
    'a recovered rollback names the release that was left',
    plan(),
    'recovered',
    'release',
    { mode: 'release', commit: left, released: '' },
  ],
  [
    'where what is checked out was not deployed, the release that ran is named',
    { ...plan(), left: commit(1) },
    'recovered',
    'release',
    { mode: 'release', commit: commit(1) },
  ],
  [
    'also where the target was checked out by hand before',
    { ...plan(), to: plan().from, left: commit(1) },
    'recovered',
    'release',
    { mode: 'release', commit: commit(1) },
  ],
  ['a degraded rollback names it, too', plan(), 'degraded', 'release', { mode: 'release', commit: left }],
  ['a recovered rollback holds all where that is set', plan(), 'recovered', 'all', { mode: 'all' }],
  ['a recovered rollback holds none where that is set', plan(), 'recovered', 'none', { mode: 'none' }],
  [
    'an undone rollback releases its own hold',
    plan(),
    'undone',
    'all',
    { mode: 'none', released: plan().id },
  ],
  ['a stranded rollback leaves the hold as it is', plan(), 'stranded', 'all', { mode: 'none', released: '' }],
  [
    'a restart leaves no release and holds none',
    restartPlan(['backend']),
    'recovered',
    'release',
    { mode: 'none', commit: '' },
  ],
  [
    'a release that is only verified again is not held',
    { ...plan(), to: plan().from },
    'recovered',
    'release',
    { mode: 'none', commit: '' },
  ],
  [
    'of several releases of a commit the one that was left is held',
    { ...plan(), from: { ...plan().from, number: 4 }, to: { ...plan().from, number: 3 } },
    'recovered',
    'release',
    { mode: 'release', commit: plan().from.commit, number: 4 },
  ],
  [
    'the same release, brought up once more, is not held',
    { ...plan(), from: { ...plan().from, number: 4 }, to: { ...plan().from, number: 4 } },
    'recovered',
    'release',
    { mode: 'none', commit: '' },
  ],
  [
    'an undo releases the hold of the rollback that it undoes',
    undoPlan,
    'undone',
    'release',
    { mode: 'none', released: plan().id },
  ],
  ['a stranded undo keeps that hold', undoPlan, 'stranded', 'release', { mode: 'none', released: '' }],
  ['an undo closed by hand as degraded holds no release', undoPlan, 'degraded', 'release', { mode: 'none' }],
])('%s', (_, of, end, mode, expected) => {
  expect(holdAfter(end, of, mode)).toMatchObject(expected);
});

const OLD = '2026-10-01T00:00:00.000Z';
const attempts = [attempt(plan({ attempt: 8 }), { outcome: 'recovered', closed: OLD })];
const past: Plan = { ...plan({ attempt: 8 }), project: 'former' };
const closing = (end: End, verdicts: Parameters<typeof closingOf>[0]['verdicts'] = []) =>
  closingOf(
    { end, verdicts, decision: { kind: 'refused', refusal: REFUSAL, facts: facts() } },
    plan(),
    { attempts: [...attempts, attempt(past, { outcome: 'recovered', closed: OLD })] },
    settings(),
  );
const REFUSAL = { code: 'plan.outdated', what: 'so', next: '' } as const;

test.each([
  ['recovered', plan().steps],
  ['undone', ['undo']],
  ['degraded', []],
  ['stranded', []],
] as const)('the outcome %s rests on the steps that it names', (end, steps) => {
  expect(closing(end)?.steps).toEqual(steps);
});

test('an outcome of undone rests on no undo where no step has begun that changes anything; others have no such exception', () => {
  expect(closing('undone')?.changing).toEqual(['stop', 'restore', 'revert', 'restart', 'undo']);
  for (const end of ['recovered', 'degraded', 'stranded'] as const)
    expect(closing(end)?.changing).toEqual([]);
});

test.each<[End, boolean]>([
  ['recovered', true],
  ['degraded', false],
  ['undone', false],
  ['stranded', false],
  ['refused', false],
])('image pins that no rollback needs any more are removed when it ends %s: %s', (end, isRemoved) => {
  const pins = closing(end)?.oldPins ?? [];
  expect(pins.some((name) => name.startsWith('chronos-rollback/former-'))).toBe(isRemoved);
});

test('an attempt that somebody else has taken over is theirs to close', () => {
  const taken = { step: 'revert', ok: false, summary: '', started: '', seconds: 0, taken: true } as const;
  expect(closing('refused', [taken])).toBeUndefined();
});
