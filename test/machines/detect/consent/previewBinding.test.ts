import { asShown, shownOf } from '../../../../machines/detect/consent/previewBinding';
import type { Decision } from '../../../../machines/model/decision';
import { diagnose } from '../../../../machines/detect/diagnose/diagnosis';
import type { Plan } from '../../../../machines/model/plan';
import { facts, plan, saying, settings } from '../../../fixtures';
import { undoing } from '../../choices';

const seen = { facts: facts(), diagnosis: diagnose(facts(), settings().deployment) };
const going = { mode: 'fresh', takesOver: false, ...seen } as const;
const planned = (of: Plan = plan()): Decision => ({ kind: 'plan', plan: of, ...going });
const undo: Decision = { kind: 'undo', plan: undoing('undone').plan, ...going };
const healthy: Decision = { kind: 'healthy', ...seen };
const refused: Decision = {
  kind: 'refused',
  refusal: { code: 'consent.needed', what: 'x', next: 'y' },
  proposed: plan(),
  ...seen,
};

test('a preview shows how it was decided, and the plan that would be carried out; a proposal is none', () => {
  expect([planned(), undo, healthy, refused].map(shownOf)).toEqual([
    { kind: 'plan', plan: plan() },
    { kind: 'undo', plan: undoing('undone').plan },
    { kind: 'healthy' },
    { kind: 'refused' },
  ]);
});

test.each([
  ['the same plan', planned(), planned()],
  ['the same plan, resumed by now', planned(), { ...planned(), mode: 'resume' } as Decision],
  ['the same undo', undo, undo],
  ['still nothing wrong', healthy, healthy],
  ['a refusal, whatever was shown', planned(), refused],
])('an update carries out: %s', (_, before, now) => {
  expect(asShown(now, shownOf(before))).toBe(now);
});

test('without a preview of its own an update carries out what it finds', () => {
  for (const decision of [planned(), undo, healthy, refused])
    expect(asShown(decision, undefined)).toBe(decision);
});

const next = plan({ attempt: 2 });
test.each<[string, Decision, Decision, string[], object]>([
  [
    'another plan',
    planned(),
    planned(next),
    ['attempt', '2', '1'],
    { got: next.id, accepts: saying(plan().id) },
  ],
  [
    'a service that has to come up once more',
    planned(),
    { ...planned(), resumed: { restart: ['backend'], othersStay: true, verify: true } } as Decision,
    ['backend'],
    { got: plan().id },
  ],
  [
    'nothing is wrong any more',
    planned(),
    healthy,
    ['a rollback', 'nothing'],
    { accepts: saying(plan().id) },
  ],
  ['something went wrong since', healthy, planned(), ['nothing', 'a rollback'], { got: plan().id }],
  ['what was refused would go now', refused, planned(), ['a refusal', 'a rollback'], { got: plan().id }],
  ['an undo where a refusal was shown', refused, undo, ['a refusal', 'an undo'], {}],
])('an update refuses with what changed: %s', (_, before, now, what, more) => {
  expect(asShown(now, shownOf(before))).toEqual({
    kind: 'refused',
    ...seen,
    refusal: expect.objectContaining({
      code: 'plan.changed',
      what: saying(...what),
      next: [{ do: 'update', for: {} }, saying()],
      ...more,
    }),
  });
});

test('an undo where a rollback was shown is refused too', () => {
  expect(asShown(undo, shownOf(planned()))).toMatchObject({
    kind: 'refused',
    refusal: { code: 'plan.changed', what: saying('undo', plan().id) },
  });
});
