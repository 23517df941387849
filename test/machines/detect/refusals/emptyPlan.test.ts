import { emptyPlan } from '../../../../machines/detect/refusals/emptyPlan';
import type { ServiceChange } from '../../../../machines/model/serviceChange';
import type { Target } from '../../../../machines/model/target';
import { commit, composeModel, plan, planInput, settings, target, without } from '../../../fixtures';

const seen = (more: Partial<Target> = {}, doubts: readonly string[] = []) => ({
  ...planInput(),
  target: target({ inputs: [], ...more }),
  doubts,
});
const kept = plan().services.map((change): ServiceChange => ({ ...change, action: 'keep' }));
const REFUSED = { code: 'plan.changes-nothing' };

test('a plan that changes nothing is refused where a file that git does not know may make the difference', () => {
  const all = seen({ untracked: ['.env'] });
  expect(emptyPlan(all, kept)).toMatchObject(REFUSED);
  expect(emptyPlan(seen(), kept)).toBeUndefined();
  expect(emptyPlan(all, plan().services)).toBeUndefined();
  const same = seen({ untracked: ['.env'], release: { commit: commit(3), subject: 'Release 3' } });
  expect(emptyPlan(same, kept)).toBeUndefined();
});

test('a plan that changes nothing is refused where something of the target is unproven, unless it restores a database', () => {
  const doubtful = seen({}, ['files of backend: nobody knows']);
  expect(emptyPlan(doubtful, kept)).toMatchObject(REFUSED);
  expect(emptyPlan(doubtful, plan().services)).toBeUndefined();
  const restoring = { ...doubtful, settings: settings({ scenario: 'database' }) };
  expect(emptyPlan(restoring, kept)).toBeUndefined();
});

test('a plan that changes nothing is refused where what a service uses is defined otherwise', () => {
  const internal = composeModel((text) => `${text}networks: { default: { internal: true } }\n`);
  expect(emptyPlan(seen({ target: internal }), kept)).toMatchObject(REFUSED);
  const database = composeModel((text) => text.replace("'postgres:15'", "'postgres:15', labels: { a: b }"));
  expect(emptyPlan(seen({ target: database }), kept)).toBeUndefined();
});

test('facts of older versions make the plans that they made', () => {
  const old = { ...seen({}, ['image of backend: nobody knows']), target: without(target(), 'inputs') };
  expect(emptyPlan(old, kept)).toBeUndefined();
});
