import { diagnose } from '../../../../machines/detect/diagnose/diagnosis';
import { isStillInPlace } from '../../../../machines/detect/history/stillInPlace';
import { countAsLeft } from '../../../../machines/detect/history/touchedSince';
import { makePlan } from '../../../../machines/detect/plan/codePlan';
import type { Facts } from '../../../../machines/model/facts';
import type { Container } from '../../../../machines/model/container';
import { commit, container, facts, image, plan, planInput, settings } from '../../../fixtures';
import { at, back, decide, go, went } from '../../choices';

const CLOSED = went('recovered').closed ?? '';
const AFTER = '2026-11-22T04:00:00Z';
const BEFORE = '2026-11-22T02:00:00Z';
const backend = (...containers: Partial<Container>[]): Partial<Facts> => ({
  ...back,
  containers: [
    ...containers.map((more) => container('backend', image(2), { created: BEFORE, ...more })),
    ...facts().containers.slice(1),
  ],
});
const moved = (...moves: [number, string][]): Partial<Facts> => ({
  ...back,
  git: { ...at(2), moves: moves.map(([n, time]) => ({ commit: commit(n), at: time })) },
});
const scaled = { ...plan() };
const three = {
  ...scaled,
  services: scaled.services.map((change) =>
    change.service === 'backend' ? { ...change, containers: { before: 3, target: 3 } } : change,
  ),
};
const isInPlace = (given: Partial<Facts>, of = went('recovered')): boolean => {
  const all = facts(given);
  return isStillInPlace(of, all, diagnose(all, settings().deployment));
};
const away = moved([2, '2026-11-22T04:30:00Z'], [3, '2026-11-22T03:50:00Z'], [2, BEFORE]);

test('these times lie before and after the rollback was closed', () => {
  expect(Date.parse(CLOSED)).toBeLessThan(Date.parse(AFTER));
  expect(Date.parse(CLOSED)).toBeGreaterThan(Date.parse(BEFORE));
});

test.each<[string, Partial<Facts>, boolean]>([
  ['its containers are those that were verified', backend({}), true],
  ['Docker has started one again', { ...away, ...backend({}), git: moved([2, BEFORE]).git ?? at(2) }, true],
  ['a container was made since', backend({ created: AFTER }), false],
  ['one of several was made since', backend({}, { created: AFTER }), false],
  ['one of several has another image', backend({}, { image: image(3) }), false],
  [
    'one was started while another release was checked out',
    { ...backend({ started: AFTER }), git: away.git ?? at(2) },
    false,
  ],
  [
    'a file with settings was changed by hand since',
    { ...backend({}), settingsTouched: new Map([[plan().id, ['/opt/chronos-financial/.env']]]) },
    false,
  ],
  [
    'settings are not as another rollback has left them',
    { ...backend({}), settingsTouched: new Map([['r-0000000a', ['/opt/chronos-financial/.env']]]) },
    true,
  ],
  ['facts of an older version do not tell', backend({ created: undefined, started: AFTER }), true],
])('a rollback is still in place, or not: %s', (_, given, expected) => {
  expect(isInPlace(given)).toBe(expected);
});

test('as many containers as the plan has left must be there', () => {
  const of = went('recovered', {}, three);
  expect(isInPlace(backend({}, {}, {}), of)).toBe(true);
  expect(isInPlace(backend({}, {}), of)).toBe(false);
});

test('the same request is planned once more where somebody has brought a container up since, also where it is ill', () => {
  const attempts = [went('recovered')];
  expect(decide({}, { ...backend({}), attempts })).toEqual({ kind: 'replay', plan: plan() });
  expect(decide({}, { ...backend({ created: AFTER }), attempts })).toEqual(go(2, 2));
  expect(decide({}, { ...backend({ created: AFTER, health: 'unhealthy' }), attempts })).toEqual(go(2, 2));
});

test('settings that were changed by hand are planned once more, and told in a note, but for what an undo has put back', () => {
  const settingsTouched = new Map([[plan().id, ['/opt/chronos-financial/.env']]]);
  const given = { ...backend({}), settingsTouched, attempts: [went('recovered')] };
  expect(decide({}, given)).toEqual(go(2, 2));
  const notes = (more: Partial<Facts>) => {
    const made = makePlan(planInput({ facts: { ...given, ...more } }));
    return 'notes' in made ? made.notes.filter((note) => note.startsWith('changed by hand')) : [];
  };
  expect(notes({})).toEqual([`changed by hand since rollback ${plan().id}: /opt/chronos-financial/.env`]);
  expect(notes({ settingsTouched: new Map() })).toEqual([]);
  expect(notes({ git: at(3) })).toEqual([]);
  const undone = went('undone', {}, { ...plan(), id: 'r-0000000b', action: 'undo', of: plan().id });
  expect(notes({ attempts: [went('recovered'), undone] })).toEqual([]);
});

test('a release on record is planned once more with its settings: all of them where they were all that differed', () => {
  const { to, from } = plan();
  const numbered = (left: object, more: object = {}) =>
    went('recovered', {}, { ...plan(), from: { ...from, ...left }, to: { ...to, number: 1 }, ...more });
  const touched = (...attempts: ReturnType<typeof numbered>[]) =>
    decide({}, { ...backend({ created: AFTER }), attempts });
  expect(touched(numbered({ number: 2 }))).toEqual({ ...go(2, 2), number: 1, isAlone: false });
  const alone = numbered({ commit: to.commit, number: 2 });
  expect(touched(alone)).toEqual({ ...go(2, 2), number: 1, isAlone: true });
  const again = numbered({ commit: to.commit, number: 1 }, { id: 'r-0000000b', attempt: 2 });
  expect(touched(numbered({ number: 2 }), again)).toEqual({ ...go(2, 3), number: 1, isAlone: false });
  expect(touched(alone, again)).toEqual({ ...go(2, 3), number: 1, isAlone: true });
});

test('a container that was removed since is made again', () => {
  const attempts = [went('recovered', {}, three)];
  const counts = { before: 2, target: 2 };
  const left = (given: Partial<Facts>) => countAsLeft(facts(given), commit(2), 'backend', counts);
  expect(left({ ...backend({}, {}), attempts })).toEqual({ before: 2, target: 3 });
  expect(left({ ...backend({}, {}), attempts: [] })).toEqual(counts);
  expect(left({ ...backend({}, {}), git: at(3), attempts })).toEqual(counts);
  const given = facts({ ...backend({}, {}), attempts });
  const made = makePlan(planInput({ facts: given }));
  expect('services' in made && made.services[0]).toMatchObject({
    action: 'up',
    why: 'it has 2 containers, and gets 3',
    containers: { before: 2, target: 3 },
  });
});
