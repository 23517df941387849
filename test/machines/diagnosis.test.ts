import type { Facts } from '../../machines/facts';
import { type Diagnosis, diagnose } from '../../machines/diagnosis';
import { commit, container, facts, failing, image, settings, well } from '../fixtures';

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
    wrong:
      'nothing: 3/3 containers healthy, database answers, probes well answered (frontend 4 ms, backend 4 ms, transfers 4 ms)',
    why: 'all checks pass',
  });
});

test.each<[string, Partial<Facts>, Diagnosis['cause'], string, string]>([
  [
    '5xx and a new image is code',
    { probes: [well('frontend'), failing('transfers')] },
    'code',
    'transfers: 7 of 20 are 5xx; 3/3 containers healthy',
    'code: backend came new with 3333333 (v3, deployed 02:38 UTC)',
  ],
  [
    'a crash loop of a new image is code',
    { containers: [{ ...backend, ...crashing }, frontend, postgres] },
    'code',
    'backend keeps restarting (9 times so far, exit 1); 2/3 containers healthy',
    'code: backend came new with 3333333 (v3, deployed 02:38 UTC)',
  ],
  [
    'a new image that was restarted again and again just now is code',
    { containers: [{ ...backend, restarts: 3, started: '2026-11-22T02:59:00Z' }, frontend, postgres] },
    'code',
    'backend was restarted 3 times by Docker; 2/3 containers healthy',
    'code: backend came new with 3333333 (v3, deployed 02:38 UTC)',
  ],
  [
    'a crash loop of an unchanged image is infrastructure',
    { containers: [backend, { ...frontend, ...crashing, restarts: 1 }, postgres] },
    'infrastructure',
    'frontend keeps restarting (once so far, exit 1); 2/3 containers healthy',
    'infrastructure: frontend ran the same image before this release',
  ],
  [
    'one new image among the ill ones is code',
    { containers: [{ ...backend, health: 'unhealthy' }, { ...frontend, health: 'unhealthy' }, postgres] },
    'code',
    'backend is unhealthy; frontend is unhealthy; 1/3 containers healthy',
    'code: backend came new with 3333333 (v3, deployed 02:38 UTC)',
  ],
  [
    'a full disk is infrastructure, whatever else is wrong',
    { disks: [{ mount: '/', freeKiB: 100, used: '100%' }], probes: [failing('transfers')] },
    'infrastructure',
    'disk / is full (100% used); transfers: 7 of 20 are 5xx; 3/3 containers healthy',
    'infrastructure: disk / is full (100% used); other code would not help',
  ],
  [
    'a disk that holds both checkout and Docker is named once',
    { disks: ['/', '/'].map((mount) => ({ mount, freeKiB: 0, used: '100%' })) },
    'infrastructure',
    'disk / is full (100% used); 3/3 containers healthy',
    'infrastructure: disk / is full (100% used); other code would not help',
  ],
  [
    'a database that is down is infrastructure, also when the backend fails for it',
    {
      containers: [backend, frontend, { ...postgres, status: 'exited', exitCode: 137 }],
      database: { error: 'psql: error\nmore' },
      probes: [failing('transfers')],
    },
    'infrastructure',
    'the database does not answer: postgres is exited (exit 137); transfers: 7 of 20 are 5xx; 2/3 containers healthy',
    'infrastructure: the database does not answer: postgres is exited (exit 137); other code would not help',
  ],
  [
    'a database that runs but does not answer tells its error, the first line',
    { database: { error: 'psql: FATAL: role "chronos_user" does not exist\nmore' } },
    'infrastructure',
    'the database does not answer: psql: FATAL: role "chronos_user" does not exist; 3/3 containers healthy',
    'infrastructure: the database does not answer: psql: FATAL: role "chronos_user" does not exist; other code would not help',
  ],
  [
    'a database behind a fence is told with what opens it: no restart would',
    { database: { error: 'psql: FATAL:  database "it" is not currently accepting connections' } },
    'infrastructure',
    'the database does not answer: psql: FATAL:  database "it" is not currently accepting connections; what opens it: ALTER DATABASE "it" ALLOW_CONNECTIONS true; 3/3 containers healthy',
    'infrastructure: the database does not answer: psql: FATAL:  database "it" is not currently accepting connections; what opens it: ALTER DATABASE "it" ALLOW_CONNECTIONS true; other code would not help',
  ],
  [
    'an unhealthy database that answers is infrastructure, whatever is new',
    {
      containers: [backend, frontend, { ...postgres, health: 'unhealthy' }],
      probes: [failing('transfers')],
    },
    'infrastructure',
    'postgres is unhealthy, though the database answers; transfers: 7 of 20 are 5xx; 2/3 containers healthy',
    'infrastructure: postgres is unhealthy, though the database answers; other code would not help',
  ],
  [
    'another service of the project that was killed is infrastructure',
    { containers: [backend, frontend, postgres, exited(137)] },
    'infrastructure',
    'redis is exited (exit 137); 3/3 containers healthy',
    'infrastructure: redis is exited (exit 137); other code would not help',
  ],
  [
    'beside a release that is ill the release decides: what has long been down is not why',
    { containers: [backend, frontend, postgres, exited(137)], probes: [failing('transfers')] },
    'code',
    'redis is exited (exit 137); transfers: 7 of 20 are 5xx; 3/3 containers healthy',
    'code: backend came new with 3333333 (v3, deployed 02:38 UTC)',
  ],
  [
    'another service of the project that should be up is infrastructure, however it ended',
    { containers: [backend, frontend, postgres, exited(0, 'unless-stopped')] },
    'infrastructure',
    'redis is exited (exit 0); 3/3 containers healthy',
    'infrastructure: redis is exited (exit 0); other code would not help',
  ],
  [
    'another service of the project that is unhealthy is infrastructure',
    { containers: [backend, frontend, postgres, container('redis', image(7), { health: 'unhealthy' })] },
    'infrastructure',
    'redis is unhealthy; 3/3 containers healthy',
    'infrastructure: redis is unhealthy; other code would not help',
  ],
  [
    'no database container is infrastructure',
    { containers: [backend, frontend] },
    'infrastructure',
    'postgres has no container; 2/3 containers healthy',
    'infrastructure: postgres has no container; other code would not help',
  ],
  [
    'a service without container, whose release had another image before, is code',
    { containers: [frontend, postgres] },
    'code',
    'backend has no container; 2/3 containers healthy',
    'code: backend came new with 3333333 (v3, deployed 02:38 UTC)',
  ],
  [
    'killed for memory is said so',
    { containers: [{ ...backend, status: 'exited', oomKilled: true }, frontend, postgres] },
    'code',
    'backend was killed for lack of memory; 2/3 containers healthy',
    'code: backend came new with 3333333 (v3, deployed 02:38 UTC)',
  ],
  [
    'without a record code cannot be told from infrastructure',
    { deployments: [], probes: [failing('transfers')] },
    'unknown',
    'transfers: 7 of 20 are 5xx; 3/3 containers healthy',
    'no record says what ran before, so code cannot be told from infrastructure',
  ],
  [
    'the time of a deployment is shown in UTC',
    {
      deployments: facts().deployments.map((one) => ({ ...one, at: one.at.replace('Z', '+02:00') })),
      probes: [failing('transfers')],
    },
    'code',
    'transfers: 7 of 20 are 5xx; 3/3 containers healthy',
    'code: backend came new with 3333333 (v3, deployed 00:38 UTC)',
  ],
  [
    'a release that has no name and no record of its own is named by its hash alone',
    { git: { ...facts().git, head: commit(9) }, probes: [failing('transfers')] },
    'code',
    'transfers: 7 of 20 are 5xx; 3/3 containers healthy',
    'code: backend came new with 9999999',
  ],
])('%s', (_, given, cause, wrong, why) => {
  expect(look(given)).toMatchObject({ cause, wrong, why });
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
  [[500, 200, 503], '2 of 3 are 5xx'],
  [[0, 0, 0], '3 of 3 get no answer'],
  [[404, 500, 0, 200], '1 of 4 are 5xx, 1 of 4 get no answer, 1 of 4 are 4xx'],
])('answers %j are told as: %s', (codes, said) => {
  const { wrong } = look({ probes: [{ name: 'transfers', codes, seconds: codes.map(() => 0) }] });
  expect(wrong).toContain(`transfers: ${said}`);
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
    wrong: expect.stringContaining('x: 7 of 20 are 5xx'),
    why: 'only x shows it, whose address names no service of config "deployment.appServices"',
  });
});

test('a probe of another host does not hide what a service shows', () => {
  const containers = [{ ...backend, health: 'unhealthy' }, frontend, postgres];
  const health = { x: 'https://chronos.example/' };
  const { cause, why } = diagnose(facts({ containers, probes: [failing('x')] }), {
    ...settings().deployment,
    health,
  });
  expect({ cause, why }).toEqual({ cause: 'code', why: expect.stringContaining('backend came new') });
});
