import type { Code } from '../../../../machines/model/codes';
import { diagnose } from '../../../../machines/detect/diagnose/diagnosis';
import type { Facts } from '../../../../machines/model/facts';
import { commit, container, facts, failing, image, saying, settings } from '../../../fixtures';
import { decide, go, refusing, restart, running } from '../../choices';

const version = 'PostgreSQL 15.18';
const DAMAGE = 'public.transfers: invalid page in block 3';
const damaged = { database: { version, oid: '16384', damage: [DAMAGE] } };
const DAMAGED: [Code, string] = ['symptom.data-damaged', DAMAGE];
const of = (given: Partial<Facts>) => diagnose(facts(given), settings().deployment);
const cutOff = { containers: running(3, { networks: {} }) };
const stopped = [...running(3).slice(0, 2), container('postgres', image('d'), { health: 'unhealthy' })];
const cache = {
  containers: [...running(3), container('cache', image(5), { status: 'exited', exitCode: 1, health: null })],
};

test.each<[string, Partial<Facts>, string, string, [Code, string][]]>([
  ['damage alone', damaged, 'database', 'damaged', [DAMAGED]],
  [
    'damage and errors of the app',
    { ...damaged, probes: [failing('transfers')] },
    'database',
    'damaged',
    [DAMAGED, ['symptom.probe', 'transfers']],
  ],
  [
    'damage and a service beside that is down',
    { ...damaged, ...cache },
    'database',
    'damaged',
    [DAMAGED, ['symptom.not-running', 'cache']],
  ],
  [
    'damage, and a container in no network',
    { ...damaged, ...cutOff },
    'infrastructure',
    'backend',
    [DAMAGED, ['symptom.no-network', 'backend']],
  ],
  [
    'damage, and a database that is unhealthy',
    { ...damaged, containers: stopped },
    'infrastructure',
    'postgres',
    [['symptom.database-unwell', 'postgres'], DAMAGED],
  ],
  ['no damage', { database: { version, damage: [] } }, 'healthy', '', []],
])('%s: %s', (_, given, cause, why, signs) => {
  const symptoms = signs.map(
    ([code, fact]) => expect.objectContaining({ code, what: saying(fact) }) as object,
  );
  expect(of(given)).toMatchObject({ cause, why: saying(why), symptoms });
});

test("damage is what is wrong, in the words of the database, and is its service's", () => {
  expect(of(damaged).wrong).toContain(DAMAGE);
  expect(of(damaged).symptoms).toEqual([
    { code: 'symptom.data-damaged', what: saying(DAMAGE), points: 'integrity', service: 'postgres' },
  ]);
});

const offered = refusing('database.damaged', {
  next: [{ do: 'preview', for: { scenario: 'database' } }, expect.stringMatching(/which backup/)],
});
test.each<[string, Parameters<typeof decide>[0], Partial<Facts>, object]>([
  [
    'is never restored unasked: the refusal has the line to type',
    {},
    damaged,
    { ...offered, commit: commit(2) },
  ],
  ['is never restarted unasked', { scenario: 'infrastructure' }, damaged, offered],
  [
    'is never restarted unasked, with another service that is unhealthy',
    {},
    { ...damaged, ...cutOff },
    offered,
  ],
  [
    'is restarted where it is named',
    { scenario: 'infrastructure', service: 'postgres' },
    damaged,
    restart(['postgres']),
  ],
  [
    'does not keep a service that is named from being restarted',
    { scenario: 'infrastructure', service: 'backend' },
    damaged,
    restart(['backend']),
  ],
  ['does not keep the code from going back, asked for so', { scenario: 'code' }, damaged, go(2)],
  [
    'is restored where that is asked for',
    { scenario: 'database' },
    damaged,
    { ...go(2), scenario: 'database' },
  ],
])('a database that reports damage %s', (_, request, given, expected) => {
  expect(decide(request, given)).toEqual(expected);
});
