import { outputsOf } from '../../audit/outputs';
import { isInPlace } from '../../machines/model/backup';
import { diagnose } from '../../machines/detect/diagnose/diagnosis';
import type { LifecycleEnd } from '../../machines/lifecycle/context';
import type { Plan } from '../../machines/model/plan';
import { countedText } from '../../machines/detect/plan/dataLoss';
import { makeUndoPlan } from '../../machines/detect/plan/undoPlan';
import type { Verdict } from '../../machines/model/verdict';
import { inPlacePlan, inspection, restorePlan, SHADOW_OID, swapped, store, WRITTEN } from '../backups';
import { attempt, facts, LIVE_OID, plan, REQUEST, saying, settings, without } from '../fixtures';

const seen = { facts: facts(), diagnosis: diagnose(facts(), settings().deployment) };
const lossOf = (made: Plan, verdicts: readonly Verdict[] = [], end: LifecycleEnd['end'] = 'recovered') => {
  const kind = made.action === 'undo' ? 'undo' : 'plan';
  const decision = { kind, mode: 'fresh', plan: made, takesOver: false, ...seen } as const;
  const attempts = [attempt(made, { verdicts: [...verdicts] })];
  return outputsOf({ end, request: REQUEST, decision, verdicts }, { attempts }, settings()).dataLoss;
};
const verdict = (step: Verdict['step'], more: Partial<Verdict> = {}): Verdict => ({
  step,
  ok: true,
  summary: '',
  started: '2026-11-22T03:00:01.000Z',
  seconds: 0,
  ...more,
});
const written = restorePlan({ inspection: WRITTEN });
const path = written.backup?.path ?? '';

test('a rollback of code loses nothing, as it does not touch the database', () => {
  expect(lossOf(plan())).toEqual({ rows: 0, why: saying() });
});

test('before prepare, it is what the plan shows', () => {
  expect(lossOf(written)).toEqual({
    rows: 3,
    gone: 1,
    why: saying(path, countedText('snapshot')),
    tables: [expect.objectContaining({ table: 'public.transfers', written: 3, gone: 1 })],
  });
});

test('after prepare, what that has counted; and after the swap, what keeps it', () => {
  const loss = { method: 'comparison' as const, rows: 5, gone: 0, tables: [] };
  expect(lossOf(written, [verdict('prepare', { loss }), swapped({ kept: 'sealed' })])).toEqual({
    rows: 5,
    gone: 0,
    why: saying(path, countedText('comparison')),
    tables: [],
    kept: 'sealed',
  });
});

test('what nobody knows is no number', () => {
  const made = restorePlan({ chosen: { path: '/a.dump' }, inspection: without(inspection(), 'since') });
  expect(lossOf(made)).toEqual({
    rows: null,
    gone: null,
    why: saying('/a.dump', countedText('unknown')),
    tables: [],
  });
});

test('a rollback that was taken back has cost nothing; one whose undo failed may have', () => {
  expect(lossOf(written, [swapped(), verdict('undo')], 'undone')).toEqual({
    rows: 0,
    why: saying(),
  });
  expect(lossOf(written, [swapped(), verdict('undo', { ok: false })], 'stranded')).toMatchObject({ rows: 3 });
});

const undo = (written: number, plan = restorePlan()) => {
  const names = new Map([['chronos_financial', isInPlace(plan) ? LIVE_OID : SHADOW_OID]]);
  const of = attempt(plan, {
    verdicts: [swapped({ oid: names.get('chronos_financial') ?? '' })],
  });
  return makeUndoPlan(of, facts(), 1, [], store({ names, since: new Map([['a', [written, 0]]]) }));
};
test.each([
  ['where nothing was written since', undo(0), { rows: 0, why: saying() }],
  [
    'where the app has written since: that is kept',
    undo(2),
    {
      rows: null,
      why: saying('2 rows', '(a 2)'),
      kept: `chronos_financial_undone_${restorePlan().id}`,
    },
  ],
  [
    'in place by an older version, where nothing keeps it',
    undo(2, inPlacePlan()),
    { rows: null, why: saying('2 rows', '(a 2)') },
  ],
])('an undo of a restore %s', (_, made, expected) => {
  expect(lossOf(made, [verdict('undo')], 'undone')).toEqual(expected);
});
