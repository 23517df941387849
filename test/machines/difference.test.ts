import { planChanges } from '../../machines/difference';
import type { Plan, ServiceChange } from '../../machines/model';
import { commit, image, plan, without } from '../fixtures';

const shown = plan();
const [backend, frontend] = shown.services as [ServiceChange, ServiceChange];
const withBackend = (more: Partial<ServiceChange>): Partial<Plan> => ({
  services: [{ ...backend, ...more }, frontend],
});
const release = (n: number) => ({ commit: commit(n), name: `v${n}`, subject: `Release ${n}` });

test.each<[string, Partial<Plan>, string[]]>([
  [
    'another target',
    { to: release(1) },
    ['the target is now 1111111 v1 "Release 1", not 2222222 v2 "Release 2"'],
  ],
  ['another scenario', { scenario: 'infrastructure' }, ['the scenario is now infrastructure, not code']],
  [
    'another release',
    { from: release(4) },
    ['what it starts from is now 4444444 v4 "Release 4", not 3333333 v3 "Release 3"'],
  ],
  [
    'another image that runs',
    withBackend({ before: image('a') }),
    ['the image that backend runs is now aaaaaaaaaaaa, not 333333333333'],
  ],
  [
    'a container that is gone',
    { services: [without(backend, 'before'), frontend] },
    ['the image that backend runs is now none, not 333333333333'],
  ],
  [
    'another image to come',
    withBackend({ target: image(1) }),
    ['the image that backend gets is now 111111111111, not 222222222222'],
  ],
  [
    'an image that is gone',
    { services: [{ ...without(backend, 'target'), source: 'build' }, frontend] },
    ['the image that backend gets is now one that is built, not 222222222222'],
  ],
  [
    'another step',
    { steps: ['stop', 'restart', 'verify'] },
    [
      'it now takes the step stop',
      'it no longer takes the step prepare',
      'it no longer takes the step revert',
    ],
  ],
  [
    'a service to recreate',
    { services: [backend, { ...frontend, recreate: true, why: 'its image changes' }] },
    ['frontend would now be recreated: its image changes'],
  ],
  ['a service that may stay', withBackend({ recreate: false }), ['backend would no longer be recreated']],
  ['a service less', { services: [backend] }, ['it no longer takes in frontend']],
  [
    'a service more',
    { services: [backend, frontend, { ...frontend, service: 'worker' }] },
    ['it now takes in worker'],
  ],
  ['a file to stash', { stash: ['README.md'] }, ['it would now stash README.md']],
  [
    'another database container',
    { database: { ...shown.database, container: 'b'.repeat(64) } },
    ["the database's container is now bbbbbbbbbbbb, not container-of"],
  ],
  [
    'another database image',
    { database: { ...shown.database, image: image('e') } },
    ["the database's image is now eeeeeeeeeeee, not dddddddddddd"],
  ],
  ['another project', { project: 'kronos' }, ['the Compose project is now kronos, not chronos']],
  ['an attempt in between', { attempt: 2 }, ['the number of the attempt is now 2, not 1']],
  ['an id alone', {}, [`the id of the plan is now r-00000000, not ${shown.id}`]],
])('%s is said', (_, more, expected) => {
  expect(planChanges(shown, { ...shown, id: 'r-00000000', ...more })).toEqual(expected);
});

test('risks that came and risks that went are said', () => {
  const was = { ...shown, risks: ['cache stays as it is', 'nothing that runs would change'] };
  const now = { ...shown, id: 'r-00000000', risks: ['cache stays as it is', '.env is modified'] };
  expect(planChanges(was, now)).toEqual([
    'a new risk: .env is modified',
    'no longer a risk: nothing that runs would change',
  ]);
});

test('a plan with the same id is the same plan', () => {
  expect(planChanges(shown, { ...plan(), stash: ['README.md'] })).toEqual([]);
});

test('what an operator cares about most comes first', () => {
  const now: Plan = {
    ...shown,
    id: 'r-00000000',
    to: release(1),
    from: release(4),
    ...withBackend({ before: image('a'), recreate: false }),
    steps: [...shown.steps, 'stop'],
    risks: ['.env is modified'],
    stash: ['README.md'],
    database: { ...shown.database, container: 'other' },
    attempt: 2,
  };
  expect(planChanges(shown, now).map((line) => line.split(' ').slice(0, 4).join(' '))).toEqual([
    'the target is now',
    'what it starts from',
    'the image that backend',
    'it now takes the',
    'a new risk: .env',
    'backend would no longer',
    'it would now stash',
    "the database's container is",
    'the number of the',
  ]);
});
