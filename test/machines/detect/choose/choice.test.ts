import { OPEN } from '../../../../machines/model/remedy';
import type { Facts } from '../../../../machines/model/facts';
import type { Request } from '../../../../machines/model/request';
import { commit, failing, saying, type container } from '../../../fixtures';
import { at, decide, deployed, go, ill, names, refusing, restart, running, well } from '../../choices';

const infra = { scenario: 'infrastructure' } as const;
const down = { database: { error: 'connection refused' } };
const full = { disks: [{ mount: '/', freeKiB: 1000, used: '100%' }] };
const crashing = { status: 'restarting', exitCode: 1, restarts: 9 };
const [backend, frontend, postgres] = running(3) as [
  ReturnType<typeof container>,
  ReturnType<typeof container>,
  ReturnType<typeof container>,
];
const having = (...containers: object[]) => ({ containers: containers as never });

test.each<[string, Partial<Request>, Partial<Facts>, object]>([
  ['a commit named in config that is not HEAD → code, even when healthy', { commit: 'v1' }, names(1), go(1)],
  [
    'a named commit that is not HEAD goes before a full disk',
    { commit: 'v1' },
    { ...names(1), ...full },
    go(1),
  ],
  [
    'Docker’s disk full → infrastructure, which no restart mends',
    {},
    full,
    refusing('disk.full', {
      next: saying('disk /', '100%'),
      accepts: saying('scenario "code"'),
    }),
  ],
  [
    'database down → infrastructure, and never restarted unnamed',
    {},
    down,
    refusing('database.down', {
      what: saying('connection refused'),
      next: [saying(), { do: 'update', for: { scenario: 'infrastructure', service: 'postgres' } }],
    }),
  ],
  [
    'a database without container',
    {},
    having(backend, frontend),
    refusing('database.down', { what: saying('postgres') }),
  ],
  ['symptoms and the image is new in this release → code', {}, ill, go(2)],
  ['crash loops included', {}, having({ ...backend, ...crashing }, frontend, postgres), go(2)],
  [
    'symptoms and the image is unchanged → infrastructure',
    {},
    having(backend, { ...frontend, ...crashing }, postgres),
    restart(['frontend']),
  ],
  [
    'a killed container of an unchanged image',
    {},
    having(backend, { ...frontend, status: 'exited', exitCode: 137 }, postgres),
    restart(['frontend']),
  ],
  [
    'a lost network, whatever is new',
    {},
    having({ ...backend, networks: {} }, frontend, postgres),
    restart(['backend']),
  ],
  [
    'a service beside those of the release that was killed',
    {},
    having(backend, frontend, postgres, { ...frontend, service: 'redis', status: 'exited', exitCode: 137 }),
    restart(['redis']),
  ],
  [
    'a database that answers and is unhealthy, never restarted unnamed',
    {},
    having(backend, frontend, { ...postgres, health: 'unhealthy' }),
    refusing('database.down', {
      what: saying('postgres'),
      next: expect.arrayContaining([
        { do: 'update', for: { scenario: 'infrastructure', service: 'postgres' } },
      ]) as unknown,
    }),
  ],
  ['healthy → healthy', {}, well, { kind: 'healthy' }],
  ['a named commit that is checked out, and healthy', { commit: 'v3' }, names(3), { kind: 'healthy' }],
  [
    'a named commit that is checked out, and an ill service of an unchanged image',
    { commit: 'v3' },
    { ...names(3), ...having(backend, { ...frontend, ...crashing }, postgres) },
    restart(['frontend']),
  ],
])('auto, first match: %s', (_, request, given, expected) => {
  expect(decide(request, given)).toEqual(expected);
});

test.each<[string, Partial<Request>, Partial<Facts>, object]>([
  ['named, even when healthy', {}, well, go(2)],
  ['the commit that is checked out, once more', { commit: 'v3' }, names(3), go(3)],
  ['although the database is down', {}, down, go(2)],
  [
    'not with a service',
    { service: 'backend' },
    well,
    refusing('config.conflict', { what: saying('"service"', 'code'), got: 'backend' }),
  ],
])('code: %s', (_, request, given, expected) => {
  expect(decide({ scenario: 'code', ...request }, given)).toEqual(expected);
});

test.each<[string, Partial<Request>, Partial<Facts>, object]>([
  ['the unhealthy one', {}, ill, restart(['backend'])],
  [
    'each unhealthy one once',
    {},
    { probes: [failing('transfers'), failing('backend'), failing('frontend')] },
    restart(['backend', 'frontend']),
  ],
  ['none while all is well', {}, well, { kind: 'healthy' }],
  ['never the database unless named', {}, down, refusing('database.down')],
  ['not beside a database that is down either', {}, { ...down, ...ill }, refusing('database.down')],
  ['the database when it is named', { service: 'postgres' }, down, restart(['postgres'])],
  [
    'those that are named, though they are well',
    { service: 'backend,frontend' },
    well,
    restart(['backend', 'frontend']),
  ],
  ['everything', { service: 'all' }, well, restart('all')],
  [
    'on the release that is checked out',
    { commit: 'v3', service: 'backend' },
    names(3),
    restart(['backend']),
  ],
  [
    'none at another release',
    { commit: 'v1', service: 'backend' },
    names(1),
    refusing('config.conflict', { what: saying('"commit"'), got: '"v1"' }),
  ],
  [
    'none where no service shows it',
    {},
    { probes: [failing('elsewhere')] },
    refusing('service.unnamed', {
      what: saying('elsewhere', '7 of 20'),
      accepts: saying('all', 'backend, frontend, postgres'),
    }),
  ],
])('infrastructure restarts %s', (_, request, given, expected) => {
  expect(decide({ ...infra, ...request }, given)).toEqual(expected);
});

test.each<[string, Partial<Request>, Partial<Facts>, object]>([
  ['is taken where infrastructure is at fault', { service: 'postgres' }, down, restart(['postgres'])],
  [
    'is refused where code is',
    { service: 'backend' },
    ill,
    refusing('config.conflict', { what: saying('"service"', 'code') }),
  ],
  [
    'is refused while all is well: it is not passed over',
    { service: 'backend' },
    well,
    refusing('config.conflict', { what: saying('"service"', 'nothing') }),
  ],
  [
    'is refused beside a commit',
    { service: 'backend', commit: 'v1' },
    names(1),
    refusing('config.conflict', { what: saying('"service"', 'code') }),
  ],
])('a service without scenario %s', (_, request, given, expected) => {
  expect(decide(request, given)).toEqual(expected);
});

test('previous leaves out what was rolled back from, and does not flip to it', () => {
  expect(
    decide(
      { scenario: 'code' },
      {
        ...deployed,
        deployments: [
          ...deployed.deployments.slice(0, 3),
          ...deployed.deployments.slice(3).map((one) => ({ ...one, rolledBackFrom: commit(3) })),
        ],
      },
    ),
  ).toEqual(go(2));
});

test.each<[string, Partial<Request>, Partial<Facts>, object]>([
  [
    'an unknown commit',
    { commit: 'v9' },
    { wanted: { remote: false } },
    {
      code: 'commit.unknown',
      what: saying(),
      got: '"v9"',
      accepts: saying('"previous"'),
      next: { do: 'look', at: 'commits', of: '/opt/chronos-financial' },
    },
  ],
  [
    'an ambiguous commit',
    { commit: '33' },
    { wanted: { remote: false, ambiguous: 'short object ID 33 is ambiguous' } },
    { code: 'commit.ambiguous', what: saying(), got: '"33": short object ID 33 is ambiguous' },
  ],
  [
    'a named commit that is checked out and ill: previous is not meant',
    { commit: 'v3' },
    { ...names(3), ...ill },
    {
      code: 'commit.current',
      what: saying('"commit"', '7 of 20'),
      got: '"v3", which is 3333333',
      accepts: saying('"previous"'),
      next: { do: 'update', for: { commit: 'previous' } },
    },
  ],
  [
    'a fault of which no record says whether it is new',
    {},
    { ...ill, deployments: [] },
    {
      code: 'cause.unknown',
      what: saying('transfers', '7 of 20'),
      accepts: 'one of 2222222 v2, 1111111 v1',
      next: [saying(), { do: 'update', for: { commit: 'HASH' } }],
    },
  ],
  [
    'a container that has ended, and no record says of what: it may be started again as it is',
    {},
    {
      ...having({ ...backend, status: 'exited', exitCode: 137, restartPolicy: 'no' }, frontend, postgres),
      deployments: [],
    },
    {
      code: 'cause.unknown',
      next: [
        saying('again as it is'),
        { do: 'update', for: { scenario: 'infrastructure', service: 'backend' } },
        saying('or name the release'),
        { do: 'update', for: { commit: 'HASH' } },
      ],
    },
  ],
  [
    'a fault of which no record says: five candidates are enough',
    {},
    { ...ill, deployments: [], git: { ...at(3), branch: 'main', reflog: [9, 8, 7, 6, 5, 4].map(commit) } },
    { code: 'cause.unknown', accepts: 'one of 9999999, 8888888, 7777777, 6666666, 5555555' },
  ],
  [
    'record and checkout disagree: the candidates are listed',
    { scenario: 'code' },
    { git: at(4) },
    {
      code: 'commit.previous-unknown',
      what: saying('3333333', '4444444'),
      accepts: 'one of 3333333 v3, 2222222 v2, 1111111 v1',
      next: [saying(), { do: 'update', for: { commit: OPEN } }],
    },
  ],
])('refused: %s', (_, request, given, refusal) => {
  expect(decide(request, given)).toEqual({
    kind: 'refused',
    refusal: expect.objectContaining(refusal) as object,
  });
});
