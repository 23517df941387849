import { checkRows } from '../../../cli/commands/check';
import { checked } from '../../../cli/report/checked';
import type { Check } from '../../../machines/model/verdict';
import { facts, settings } from '../../fixtures';

const deployment = JSON.stringify({
  health: { web: 'http://web:8080/', mute: 'http://web:9/' },
  links: { backend: 'http://web/', frontend: 'http://web/' },
  critical: { login: 'curl -u a:b', order: { check: 'true', idempotent: true }, pay: 'false' },
});
const asked = { ...settings({ deployment }), secretChecks: ['login'] };
const probes = [{ name: 'web', codes: [200, 302, 200], seconds: [0.003, 0.001, 0.002] }];
const links = [{ service: 'backend', code: 0 }];
const line = (code: string, name: string, ok = true, required = true): Check => ({
  ...{ code, name, ok, required, evidence: 'seen' },
});
const made = [line('check.commit', 'commit', true, false), line('check.critical', 'critical order')];

test('what the host has checked stands with links and probes in the order of verify, and what is not run is told', () => {
  const found = checked(asked, facts({ probes, links }), made);
  expect(found.checks.map(({ name, ok, required }) => [name, ok, required])).toEqual([
    ['commit', true, false],
    ['link of backend', true, true],
    ['link of frontend', false, false],
    ['probe web', true, true],
    ['probe mute', false, true],
    ['critical order', true, true],
  ]);
  expect(found).toMatchObject({ v: 1, status: 'failed', code: 'check.probe' });
  expect(found.checks[3]?.evidence).toBe('3 of 3 well answered, median 2 ms');
  expect(found.notRun.map(({ name }) => name)).toEqual([
    'critical login',
    'critical pay',
    'database write',
    'deployment/scripts/health-check.sh',
  ]);
});

test.each([
  [[200, 500], '1 of 2 failed, last with 500, median 1 ms'],
  [[0], '1 of 1 failed, last with no answer, median 1 ms'],
])('a probe that answers %j does not pass', (codes, evidence) => {
  const seconds = codes.map(() => 0.001);
  const { checks } = checked(asked, facts({ probes: [{ name: 'web', codes, seconds }], links }), []);
  expect(checks.find(({ name }) => name === 'probe web')).toMatchObject({ ok: false, evidence });
});

test('what could not be asked is no failure, and it is said why', () => {
  const unasked = [
    { check: 'link of frontend', why: 'no sh' },
    { check: 'probe mute', why: 'no client' },
  ];
  const found = checked(asked, facts({ probes, links, unasked }), []);
  expect(found).toMatchObject({ status: 'passed', code: null });
  expect(found.checks.filter(({ ok }) => !ok)).toMatchObject([
    { name: 'link of frontend', required: false, evidence: 'no sh' },
    { name: 'probe mute', required: false, evidence: 'no client' },
  ]);
});

test('a certificate that is not accepted is told instead of no answer', () => {
  const mute = { name: 'mute', codes: [0], seconds: [0], untrusted: 'self-signed certificate' };
  const { checks } = checked(asked, facts({ probes: [...probes, mute], links }), []);
  expect(checks.find(({ name }) => name === 'probe mute')?.evidence).toMatch('self-signed certificate');
});

test('all that is required has passed where only the rest has not', () => {
  const without = settings({ deployment: JSON.stringify({ health: {}, links: {} }) });
  expect(checked(without, facts(), [line('check.commit', 'commit', false, false)])).toMatchObject({
    status: 'passed',
    code: null,
  });
});

test('a table has a row a check: its sign, its name and what was seen', () => {
  const found = checked(asked, facts({ probes, links }), made);
  expect(checkRows(found).slice(0, 5)).toEqual([
    'ok   commit                              seen',
    'ok   link of backend                     the probe inside its container ended with 0',
    '?    link of frontend                    it cannot be asked from inside its container',
    'ok   probe web                           3 of 3 well answered, median 2 ms',
    'BAD  probe mute                          it could not be asked',
  ]);
  expect(checkRows(found).at(-1)).toBe(
    '-    deployment/scripts/health-check.sh  not run: it may have side effects',
  );
});
