import type { Container } from '../../../../machines/model/container';
import { Plan } from '../../../../machines/model/plan';
import { makeRestartPlan } from '../../../../machines/detect/plan/restartPlan';
import {
  commit,
  composeModel,
  container,
  facts,
  image,
  restartInput,
  restartPlan,
  saying,
} from '../../../fixtures';
import { running } from '../../choices';

type Given = NonNullable<Parameters<typeof restartInput>[0]>;
const refused = (services: readonly string[] | 'all', given: Given = {}) => {
  const made = makeRestartPlan(restartInput(given), services);
  if (!('what' in made)) throw new Error(`planned: ${made.id}`);
  return made;
};
const actions = (made: Plan) => made.services.map(({ service, action, why }) => [service, action, why]);
const [backend, frontend, postgres] = running(3) as [Container, Container, Container];
const having = (...containers: Container[]): Given => ({ facts: { containers } });

test('a restart stays at the release, pins images and database, and has no revert', () => {
  const made = restartPlan(['backend']);
  expect(made).toMatchObject({
    action: 'rollback',
    scenario: 'infrastructure',
    from: { commit: commit(3) },
    to: { commit: commit(3) },
    all: false,
    fetch: false,
    stash: [],
    revertWith: 'git',
    services: [
      {
        service: 'backend',
        before: image(3),
        target: image(3),
        source: 'reuse',
        reference: 'chronos-backend:latest',
      },
    ],
    database: { container: 'container-of-postgres', volumes: ['chronos_data:/var/lib/postgresql/data'] },
    steps: ['restart', 'verify'],
    risks: [],
  });
  expect(made.baseline).toMatchObject({ 'health of backend': true, 'database read': true });
  expect(made.baseline).not.toHaveProperty('health of frontend');
  expect(Plan.parse(JSON.parse(JSON.stringify(made)))).toEqual(made);
});

test.each<[string, Given, string, string]>([
  ['one that runs: restarted', {}, 'restart', 'it is healthy'],
  [
    'one that is unhealthy',
    having({ ...backend, health: 'unhealthy' }, frontend, postgres),
    'restart',
    'it is unhealthy',
  ],
  [
    'one without health check',
    having({ ...backend, health: null }, frontend, postgres),
    'restart',
    'it is running',
  ],
  [
    'one that was killed',
    having({ ...backend, status: 'exited' }, frontend, postgres),
    'restart',
    'it is exited',
  ],
  [
    'one that lost its networks: made anew',
    having({ ...backend, networks: {} }, frontend, postgres),
    'recreate',
    'it is in no network',
  ],
  ['one without container: made anew', having(frontend, postgres), 'recreate', 'it has no container'],
])('%s', (_, given, action, why) => {
  expect(actions(restartPlan(['backend'], given))).toEqual([['backend', action, why]]);
});

test('everything is taken down and made anew, in the order of dependencies, the database too', () => {
  const made = restartPlan('all');
  expect(made).toMatchObject({ all: true, steps: ['stop', 'restart', 'verify'] });
  expect(actions(made)).toEqual(
    ['postgres', 'backend', 'frontend'].map((service) => [service, 'recreate', saying()]),
  );
});

const withTool = composeModel((yaml) => `${yaml}  tool: { image: 'tool:1', profiles: [tools] }\n`);
test('a service behind a profile that has no container is none of it; one with a container is', () => {
  const given = { target: { current: withTool, target: withTool } };
  expect(restartPlan('all', given).services).toHaveLength(3);
  const tool = container('tool', image(1));
  expect(
    restartPlan('all', { ...given, facts: { containers: [...running(3), tool] } }).services,
  ).toHaveLength(4);
});

test('named services come in the order of dependencies, each once; the database when it is named', () => {
  const made = restartPlan(['frontend', 'postgres', 'backend', 'backend']);
  expect(made.services.map(({ service }) => service)).toEqual(['postgres', 'backend', 'frontend']);
});

test('what Compose reads and is modified is a risk where something is made anew, and only there', () => {
  const git = { ...facts().git, modified: ['.env', 'README.md'] };
  expect(restartPlan(['backend'], { facts: { git } }).risks).toEqual([]);
  expect(restartPlan('all', { facts: { git } }).risks).toEqual([
    { kind: 'modified', code: 'risk.modified', what: saying('.env') },
  ]);
});

test('a database without container is made anew when it is named, from the image that Compose asks for', () => {
  const made = makeRestartPlan(
    restartInput({
      ...having(backend, frontend),
      target: { imagesByName: new Map([['postgres:15', image('d')]]) },
    }),
    ['postgres'],
  );
  expect(made).toMatchObject({
    services: [{ service: 'postgres', target: image('d'), action: 'recreate' }],
    database: { container: '', image: image('d'), volumes: [] },
  });
});

test('a service that is no part of the release is restarted like any other of the Compose file', () => {
  const current = composeModel((yaml) => `${yaml}  redis: { image: 'redis:7' }\n`);
  const redis = container('redis', image(7), { status: 'exited', exitCode: 137 });
  const made = restartPlan(['redis'], { ...having(backend, frontend, postgres, redis), target: { current } });
  expect(actions(made)).toEqual([['redis', 'restart', saying('exited')]]);
  expect(made.baseline).toMatchObject({ 'health of redis': false });
});

test('a database that is only restarted stays on its data, whatever the Compose file says by now', () => {
  const current = composeModel((yaml) => yaml.replace('data:/var', 'new:/var'));
  expect(actions(restartPlan(['postgres'], { target: { current } }))).toEqual([
    ['postgres', 'restart', saying('healthy')],
  ]);
});

test('the image of a service without container is the one that ran at this release', () => {
  expect(restartPlan(['backend'], having(frontend, postgres)).services[0]).toMatchObject({
    target: image(3),
  });
});

test.each<[string, readonly string[] | 'all', Given, object]>([
  [
    'an unknown service',
    ['backend', 'web'],
    {},
    {
      code: 'config.unknown-service',
      what: saying('web'),
      got: 'backend, web',
      accepts: saying('all', 'backend, frontend, postgres'),
    },
  ],
  [
    'all among others',
    ['all', 'backend'],
    {},
    { code: 'config.unknown-service', what: saying('all'), got: 'all, backend' },
  ],
  [
    'a Compose file that cannot be read',
    ['backend'],
    { target: { missingFile: 'x.yml' } },
    { code: 'compose.missing-file', what: saying('x.yml', '3333333') },
  ],
  [
    'a service without container whose image nobody knows',
    ['backend'],
    { facts: { containers: [frontend, postgres], deployments: [] }, target: { imagesByName: new Map() } },
    {
      code: 'image.unknown',
      what: saying('backend'),
      got: saying('chronos-backend:latest'),
    },
  ],
  [
    'no database',
    ['backend'],
    having(backend, frontend),
    { code: 'database.no-container', what: saying('postgres') },
  ],
  [
    'everything, with a database that would come up on another volume',
    'all',
    { target: { current: composeModel((yaml) => yaml.replace('data:/var', 'new:/var')) } },
    {
      code: 'database.other-volumes',
      what: saying('postgres'),
      got: saying('chronos_new:/var/lib/postgresql/data'),
      accepts: saying('chronos_data:/var/lib/postgresql/data'),
    },
  ],
  [
    'a database that lost its networks and would come up on another volume',
    ['postgres'],
    {
      ...having(backend, frontend, { ...postgres, networks: {} }),
      target: { current: composeModel((yaml) => `${yaml}volumes: { data: { name: other } }\n`) },
    },
    { code: 'database.other-volumes', what: saying('postgres') },
  ],
])('refused: %s', (_, services, given, refusal) => {
  expect(refused(services, given)).toEqual(expect.objectContaining(refusal));
});
