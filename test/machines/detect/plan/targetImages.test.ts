import type { Attempt } from '../../../../machines/model/attempt';
import type { Facts } from '../../../../machines/model/facts';
import { oldPins, pinName } from '../../../../machines/detect/plan/targetImages';
import { serviceChange } from '../../../../machines/detect/plan/serviceChange';
import type { Plan } from '../../../../machines/model/plan';
import type { ServiceChange } from '../../../../machines/model/serviceChange';
import type { Target } from '../../../../machines/model/target';
import {
  attempt,
  commit,
  composeModel,
  container,
  facts,
  image,
  plan,
  target,
  without,
} from '../../../fixtures';

const change = (
  service: string,
  { yaml, ...more }: { facts?: Partial<Facts>; target?: Partial<Target>; yaml?: [string, string] } = {},
) => {
  const model = composeModel();
  const wanted = yaml ? composeModel((text) => text.replace(...yaml)) : model;
  return serviceChange(
    {
      facts: facts(more.facts),
      target: target(more.target),
      current: model,
      wanted,
      project: 'chronos',
      compose: 'v2',
      isConfigured: () => true,
      changedFiles: () => [],
    },
    service,
  );
};
const named = (name: string, n: number): { facts: Partial<Facts>; target: Partial<Target> } => ({
  facts: { deployments: [] },
  target: { imagesByName: new Map([[name, image(n)]]) },
});
const c = commit(2);

test.each<[string, Parameters<typeof change>[1], object]>([
  ['by the deploy record', {}, { target: image(2), source: 'reuse' }],
  ['by a tag that is the commit', named(`chronos-backend:${c}`, 2), { target: image(2), source: 'reuse' }],
  [
    'by a tag that is the short commit',
    named('chronos-backend:2222222', 2),
    { target: image(2), source: 'reuse' },
  ],
  [
    'by its label',
    { facts: { deployments: [] }, target: { labelled: new Map([['chronos-backend', image(2)]]) } },
    { target: image(2), source: 'reuse' },
  ],
  ['nowhere: a built one is built', { facts: { deployments: [] } }, { source: 'build' }],
  [
    'in the record, but no longer there: it is built',
    { target: { imageIds: new Set([image(3)]) } },
    { source: 'build' },
  ],
  ['under a tag of another commit: it is built', named('chronos-backend:1111111', 1), { source: 'build' }],
])('the image of a release is found %s', (_, given, expected) => {
  const found = change('backend', given);
  expect(found).toMatchObject(expected);
  if (found.source === 'build') expect(found.target).toBeUndefined();
});

const pulled = (reference: string): [string, string] => [
  'image: chronos-frontend:latest, build: ./frontend',
  `image: ${reference}`,
];
test.each([
  [
    'of another name that is there',
    'web:2',
    'web:2',
    { target: image(1), source: 'reuse', reference: 'web:2' },
  ],
  [
    'without a tag, which means latest',
    'web',
    'web:latest',
    { target: image(1), source: 'reuse', reference: 'web' },
  ],
  [
    'at a registry with a port, without a tag',
    'r:5000/web',
    'r:5000/web:latest',
    { target: image(1), source: 'reuse' },
  ],
  ['that is missing', 'web:2', 'web:1', { source: 'pull' }],
])('a pulled image %s', (_, reference, present, expected) => {
  const given = { facts: { deployments: [] }, target: { imagesByName: new Map([[present, image(1)]]) } };
  expect(change('frontend', { ...given, yaml: pulled(reference) })).toMatchObject(expected);
});

test('a pulled image whose name stays is the one that runs: the name may mean another by now', () => {
  const model = composeModel((text) => text.replace(...pulled('web:2')));
  const runs = container('frontend', image('f'), { reference: 'web:2' });
  const given = facts({ deployments: [], containers: [runs] });
  const moved = target({ imagesByName: new Map([['web:2', image(1)]]) });
  const context = {
    facts: given,
    target: moved,
    current: model,
    wanted: model,
    project: 'p',
    compose: 'v2',
    isConfigured: () => true,
    changedFiles: () => [],
  } as const;
  expect(serviceChange(context, 'frontend')).toMatchObject({ target: image('f'), action: 'keep' });
});

const frontend = (more: object) => ({
  facts: { containers: [container('frontend', image('f'), more)] },
});
test.each<[string, string, Parameters<typeof change>[1], ServiceChange['action'], string]>([
  ['image and definition stay', 'frontend', {}, 'keep', 'image and definition stay'],
  ['another image', 'backend', {}, 'up', 'its image changes'],
  ['an image still to be built', 'backend', { facts: { deployments: [] } }, 'up', 'its image changes'],
  [
    'another definition',
    'frontend',
    { yaml: ['build: ./frontend,', 'build: ./frontend, init: true,'] },
    'up',
    'its definition changes',
  ],
  [
    'another way of building alone',
    'frontend',
    { yaml: ['./frontend', './web'] },
    'keep',
    'image and definition stay',
  ],
  ['no container', 'frontend', { facts: { containers: [] } }, 'up', 'it has no container'],
  ['unhealthy', 'frontend', frontend({ health: 'unhealthy' }), 'up', 'it is unhealthy'],
  [
    'stopped, without a health check',
    'frontend',
    frontend({ status: 'exited', health: null }),
    'up',
    'it is exited',
  ],
])('a service is recreated only for cause: %s', (_, service, given, action, why) => {
  expect(change(service, given)).toMatchObject({ action, why });
});

test('a pin is named by project, service and commit, as Docker accepts names', () => {
  expect(pinName('Chronos', 'Backend', c)).toBe('chronos-rollback/chronos-backend:222222222222');
});

const closedAt = (plan: Plan, closed: string): Attempt => attempt(plan, { outcome: 'recovered', closed });
const between = (from: number, to: number): Plan => ({
  ...plan(),
  from: { commit: commit(from), subject: '' },
  to: { commit: commit(to), subject: '' },
});
const before = (from: number, to: number): Plan => {
  const made = between(from, to);
  return { ...made, services: made.services.map((change) => without(change, 'ran')) };
};
const names = (...commits: number[]) =>
  ['backend', 'frontend'].flatMap((service) => commits.map((n) => pinName('chronos', service, commit(n))));
const NOW = '2026-11-22T03:00:00Z';
test.each<[string, Attempt[], Plan, string[]]>([
  ['none before any rollback', [], between(3, 2), []],
  ['none of a rollback within 7 days', [closedAt(between(5, 4), '2026-11-15T03:00:00Z')], between(3, 2), []],
  [
    'those of a rollback before',
    [closedAt(between(5, 4), '2026-11-15T02:59:59Z')],
    between(3, 2),
    names(5, 4),
  ],
  [
    'none that the present rollback has',
    [closedAt(between(3, 1), '2026-11-01T00:00:00Z')],
    between(3, 2),
    names(1),
  ],
  [
    'none that a later rollback has',
    [closedAt(between(5, 4), '2026-11-01T00:00:00Z'), closedAt(between(6, 4), '2026-11-21T00:00:00Z')],
    between(3, 2),
    names(5),
  ],
  ['none of an older version', [closedAt(before(5, 4), '2026-11-01T00:00:00Z')], between(3, 2), []],
  [
    'none that an older version has given, too',
    [closedAt(between(5, 4), '2026-11-01T00:00:00Z'), closedAt(before(5, 1), '2026-11-01T00:00:00Z')],
    between(3, 2),
    names(4),
  ],
  ['none of a rollback that is open', [attempt(between(5, 4))], between(3, 2), []],
  [
    'each once',
    [closedAt(between(5, 4), '2026-11-01T00:00:00Z'), closedAt(between(5, 4), '2026-11-02T00:00:00Z')],
    between(3, 2),
    names(5, 4),
  ],
])('pins that are removed are %s', (_, attempts, present, expected) => {
  expect(oldPins(attempts, present, NOW)).toEqual(expected);
});
