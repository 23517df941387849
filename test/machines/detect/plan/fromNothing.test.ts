import { DATA_STATES, type DataState } from '../../../../machines/model/dataPlace';
import { makePlan } from '../../../../machines/detect/plan/codePlan';
import { makeRestartPlan } from '../../../../machines/detect/plan/restartPlan';
import type { Facts } from '../../../../machines/model/facts';
import { openingValues } from '../../../../resources/host/attemptValues';
import { restartPins, undoPins, verifyPins } from '../../../../resources/script/stepPins';
import {
  attempt,
  commit,
  composeModel,
  container,
  facts,
  HOLDER,
  image,
  plan,
  planInput,
  restartInput,
  restartPlan,
  saying,
  settings,
} from '../../../fixtures';

const VOLUME = 'chronos_data:/var/lib/postgresql/data';
const found = (state: DataState) => [{ place: VOLUME, state }];
const DOWN: Partial<Facts> = {
  containers: [],
  networks: [],
  links: [],
  probes: [],
  database: { error: 'no container' },
};
const down = (more: Partial<Facts> = {}) => ({
  facts: { ...DOWN, ...more },
  identity: { onRecord: 'the deploy record' },
  data: found('there'),
  target: { imagesByName: new Map([['postgres:15', image('d')]]) },
});
const services = (made: ReturnType<typeof plan>) =>
  made.services.map(({ service, before, action, added }) => [service, before, action, added]);

test('where nothing runs, all services of the release come up, the database on its volume', () => {
  const made = restartPlan('all', down());
  expect(made).toMatchObject({
    scenario: 'infrastructure',
    all: true,
    steps: ['restart', 'verify'],
    baseline: {},
    links: { frontend: { network: 'chronos_default' } },
    database: { container: '', image: image('d'), volumes: [], oid: '', data: [VOLUME] },
    risks: [
      { kind: 'drift', code: 'risk.nothing-runs', what: saying('the deploy record', 'project chronos') },
    ],
  });
  expect(services(made)).toEqual(
    ['postgres', 'backend', 'frontend'].map((service) => [service, undefined, 'recreate', undefined]),
  );
  expect(restartPins(made, [])).toMatchObject({ SERVICES: 'all', DATA_PLACES: VOLUME });
  expect(verifyPins(made)).toMatchObject({ DATA_PLACES: VOLUME });
});

test('where nothing runs, another release comes up with the database, and an undo leaves the database alone', () => {
  const made = plan(down());
  expect(made).toMatchObject({
    scenario: 'code',
    steps: ['prepare', 'revert', 'restart', 'verify'],
    baseline: {},
    database: { container: '', data: [VOLUME] },
    risks: [{ code: 'risk.nothing-runs' }],
    noteCodes: expect.arrayContaining(['note.undo-removes']) as never,
    notes: expect.arrayContaining([
      saying('removes backend, frontend again, and postgres stays up'),
    ]) as never,
  });
  expect(services(made)).toEqual([
    ['postgres', undefined, 'up', undefined],
    ['backend', undefined, 'up', true],
    ['frontend', undefined, 'up', true],
  ]);
  const undo = undoPins(made, 'postgres');
  expect(undo).toMatchObject({ IMAGES: '', WELL: '', ADDED: 'backend frontend', DATABASE: '', VOLUMES: '' });
  expect(undo).not.toHaveProperty('DATA_PLACES');
});

test('an attempt is opened only while nothing has come up since', () => {
  const opening = { holder: HOLDER, evidence: '' };
  expect(openingValues(plan(down()), settings(), opening)['RUNNING']).toBe('postgres= backend= frontend=');
});

test.each(DATA_STATES)('the database comes up only where its data is, or nobody can look: %s', (state) => {
  const refusal = { empty: 'database.volume-empty', gone: 'database.volume-gone' };
  const made = [
    makeRestartPlan(restartInput({ ...down(), data: found(state) }), 'all'),
    makeRestartPlan(restartInput({ ...down(), data: found(state) }), ['postgres']),
    makePlan(planInput({ ...down(), data: found(state) })),
  ];
  for (const one of made)
    expect('code' in one ? one.code : undefined).toBe(
      state in refusal ? refusal[state as 'gone'] : undefined,
    );
});

test('a database whose data has no name is not brought up', () => {
  const made = makeRestartPlan(restartInput({ ...down(), data: [] }), 'all');
  expect(made).toMatchObject({ code: 'database.volume-unnamed' });
});

test.each<[string, Partial<Facts>, string | undefined]>([
  ['the journal has another', { attempts: [attempt(plan(), { outcome: 'recovered' })] }, 'other'],
  ['the journal has this one', { attempts: [attempt(plan(), { outcome: 'recovered' })] }, undefined],
  [
    'a newer line of the deploy record has another',
    {
      attempts: [attempt(plan(), { outcome: 'recovered' })],
      deployments: [
        {
          at: '2026-11-23T00:00:00Z',
          commit: commit(3),
          images: {},
          database: { image: image('d'), volumes: ['elsewhere:/var/lib/postgresql/data'] },
        },
      ],
    },
    'elsewhere',
  ],
])('the volume must be the one on record: %s', (_, given, other) => {
  const place = other === 'other' ? 'other:/var/lib/postgresql/data' : VOLUME;
  const data = [{ place, state: 'there' as const }];
  const made = makeRestartPlan(restartInput({ ...down(given), data }), 'all');
  expect('code' in made ? made.code : undefined).toBe(other ? 'database.other-volumes' : undefined);
});

test('services of the ordinary command and of the record come up, as many containers as there were', () => {
  const model = composeModel((yaml) =>
    yaml.concat(
      '  redis: { image: "redis:7" }\n  tool: { image: "tool:1", restart: always }\n  idle: { image: "x:1" }\n',
    ),
  );
  const deployments = [
    {
      at: '2026-11-21T02:38:00Z',
      commit: commit(3),
      images: { backend: image(3), tool: image('e') },
      containers: { backend: 3 },
    },
  ];
  const made = restartPlan('all', {
    ...down({ deployments }),
    target: {
      current: model,
      target: model,
      usual: { current: new Set(['postgres', 'redis']), target: new Set(['postgres', 'redis']) },
      imageIds: new Set([image(3), image('e')]),
      imagesByName: new Map([
        ['postgres:15', image('d')],
        ['redis:7', image('a')],
        ['chronos-frontend:latest', image('f')],
      ]),
    },
  });
  const seen = made.services.map(({ service, once, containers }) => [service, once, containers?.target]);
  expect(seen.sort()).toEqual([
    ['backend', undefined, 3],
    ['frontend', undefined, undefined],
    ['postgres', undefined, undefined],
    ['redis', true, undefined],
    ['tool', undefined, undefined],
  ]);
  expect(made.risks.map(({ code }) => code)).toEqual(['risk.nothing-runs', 'risk.image-unproven']);
});

test('where only the app is gone, an undo leaves none of its containers, and nothing is asked', () => {
  const database = container('postgres', image('d'), { mounts: [facts().containers[2]?.mounts[0] as never] });
  const made = plan({ facts: { containers: [database] } });
  expect(services(made)).toEqual([
    ['backend', undefined, 'up', true],
    ['frontend', undefined, 'up', true],
  ]);
  expect(made.risks).toEqual([]);
  expect(made.database).not.toHaveProperty('data');
});

test('where only the database has no container, it comes up on its volume or not at all', () => {
  const app = [container('backend', image(3)), container('frontend', image('f'))];
  const given = {
    facts: { containers: app },
    target: { imagesByName: new Map([['postgres:15', image('d')]]) },
  };
  expect(restartPlan(['postgres'], { ...given, data: found('there') })).toMatchObject({
    services: [{ service: 'postgres', action: 'recreate', target: image('d') }],
    database: { container: '', data: [VOLUME] },
    risks: [],
  });
  const lost = makeRestartPlan(restartInput({ ...given, data: found('gone') }), ['postgres']);
  expect(lost).toMatchObject({ code: 'database.volume-gone' });
});
