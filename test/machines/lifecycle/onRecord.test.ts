import { leaseToTakeOver, onRecord, plannedFor } from '../../../machines/lifecycle/onRecord';
import { forecast } from '../../../machines/detect/plan/stepForecast';
import type { Attempt } from '../../../machines/model/attempt';
import type { Decision } from '../../../machines/model/decision';
import type { Verdict } from '../../../machines/model/verdict';
import { attempt, facts, plan } from '../../fixtures';

const ended = (step: Verdict['step'], ok: boolean): Verdict => ({
  ...{ step, ok, summary: `${step} has ended`, started: '2026-11-22T03:00:00.000Z', seconds: 1 },
});
const resuming = (more: Partial<Attempt>, decided: object = {}) =>
  onRecord({
    ...{ kind: 'plan', mode: 'resume', plan: plan(), takesOver: false },
    ...{ facts: facts({ attempts: [attempt(plan(), more)] }), ...decided },
  } as Decision);
const FORECAST = { planned: true, ok: true, summary: forecast('revert', plan()) };
const well = ended('revert', true);
const badly = ended('revert', false);

test.each<[string, ReturnType<typeof onRecord>, object]>([
  ['a step that has ended well is planned as it is on record', resuming({ verdicts: [well] }), well],
  ['a step that has not begun is forecast', resuming({ verdicts: [] }), FORECAST],
  ['a step that has failed is forecast', resuming({ verdicts: [badly] }), FORECAST],
  [
    'a step that has failed is planned as it is on record once its undo has begun',
    resuming({ verdicts: [badly], isBeingUndone: true }),
    badly,
  ],
])('%s', (_, record, expected) => {
  expect(plannedFor(record, plan(), 'revert')).toMatchObject({ ...expected, planned: true });
});

test('a step that is done once more is forecast, although it has ended well', () => {
  const resumed = { restart: [], othersStay: true, verify: true };
  const record = resuming({ verdicts: [ended('verify', true)] }, { resumed });
  expect(plannedFor(record, plan(), 'verify').summary).toBe(forecast('verify', plan()));
});

test('the lease of another is taken over only with consent', () => {
  const lease = {
    rollback: plan().id,
    holder: 'another',
    user: 'bob',
    since: '',
    state: 'restart',
    until: '',
  };
  const given = (takesOver: boolean) => resuming({}, { takesOver, facts: facts({ lease }) });
  expect(leaseToTakeOver(given(true))).toEqual(lease);
  expect(leaseToTakeOver(given(false))).toBeUndefined();
  expect(leaseToTakeOver({ attempts: [] })).toBeUndefined();
});
