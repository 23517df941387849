import { diagnose } from '../../../../machines/detect/diagnose/diagnosis';
import type { Facts } from '../../../../machines/model/facts';
import { container, facts, failing, image, saying, settings } from '../../../fixtures';

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
