import type { Facts } from '../../machines/facts';
import { pinName, serviceChange } from '../../machines/images';
import type { Target } from '../../machines/target';
import { commit, composeModel, container, facts, image, target } from '../fixtures';

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
  ['by our own pin', named(pinName('chronos', 'backend', c), 2), { target: image(2), source: 'reuse' }],
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
  const given = facts({ deployments: [] });
  const moved = target({ imagesByName: new Map([['web:2', image(1)]]) });
  const context = {
    facts: given,
    target: moved,
    current: model,
    wanted: model,
    project: 'p',
    compose: 'v2',
  } as const;
  expect(serviceChange(context, 'frontend')).toMatchObject({ target: image('f'), recreate: false });
});

const frontend = (more: object) => ({
  facts: { containers: [container('frontend', image('f'), more)] },
});
test.each<[string, string, Parameters<typeof change>[1], boolean, string]>([
  ['image and definition stay', 'frontend', {}, false, 'image and definition stay'],
  ['another image', 'backend', {}, true, 'its image changes'],
  ['an image still to be built', 'backend', { facts: { deployments: [] } }, true, 'its image changes'],
  [
    'another definition',
    'frontend',
    { yaml: ['build: ./frontend,', 'build: ./frontend, init: true,'] },
    true,
    'its definition changes',
  ],
  [
    'another way of building alone',
    'frontend',
    { yaml: ['./frontend', './web'] },
    false,
    'image and definition stay',
  ],
  ['no container', 'frontend', { facts: { containers: [] } }, true, 'it has no container'],
  ['unhealthy', 'frontend', frontend({ health: 'unhealthy' }), true, 'it is unhealthy'],
  [
    'stopped, without a health check',
    'frontend',
    frontend({ status: 'exited', health: null }),
    true,
    'it is exited',
  ],
])('a service is recreated only for cause: %s', (_, service, given, recreate, why) => {
  expect(change(service, given)).toMatchObject({ recreate, why });
});

test('a pin is named by project, service and commit, as Docker accepts names', () => {
  expect(pinName('Chronos', 'Backend', c)).toBe('chronos-rollback/chronos-backend:222222222222');
});
