import type { OnRecord } from '../../../machines/lifecycle/onRecord';
import {
  attemptToKeep,
  attemptToUndo,
  hasUndo,
  retracedFor,
  verdictWithoutUndo,
} from '../../../machines/lifecycle/retrace';
import type { Attempt } from '../../../machines/model/attempt';
import type { Going } from '../../../machines/model/decision';
import type { Verdict } from '../../../machines/model/verdict';
import { attempt, facts, HOLDER, plan, undoOfPlan } from '../../fixtures';

const UNDONE: Verdict = { step: 'undo', ok: true, summary: 'all is back', started: '', seconds: 1 };
const rollback = attempt(plan(), { outcome: 'recovered' });
const undo = attempt(undoOfPlan(), { outcome: 'undone', verdicts: [UNDONE] });
const going = (kind: 'plan' | 'undo', mode: Going['mode']): Going => ({
  ...{ kind, mode, plan: kind === 'plan' ? plan() : undoOfPlan(), takesOver: false, facts: facts() },
  diagnosis: { symptoms: [], cause: 'healthy', wrong: '', why: '' },
});
const record = (attempts: readonly Attempt[], now?: Going): OnRecord => ({ attempts, going: now });

test.each<[string, readonly Attempt[], Attempt | undefined]>([
  ['none where the journal has none', [], undefined],
  ['the newest of two', [rollback, undo], undo],
  ['none that is open', [rollback, attempt(undoOfPlan())], rollback],
  ['none of another holder', [rollback, { ...undo, holder: 'another' }], rollback],
])('a run without a plan keeps the closed attempt of its holder: %s', (_, attempts, expected) => {
  expect(attemptToKeep(record(attempts), HOLDER)).toBe(expected);
});

test('the steps of an undo are those of the rollback that it has undone, where the journal knows that', () => {
  expect(retracedFor(record([rollback, undo]), undo)).toBe(rollback);
  expect(retracedFor(record([rollback, undo]), rollback)).toBe(rollback);
  expect(retracedFor(record([undo]), undo)).toBe(undo);
});

test('an attempt has an undo once that has come to a verdict', () => {
  expect([undo, rollback, undefined].map(hasUndo)).toEqual([true, false, false]);
});

test('before the undo of its own plan a run has no steps to register', () => {
  expect(attemptToUndo(record([rollback], going('plan', 'fresh')), plan())).toBeUndefined();
});

test('before an undo that was asked for come the steps of the rollback that it names', () => {
  expect(attemptToUndo(record([rollback], going('undo', 'fresh')), undoOfPlan())).toBe(rollback);
});

test('a rollback that failed to be undone comes before the undo that goes on with it', () => {
  expect(attemptToUndo(record([rollback], going('undo', 'resume')), plan())).toBe(rollback);
});

test('an undo of what the journal does not know is a fault', () => {
  const now = record([], going('undo', 'fresh'));
  expect(() => attemptToUndo(now, undoOfPlan())).toThrow(`the journal knows no rollback ${plan().id}`);
});

test.each<[string, OnRecord, boolean]>([
  [
    'the replay of an undo that has never begun has a verdict without a resource',
    record([rollback], going('undo', 'replay')),
    true,
  ],
  [
    'the replay of an undo that has a verdict has its resource',
    record([rollback, undo], going('undo', 'replay')),
    false,
  ],
  ['an undo that begins has its resource', record([rollback], going('undo', 'fresh')), false],
  [
    'the undo of a plan of its own has its resource, replayed or not',
    record([rollback], going('plan', 'replay')),
    false,
  ],
])('%s', (_, given, isExpected) => {
  const verdict = verdictWithoutUndo(given, undoOfPlan());
  expect(verdict).toEqual(isExpected ? expect.objectContaining({ step: 'undo', ok: true }) : undefined);
});
