import { detect } from '../../../../machines/detect/detect';
import type { Facts } from '../../../../machines/model/facts';
import type { Container } from '../../../../machines/model/container';
import { commit, container, DATA, facts, failing, HOLDER, image, settings, target } from '../../../fixtures';
import { decide, go, names, refusing } from '../../choices';

const MOVES = [
  { commit: commit(3), at: '2026-11-21T02:00:00Z' },
  { commit: commit(2), at: '2026-11-20T02:00:00Z' },
];
const OLDER = '2026-11-20T02:30:00Z';
const LATER = '2026-11-21T02:30:00Z';
const made = (at: string, more: Partial<Container> = {}): Partial<Facts> => ({
  ...names(3),
  git: { ...facts().git, moves: MOVES },
  containers: [
    container('backend', image(3), { created: at, started: at, ...more }),
    container('frontend', image('f'), { created: LATER, started: LATER }),
    container('postgres', image('d'), { created: LATER, started: LATER, mounts: [DATA] }),
  ],
});
const v3 = { commit: 'v3' };
const HEALTHY = { kind: 'healthy' };
const ill = { probes: [failing('transfers')] };

test.each<[string, Partial<Facts>, object]>([
  ['it may be another release that runs', made(OLDER), { ...go(3), otherwise: HEALTHY }],
  ['what runs was started before', made(LATER, { started: OLDER }), { ...go(3), otherwise: HEALTHY }],
  ['it was deployed', made(LATER), HEALTHY],
  ['facts of an older version do not tell', { ...made(OLDER), git: facts().git }, HEALTHY],
  ['it was deployed, and is ill', { ...made(LATER), ...ill }, refusing('commit.current')],
  [
    'another one may be ill',
    { ...made(OLDER), ...ill },
    { ...go(3), otherwise: expect.objectContaining({ kind: 'refused' }) as unknown },
  ],
])('a request that names what is checked out: %s', (_, given, expected) => {
  expect(decide(v3, given)).toEqual(expected);
});

test('one that names no release, or a service, stays what it was', () => {
  expect(decide({}, { ...made(OLDER), wanted: { remote: false } })).toEqual(HEALTHY);
  expect(decide({ ...v3, service: 'backend' }, made(OLDER))).toEqual(refusing('config.conflict'));
});

const seen = (given: Partial<Facts>, hash: string) => {
  const release = { commit: commit(3), name: 'v3', subject: 'Release 3' };
  const asked: (readonly string[] | undefined)[] = [];
  const hashes = new Map([
    ['backend', hash],
    ['frontend', ''],
  ]);
  const observer = {
    holder: HOLDER,
    facts: () => Promise.resolve(facts({ ...given, deployments: [] })),
    target: (_: unknown, __: string, since?: readonly string[]) => {
      asked.push(since);
      return Promise.resolve(target({ release, hashes: { current: hashes, target: hashes } }));
    },
    backupStore: () => Promise.reject(new Error('the backups were looked at')),
    inspect: () => Promise.reject(new Error('a backup was read')),
  };
  return { decision: detect(observer, settings({ commit: 'v3' })), asked };
};

test('where the plan finds another release, that needs consent; where it finds none, nothing is wrong', async () => {
  const other = seen(made(OLDER, { configHash: 'bb' }), 'aa');
  expect(await other.decision).toMatchObject({
    kind: 'refused',
    refusal: { code: 'consent.needed' },
    proposed: {
      from: { commit: commit(3) },
      to: { commit: commit(3) },
      services: [{ service: 'backend', runs: commit(2) }, { service: 'frontend' }],
    },
  });
  expect(other.asked).toEqual([[commit(2)]]);
  const same = seen(made(OLDER, { configHash: 'aa' }), 'aa');
  expect(await same.decision).toMatchObject({ kind: 'healthy' });
});
