import { diagnose } from '../../../../machines/detect/diagnose/diagnosis';
import { withoutHistory } from '../../../../machines/detect/history/probesOnRecord';
import type { Facts } from '../../../../machines/model/facts';
import type { Attempt } from '../../../../machines/model/attempt';
import type { Check } from '../../../../machines/model/verdict';
import { attempt, container, facts, failing, image, plan, saying, settings } from '../../../fixtures';

/** v1, v2 and v3, and what was unhealthy of each when it had come up. */
const record = (...unhealthy: (string[] | undefined)[]) =>
  facts().deployments.map((line, index) => {
    const found = unhealthy[index];
    return found ? { ...line, unhealthy: found } : line;
  });
const look = (deployments: Facts['deployments'], more: Partial<Facts> = {}) =>
  diagnose(facts({ deployments, probes: [failing('transfers')], ...more }), settings().deployment);
const NEVER = ['transfers answers 500'];

test('a probe that no release on record has answered well has no vote, and it is said', () => {
  expect(look(record(undefined, NEVER, NEVER))).toMatchObject({
    cause: 'unknown',
    symptoms: [{ code: 'symptom.probe', probe: 'transfers' }],
    why: saying('transfers', 'by the record'),
  });
});

test('beside it another symptom decides', () => {
  const containers = [
    container('backend', image(3)),
    container('frontend', image('f'), { health: 'unhealthy' }),
    container('postgres', image('d')),
  ];
  expect(look(record(undefined, NEVER, NEVER), { containers })).toMatchObject({
    cause: 'infrastructure',
    why: saying('frontend'),
  });
});

test.each<[string, Facts['deployments']]>([
  ['one release has answered it well', record(NEVER, [], NEVER)],
  ['only the release that runs is known', record(undefined, undefined, NEVER)],
  ['another one was not answered', record(undefined, ['transfers-2 answers 500'], NEVER)],
  ['it is not on record', record()],
])('it has one where %s', (_, deployments) => {
  expect(look(deployments)).toMatchObject({ cause: 'code' });
});

const check = (ok: boolean, more: Partial<Check> = {}): Check => ({
  ...{ name: 'probe transfers', code: 'check.probe', required: true, ok, evidence: '' },
  ...more,
});
/** A rollback that ended, and what its verify saw of the probe; `baseline`: what had been seen of it before. */
const verified = (outcome: 'recovered' | 'degraded' | 'undone', seen: Check, baseline = {}): Attempt =>
  attempt(
    { ...plan(), baseline },
    {
      outcome,
      verdicts: [{ step: 'verify', ok: true, summary: '', started: '', seconds: 1, checks: [seen] }],
    },
  );

test.each<[string, Partial<Facts>, boolean, boolean]>([
  ['failed where a rollback stands', { attempts: [verified('degraded', check(false))] }, false, false],
  [
    'failed there, and was well before another one',
    {
      attempts: [
        verified('undone', check(false), { 'probe transfers': true }),
        verified('degraded', check(false)),
      ],
    },
    true,
    false,
  ],
  ['was well in an earlier rollback', { attempts: [verified('recovered', check(true))] }, true, false],
  ['failed where a rollback was undone', { attempts: [verified('undone', check(false))] }, true, true],
  ['could not be run', { attempts: [verified('degraded', check(false, { ran: false }))] }, true, true],
  ['is not on record', {}, true, true],
  ['failed of the release that runs alone', { deployments: record(undefined, undefined, NEVER) }, true, true],
  [
    'was not asked, as a service was not well',
    { deployments: record(undefined, ['web is unhealthy'], NEVER) },
    true,
    true,
  ],
])('a probe that %s: its vote, and whether the want of a record is told', (_, more, votes, isTold) => {
  const deployments = more.deployments ?? record();
  expect(look(deployments, more).cause !== 'unknown').toBe(votes);
  const told = withoutHistory(facts({ deployments, probes: [failing('transfers')], ...more }));
  expect(told).toEqual(isTold ? [{ code: 'note.probe-no-history', what: saying('transfers') }] : []);
});

test('nothing is told of a probe that is answered well', () => {
  expect(withoutHistory(facts())).toEqual([]);
});

test('a probe whose certificate this host does not accept has no vote, and it is said why', () => {
  const probes = [{ name: 'transfers', codes: [0], seconds: [0], untrusted: 'unable to get local issuer' }];
  expect(look(record(), { probes })).toMatchObject({
    cause: 'unknown',
    why: saying('transfers', 'certificate'),
    symptoms: [{ code: 'symptom.probe', what: saying('unable to get local issuer') }],
  });
  expect(withoutHistory(facts({ probes }))).toEqual([]);
});
