import { isAsRecorded } from '../../../../machines/compose/configHash';
import { sharesNamespace } from '../../../../machines/compose/namespaces';
import { parseWritten } from '../../../../machines/compose/writtenDefinition';
import { otherThanRecorded, settingsExplain } from '../../../../machines/detect/plan/asOnRecord';
import type { DecidedSettings } from '../../../../machines/detect/plan/settingsOfRelease';
import { Model } from '../../../../machines/model/composeModel';
import { commit, container, facts, image, target } from '../../../fixtures';

const VERSION = facts().compose.v2 ?? '';
const line = {
  ...{ at: '2026-11-20T02:31:00Z', commit: commit(2), images: {}, number: 2, settings: [] },
  definitions: { web: 'aa' },
  composeVersions: { web: VERSION },
};
/** What is doubted of a service that would come up by a hash, where it runs by `cc`. */
function doubts(hash: string, more: object = {}, isExplained = false, current = 'cc', definition = {}) {
  const model = Model.parse({ services: { web: { image: 'web', ...definition } } });
  const hashes = { current: new Map([['web', current]]), target: new Map([['web', hash]]) };
  const context = {
    facts: facts({
      deployments: [{ ...line, ...more }],
      containers: [container('web', image(3), { configHash: 'cc' })],
    }),
    target: target({ inputs: [], recorded: 2, hashes }),
    current: model,
    wanted: model,
    project: 'shop',
    compose: 'v2' as const,
    isConfigured: () => true,
    changedFiles: () => [],
    isExplained: () => isExplained,
  };
  return otherThanRecorded(context, { service: 'web' }).map(({ what, why }) => `${what}: ${why}`);
}

test('a service that would come up by another hash than its release has on record is unproven', () => {
  expect(doubts('bb')).toEqual([expect.stringMatching(/^definition: .*#2 has it on record/)]);
  expect(doubts('aa')).toEqual([]);
});

test.each<[string, ReturnType<typeof doubts>]>([
  ['settings that stay, and are named, may be why', doubts('bb', {}, true)],
  ['another version of Compose made it', doubts('bb', { composeVersions: { web: '2.0.0' } })],
  ['the record does not tell by which version', doubts('bb', { composeVersions: undefined })],
  ['the record has no hash of it', doubts('bb', { definitions: {} })],
  ['no hash is that of what runs', doubts('bb', {}, false, 'dd')],
  ['its hash has the id of a container in it', doubts('bb', {}, false, 'cc', { ipc: 'service:db' })],
  ['the target is another release', doubts('bb', { number: 3 })],
])('it is not where %s', (_, found) => {
  expect(found).toEqual([]);
});

const WRITTEN = parseWritten(`
services:
  web: { image: 'web:\${TAG}', environment: { LEVEL: '\${LEVEL}' } }
  job: { image: 'job', environment: [MODE, OTHER=1] }
  given: { image: 'given', env_file: [given.env] }
`);
const explained = (todays: DecidedSettings['todays'], isRead = true) => {
  const references = new Map([['LEVEL', ['BASE']]]);
  const seen = {
    ...(isRead && WRITTEN ? { written: WRITTEN } : {}),
    settings: { release: 2, files: [], references },
  };
  return ['web', 'job', 'given'].filter(settingsExplain(seen, { todays }));
};

test('settings that stay explain what reads them, also as a part of another one’s value, or by an env file', () => {
  const stays = (...names: string[]) => [{ file: '.env', names, why: 'which is secret' as const }];
  expect(explained(stays('BASE'))).toEqual(['web', 'given']);
  expect(explained(stays('MODE', 'OTHER'))).toEqual(['job', 'given']);
  expect(explained(stays('NOWHERE'))).toEqual(['given']);
  expect(explained([])).toEqual([]);
  expect(explained([{ file: 'x.env', why: 'as was asked for' }])).toEqual(['web', 'job', 'given']);
  expect(explained(stays('NOWHERE'), false)).toEqual(['web', 'job', 'given']);
});

test('hashes are compared of one version of Compose alone', () => {
  expect(isAsRecorded(line, 'web', 'aa', VERSION)).toBe(true);
  expect(isAsRecorded(line, 'web', 'bb', VERSION)).toBe(false);
  expect(isAsRecorded(line, 'web', 'bb', '1')).toBeUndefined();
  expect(isAsRecorded({}, 'web', 'bb', VERSION)).toBeUndefined();
});

test.each([
  [{}, false],
  [{ network_mode: 'host', pid: 'host' }, false],
  [{ network_mode: 'service:db' }, true],
  [{ pid: 'container:x' }, true],
  [{ volumes_from: ['db'] }, true],
])('a service of %j shares what another container has: %s', (definition, shares) => {
  expect(sharesNamespace(Model.parse({ services: { web: definition } }), 'web')).toBe(shares);
});
