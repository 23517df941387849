import type { Code } from '../../../../machines/model/codes';
import type { Facts } from '../../../../machines/model/facts';
import { diagnose } from '../../../../machines/detect/diagnose/diagnosis';
import type { Diagnosis } from '../../../../machines/model/diagnosis';
import { commit, container, facts, failing, image, saying, settings, well } from '../../../fixtures';

const look = (given: Partial<Facts> = {}): Diagnosis => diagnose(facts(given), settings().deployment);
const [backend, frontend, postgres] = [
  container('backend', image(3)),
  container('frontend', image('f')),
  container('postgres', image('d')),
];
const exited = (exitCode: number, restartPolicy = 'no') =>
  container('redis', image(7), { status: 'exited', exitCode, restartPolicy });
const crashing = { status: 'restarting', exitCode: 1, restarts: 9 } as const;

test('all well is healthy, with what was seen', () => {
  expect(look()).toEqual({
    symptoms: [],
    cause: 'healthy',
    wrong: saying('3/3', 'frontend 4 ms, backend 4 ms, transfers 4 ms'),
    why: saying(),
  });
});

/** A code, and what its sentence names. */
type Sign = [Code, ...string[]];
test.each<[string, Partial<Facts>, Diagnosis['cause'], Sign[], string, string | string[]]>([
  [
    '5xx and a new image is code',
    { probes: [well('frontend'), failing('transfers')] },
    'code',
    [['symptom.probe', 'transfers', '7 of 20', '5xx']],
    '3/3 containers healthy',
    ['backend', '3333333', 'v3', '02:38 UTC'],
  ],
  [
    'a crash loop of a new image is code',
    { containers: [{ ...backend, ...crashing }, frontend, postgres] },
    'code',
    [['symptom.restarting', 'backend', '9', 'exit 1']],
    '2/3 containers healthy',
    ['backend', '3333333', 'v3', '02:38 UTC'],
  ],
  [
    'a new image that was restarted again and again just now is code',
    { containers: [{ ...backend, restarts: 3, started: '2026-11-22T02:59:00Z' }, frontend, postgres] },
    'code',
    [['symptom.restarted', 'backend', '3']],
    '2/3 containers healthy',
    ['backend', '3333333', 'v3', '02:38 UTC'],
  ],
  [
    'a crash loop of an unchanged image is infrastructure',
    { containers: [backend, { ...frontend, ...crashing, restarts: 1 }, postgres] },
    'infrastructure',
    [['symptom.restarting', 'frontend', 'once', 'exit 1']],
    '2/3 containers healthy',
    ['frontend'],
  ],
  [
    'one new image among the unhealthy ones is code',
    { containers: [{ ...backend, health: 'unhealthy' }, { ...frontend, health: 'unhealthy' }, postgres] },
    'code',
    [
      ['symptom.unhealthy', 'backend'],
      ['symptom.unhealthy', 'frontend'],
    ],
    '1/3 containers healthy',
    ['backend', '3333333', 'v3', '02:38 UTC'],
  ],
  [
    'a full disk is infrastructure, whatever else is wrong',
    { disks: [{ mount: '/', freeKiB: 100, used: '100%' }], probes: [failing('transfers')] },
    'infrastructure',
    [
      ['symptom.disk-full', '/', '100%'],
      ['symptom.probe', 'transfers', '7 of 20', '5xx'],
    ],
    '3/3 containers healthy',
    ['/', '100%'],
  ],
  [
    'a disk that holds both checkout and Docker is named once',
    { disks: ['/', '/'].map((mount) => ({ mount, freeKiB: 0, used: '100%' })) },
    'infrastructure',
    [['symptom.disk-full', '/', '100%']],
    '3/3 containers healthy',
    ['/', '100%'],
  ],
  [
    'a database that is down is infrastructure, also when the backend fails for it',
    {
      containers: [backend, frontend, { ...postgres, status: 'exited', exitCode: 137 }],
      database: { error: 'psql: error\nmore' },
      probes: [failing('transfers')],
    },
    'infrastructure',
    [
      ['symptom.database-silent', 'postgres', 'exited', 'exit 137'],
      ['symptom.probe', 'transfers', '7 of 20', '5xx'],
    ],
    '2/3 containers healthy',
    ['postgres', 'exited', 'exit 137'],
  ],
  [
    'a database that runs but does not answer tells its error, the first line',
    { database: { error: 'psql: FATAL: role "chronos_user" does not exist\nmore' } },
    'infrastructure',
    [['symptom.database-silent', 'psql: FATAL: role "chronos_user" does not exist']],
    '3/3 containers healthy',
    ['psql: FATAL: role "chronos_user" does not exist'],
  ],
  [
    'an unhealthy database that answers is infrastructure, whatever is new',
    {
      containers: [backend, frontend, { ...postgres, health: 'unhealthy' }],
      probes: [failing('transfers')],
    },
    'infrastructure',
    [
      ['symptom.database-unwell', 'postgres'],
      ['symptom.probe', 'transfers', '7 of 20', '5xx'],
    ],
    '2/3 containers healthy',
    ['postgres'],
  ],
  [
    'another service of the project that was killed is infrastructure',
    { containers: [backend, frontend, postgres, exited(137)] },
    'infrastructure',
    [['symptom.not-running', 'redis', 'exited', 'exit 137']],
    '3/3 containers healthy',
    ['redis', 'exited', 'exit 137'],
  ],
  [
    'beside a release that is ill the release decides: what has long been down is not why',
    { containers: [backend, frontend, postgres, exited(137)], probes: [failing('transfers')] },
    'code',
    [
      ['symptom.not-running', 'redis', 'exited', 'exit 137'],
      ['symptom.probe', 'transfers', '7 of 20', '5xx'],
    ],
    '3/3 containers healthy',
    ['backend', '3333333', 'v3', '02:38 UTC'],
  ],
  [
    'another service of the project that should be up is infrastructure, however it ended',
    { containers: [backend, frontend, postgres, exited(0, 'unless-stopped')] },
    'infrastructure',
    [['symptom.not-running', 'redis', 'exited', 'exit 0']],
    '3/3 containers healthy',
    ['redis', 'exited', 'exit 0'],
  ],
  [
    'another service of the project that is unhealthy is infrastructure',
    { containers: [backend, frontend, postgres, container('redis', image(7), { health: 'unhealthy' })] },
    'infrastructure',
    [['symptom.unhealthy', 'redis']],
    '3/3 containers healthy',
    ['redis'],
  ],
  [
    'no database container is infrastructure',
    { containers: [backend, frontend] },
    'infrastructure',
    [['symptom.no-container', 'postgres']],
    '2/3 containers healthy',
    ['postgres'],
  ],
  [
    'a service without container, whose release had another image before, is code',
    { containers: [frontend, postgres] },
    'code',
    [['symptom.no-container', 'backend']],
    '2/3 containers healthy',
    ['backend', '3333333', 'v3', '02:38 UTC'],
  ],
  [
    'killed for memory is said so',
    { containers: [{ ...backend, status: 'exited', oomKilled: true }, frontend, postgres] },
    'code',
    [['symptom.out-of-memory', 'backend']],
    '2/3 containers healthy',
    ['backend', '3333333', 'v3', '02:38 UTC'],
  ],
  [
    'killed for memory is said so of a container that is ill in spite of its restart',
    { containers: [{ ...backend, health: 'unhealthy', oomKilled: true }, frontend, postgres] },
    'code',
    [['symptom.out-of-memory', 'backend']],
    '2/3 containers healthy',
    ['backend', '3333333', 'v3', '02:38 UTC'],
  ],
  [
    'without a record code cannot be told from infrastructure',
    { deployments: [], probes: [failing('transfers')] },
    'unknown',
    [['symptom.probe', 'transfers', '7 of 20', '5xx']],
    '3/3 containers healthy',
    [],
  ],
  [
    'the time of a deployment is shown in UTC',
    {
      deployments: facts().deployments.map((one) => ({ ...one, at: one.at.replace('Z', '+02:00') })),
      probes: [failing('transfers')],
    },
    'code',
    [['symptom.probe', 'transfers', '7 of 20', '5xx']],
    '3/3 containers healthy',
    ['backend', '3333333', 'v3', '00:38 UTC'],
  ],
  [
    'a release that has no name and no record of its own is named by its hash alone',
    { git: { ...facts().git, head: commit(9) }, probes: [failing('transfers')] },
    'code',
    [['symptom.probe', 'transfers', '7 of 20', '5xx']],
    '3/3 containers healthy',
    ['backend', '9999999'],
  ],
])('%s', (_, given, cause, signs, healthy, why) => {
  const seen = look(given);
  expect(seen).toMatchObject({ cause, why: typeof why === 'string' ? why : saying(...why) });
  expect(seen.symptoms.map(({ code, what }) => [code, what])).toEqual(
    signs.map(([code, ...told]) => [code, saying(...told)]),
  );
  expect(seen.wrong).toBe([...seen.symptoms.map(({ what }) => what), healthy].join('; '));
  expect(seen.wrong).not.toContain('\n');
});

test.each<[string, Partial<Facts>]>([
  ['restarts of long ago', { containers: [{ ...backend, restarts: 30 }, frontend, postgres] }],
  [
    'two restarts',
    { containers: [{ ...backend, restarts: 2, started: '2026-11-22T02:59:00Z' }, frontend, postgres] },
  ],
  [
    'a health check that has not answered yet',
    { containers: [{ ...backend, health: 'starting' }, frontend, postgres] },
  ],
  [
    'a process that was killed for memory in a container that is healthy',
    { containers: [{ ...backend, oomKilled: true }, frontend, postgres] },
  ],
  ['no health check', { containers: [{ ...backend, health: null }, frontend, postgres] }],
  [
    'another service of the project that is done',
    { containers: [backend, frontend, postgres, container('migrate', image(7), { status: 'exited' })] },
  ],
  ['redirects', { probes: [{ name: 'frontend', codes: [301, 200], seconds: [0.01, 0.01] }] }],
])('%s is no symptom', (_, given) => {
  expect(look(given)).toMatchObject({
    cause: 'healthy',
    wrong: expect.stringContaining('3/3 containers healthy'),
  });
});

test.each([
  [
    [500, 200, 503],
    ['2 of 3', '5xx'],
  ],
  [
    [0, 0, 0],
    ['3 of 3', 'no answer'],
  ],
  [
    [404, 500, 0, 200],
    ['1 of 4', '5xx', '1 of 4', 'no answer', '1 of 4', '4xx'],
  ],
])('answers %j are counted: %j', (codes, said) => {
  const { symptoms } = look({ probes: [{ name: 'transfers', codes, seconds: codes.map(() => 0) }] });
  expect(symptoms).toMatchObject([{ code: 'symptom.probe', what: saying('transfers', ...said) }]);
});

test('containers are counted, not services, and one that is not there is missed', () => {
  const second = { ...backend, id: 'second' };
  const ill = { ...backend, id: 'third', health: 'unhealthy' };
  expect(look({ containers: [backend, second, frontend, postgres] }).wrong).toContain(
    '4/4 containers healthy',
  );
  expect(look({ containers: [backend, ill, frontend] }).wrong).toContain('2/4 containers healthy');
});

test('a database behind a fence is told with what opens it: no restart would', () => {
  const error = 'psql: FATAL:  database "it" is not currently accepting connections';
  const seen = `${error}; what opens it: `;
  const opens = { do: 'open-database', database: 'it' };
  expect(look({ database: { error: `${error}\nmore` } })).toMatchObject({
    cause: 'infrastructure',
    symptoms: [{ code: 'symptom.database-silent', what: [saying(seen), opens] }],
    wrong: [saying(seen), opens, saying('3/3 containers healthy')],
    why: [saying('infrastructure', seen), opens, saying()],
  });
});

test('a probe points to the service that its address names; one of another host to none', () => {
  const { health } = settings().deployment;
  const probe = (url: string) =>
    diagnose(facts({ probes: [failing('x')] }), { ...settings().deployment, health: { ...health, x: url } });
  expect(probe('http://frontend:3000/x').cause).toBe('infrastructure');
  expect(probe('http://backend:8080/x').cause).toBe('code');
  expect(probe('http://postgres:5432/x').cause).toBe('unknown');
  expect(probe('https://chronos.example/x')).toMatchObject({
    cause: 'unknown',
    symptoms: [{ code: 'symptom.probe', what: saying('x', '7 of 20') }],
    why: saying('x', '"deployment.appServices"'),
  });
});

test('a probe of another host does not hide what a service shows', () => {
  const containers = [{ ...backend, health: 'unhealthy' }, frontend, postgres];
  const health = { x: 'https://chronos.example/' };
  const { cause, why } = diagnose(facts({ containers, probes: [failing('x')] }), {
    ...settings().deployment,
    health,
  });
  expect({ cause, why }).toEqual({ cause: 'code', why: saying('backend') });
});
