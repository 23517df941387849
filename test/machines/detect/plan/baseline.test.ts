import { baselineOf, isWorse, wellBefore } from '../../../../machines/detect/plan/baseline';
import { diagnose } from '../../../../machines/detect/diagnose/diagnosis';
import type { Facts } from '../../../../machines/model/facts';
import type { Check } from '../../../../machines/model/verdict';
import { container, failing, facts, image, plan, restartPlan, settings } from '../../../fixtures';

const [backend, frontend, postgres] = [
  container('backend', image(3)),
  container('frontend', image('f')),
  container('postgres', image('d')),
];
const baseline = (given: Partial<Facts>) => {
  const all = facts(given);
  return baselineOf(all, diagnose(all, settings().deployment), ['backend', 'frontend']);
};
const WELL = baseline({});
const ofDatabase = (postgres: object) => {
  const all = facts({ containers: [backend, frontend, postgres] as Facts['containers'] });
  return baselineOf(all, diagnose(all, settings().deployment), ['postgres']);
};
const without = (services: object[]) => ({ containers: services as Facts['containers'] });

test('all that can be told by looking is in it, and nothing else', () => {
  expect(WELL).toEqual({
    'health of backend': true,
    'health of frontend': true,
    'probe frontend': true,
    'probe backend': true,
    'probe transfers': true,
    'link of backend': true,
    'link of frontend': true,
    'database read': true,
  });
});

test('a database that answers and is unhealthy can be read, and was not well', () => {
  expect(ofDatabase(postgres)).toMatchObject({ 'health of postgres': true, 'database read': true });
  expect(ofDatabase({ ...postgres, health: 'unhealthy' })).toMatchObject({
    'health of postgres': false,
    'database read': true,
  });
});

test.each<[string, Partial<Facts>, string]>([
  [
    'a service that is unhealthy',
    without([{ ...backend, health: 'unhealthy' }, frontend, postgres]),
    'health of backend',
  ],
  [
    'a service that is stopped',
    without([backend, { ...frontend, status: 'exited' }, postgres]),
    'health of frontend',
  ],
  ['a service without container', without([backend, postgres]), 'health of frontend'],
  [
    'a service that keeps restarting',
    without([{ ...backend, status: 'restarting', restarts: 4 }, frontend, postgres]),
    'health of backend',
  ],
  [
    'a service that lost its network',
    without([{ ...backend, networks: {} }, frontend, postgres]),
    'health of backend',
  ],
  ['a probe with errors', { probes: [failing('transfers')] }, 'probe transfers'],
  ['a link that is not answered', { links: [{ service: 'frontend', code: 7 }] }, 'link of frontend'],
  ['a database that does not answer', { database: { error: 'refused' } }, 'database read'],
])('%s did not pass', (_, given, name) => {
  const made = baseline(given);
  const failed = Object.keys(made).filter((one) => !made[one]);
  expect(failed).toEqual([name]);
});

const check = (name: string, ok: boolean, required = true): Check => ({
  name,
  ok,
  required,
  evidence: 'seen',
});
const verdict = (...checks: Check[]) => ({
  step: 'verify' as const,
  ok: true,
  summary: '',
  started: '',
  seconds: 1,
  checks,
});

test.each(Object.keys(WELL))('worse: %s passed before and fails now', (name) => {
  expect(isWorse(WELL, verdict(check('commit', true), check(name, false)))).toBe(true);
});

test.each(Object.keys(WELL))('not worse: %s failed before and fails now', (name) => {
  expect(isWorse({ ...WELL, [name]: false }, verdict(check(name, false)))).toBe(false);
});

test.each(Object.keys(WELL))('not worse, whatever else was lost: %s newly passes', (name) => {
  const lost = name === 'database read' ? 'health of backend' : 'database read';
  const now = verdict(check(name, true), check(lost, false));
  expect(isWorse({ ...WELL, [name]: false }, now)).toBe(false);
  expect(isWorse(WELL, now)).toBe(true);
});

test.each([
  'commit',
  'image of backend',
  'database write',
  'database container',
  'database volume',
  'critical place order',
  'health script',
  'latency',
])('%s alone never triggers an undo: nothing is known of it before', (name) => {
  expect(isWorse(WELL, verdict(check(name, false)))).toBe(false);
  expect(isWorse(WELL, verdict(check(name, false, false)))).toBe(false);
});

test.each(Object.keys(WELL))('not worse: %s passed before and was not run', (name) => {
  expect(isWorse(WELL, verdict(check('commit', true), { ...check(name, false), ran: false }))).toBe(false);
});

test('what is not required neither loses nor wins', () => {
  expect(isWorse(WELL, verdict(check('health of backend', false, false)))).toBe(false);
  const ill = { ...WELL, 'probe transfers': false };
  expect(
    isWorse(ill, verdict(check('health of backend', false), check('probe transfers', true, false))),
  ).toBe(true);
});

test('without checks nothing is worse', () => {
  expect(isWorse(WELL, verdict())).toBe(false);
  expect(isWorse({}, verdict(check('health of backend', false)))).toBe(false);
});

test('the services that were well are those of the plan whose health passed', () => {
  expect(wellBefore(plan())).toEqual(['backend', 'frontend']);
  const ill = plan({ facts: without([{ ...backend, health: 'unhealthy' }, frontend, postgres]) });
  expect(wellBefore(ill)).toEqual(['frontend']);
  expect(wellBefore(restartPlan(['postgres', 'backend']))).toEqual(['postgres', 'backend']);
});
