import { detect } from '../../../../machines/detect/detect';
import type { Facts } from '../../../../machines/model/facts';
import type { Container } from '../../../../machines/model/container';
import type { Plan } from '../../../../machines/model/plan';
import {
  commit,
  container,
  DATA,
  facts,
  failing,
  HOLDER,
  image,
  plan,
  settings,
  target,
  dataThere,
} from '../../../fixtures';
import { asked, decide, go, names, refusing, went } from '../../choices';

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

/** Releases 3 and 4 on record, of one commit, with other settings each. */
const NUMBERED = [3, 4].map((number) => ({
  ...{ number, at: `2026-11-21T0${number}:00:00Z`, commit: commit(3), images: { backend: image(3) } },
  settings: [{ path: '/srv/.env', kept: true, digest: String(number) }],
}));
const between = (from: number, to: number): Plan => ({
  ...plan(),
  from: { ...plan().from, number: from },
  to: { ...plan().from, number: to },
  services: plan().services.map((one) => ({ ...one, target: one.before })),
});
/** What stands after rollbacks from one number on record to another. */
const after = (...rollbacks: readonly (readonly [number, number])[]): Partial<Facts> => ({
  ...names(3),
  deployments: NUMBERED,
  attempts: rollbacks.map(([from, to]) =>
    went('recovered', { ...asked({ commit: `#${to}` }), verdicts: [] }, between(from, to)),
  ),
});

test.each<[string, string, Partial<Facts>, object]>([
  ['the newest one, which runs', '#4', after(), HEALTHY],
  ['another one', '#3', after(), go(3)],
  ['the newest one after a rollback to another', '#4', after([4, 3]), go(3)],
  ['the one that a rollback has brought', '#3', after([4, 3], [3, 4], [4, 3]), { kind: 'replay' }],
  ['one that came back meanwhile', '#3', after([4, 3], [3, 4]), go(3, 2)],
  [
    'the one that runs, brought by another request',
    '#3',
    { ...after(), attempts: [went('recovered', {}, between(4, 3))] },
    HEALTHY,
  ],
  [
    'the newest one, where nobody knows which of them runs',
    '#4',
    { ...after(), containers: [container('backend', image(9))] },
    expect.objectContaining({ kind: expect.not.stringMatching('go') as unknown }),
  ],
])('a number of the commit that is checked out, with what runs: %s', (_, number, given, expected) => {
  expect(decide({ commit: number }, given)).toMatchObject(expected);
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
    data: dataThere,
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
