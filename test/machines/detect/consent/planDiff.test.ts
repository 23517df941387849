import { planChanges } from '../../../../machines/detect/consent/planDiff';
import { databaseOf, Plan } from '../../../../machines/model/plan';
import type { ServiceChange } from '../../../../machines/model/serviceChange';
import { restorePlan, WRITTEN } from '../../../backups';
import { commit, image, saying, without } from '../../../fixtures';

const service = (name: string, before: string, target: string): ServiceChange => ({
  service: name,
  before,
  target,
  source: 'reuse',
  reference: `chronos-${name}:latest`,
  action: before === target ? 'keep' : 'up',
  why: '',
});
const release = (n: number) => ({ commit: commit(n), name: `v${n}`, subject: `Release ${n}` });
const backend = service('backend', image(3), image(2));
const frontend = service('frontend', image('f'), image('f'));
const shown = Plan.parse({
  id: 'r-11111111',
  attempt: 1,
  scenario: 'code',
  from: release(3),
  to: release(2),
  fetch: false,
  project: 'chronos',
  files: ['docker-compose.production.yml'],
  compose: 'v2',
  services: [backend, frontend],
  database: { container: 'a'.repeat(64), image: image('d'), volumes: ['chronos_data:/data'] },
  endpoint: 'unix:///var/run/docker.sock',
  links: {},
  stash: [],
  steps: ['prepare', 'revert', 'restart', 'verify'],
  risks: [],
});
const backup = { ...restorePlan().backup, path: '/a.dump' } as NonNullable<Plan['backup']>;
const modified = (file: string) => ({ kind: 'modified' as const, what: `${file} is modified locally` });
const withBackend = (more: Partial<ServiceChange>): Partial<Plan> => ({
  services: [{ ...backend, ...more }, frontend],
});

test.each<[string, Partial<Plan>, string[]]>([
  [
    'another target',
    { to: release(1) },
    ['the target is now 1111111 v1 "Release 1", not 2222222 v2 "Release 2"'],
  ],
  [
    'another scenario',
    { scenario: 'infrastructure' },
    ['it is now a rollback (infrastructure), not a rollback (code)'],
  ],
  [
    'an undo',
    { action: 'undo', of: 'r-22222222' },
    ['it is now the undo of r-22222222, not a rollback (code)'],
  ],
  [
    'another way to check the target out',
    { revertWith: 'script' },
    ['who checks the target out is now script, not git'],
  ],
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
    'a service to restart',
    { services: [backend, { ...frontend, action: 'restart', why: 'it is unhealthy' }] },
    ['frontend would now be restarted, not left as it is: it is unhealthy'],
  ],
  [
    'a service that may stay',
    withBackend({ action: 'keep' }),
    ['backend would now be left as it is, not brought up'],
  ],
  ['everything to take down', { all: true }, ['it now takes everything down first']],
  ['a service less', { services: [backend] }, ['it no longer takes in frontend']],
  [
    'a service more',
    { services: [backend, frontend, { ...frontend, service: 'worker' }] },
    ['it now takes in worker'],
  ],
  ['a file to stash', { stash: ['README.md'] }, ['it would now stash README.md']],
  [
    'another database container',
    { database: { ...databaseOf(shown), container: 'b'.repeat(64) } },
    ["the database's container is now bbbbbbbbbbbb, not aaaaaaaaaaaa"],
  ],
  [
    'another database volume',
    { database: { ...databaseOf(shown), volumes: ['chronos_data2:/data'] } },
    [
      'the database now has the volume chronos_data2:/data',
      'the database no longer has the volume chronos_data:/data',
    ],
  ],
  [
    'another database image',
    { database: { ...databaseOf(shown), image: image('e') } },
    ["the database's image is now eeeeeeeeeeee, not dddddddddddd"],
  ],
  [
    'another live database',
    { database: { ...databaseOf(shown), oid: '17000' } },
    ['the live database is now 17000, not unknown'],
  ],
  ['a backup', { backup }, [`the backup is now /a.dump (abababababab), not none`]],
  [
    'the app stopped first',
    { steps: ['revert', 'prepare', 'restart', 'verify'] },
    ['the order of the steps is now revert prepare restart verify, not prepare revert restart verify'],
  ],
  ['another project', { project: 'kronos' }, ['the Compose project is now kronos, not chronos']],
  ['an attempt in between', { attempt: 2 }, ['the number of the attempt is now 2, not 1']],
  ['an id alone', {}, [`the id of the plan is now r-00000000, not ${shown.id}`]],
])('%s is said', (_, more, expected) => {
  expect(planChanges(shown, { ...shown, id: 'r-00000000', ...more })).toEqual(expected);
});

test('risks that came and risks that went are said', () => {
  const was = { ...shown, risks: [modified('.env'), modified('a.yml')] };
  const now = { ...shown, id: 'r-00000000', risks: [modified('.env'), modified('b.yml')] };
  expect(planChanges(was, now)).toEqual([
    'a new risk: b.yml is modified locally',
    'no longer a risk: a.yml is modified locally',
  ]);
});

test.each<[string, Partial<NonNullable<Plan['backup']>>, string[]]>([
  ['path', { path: '/b.dump' }, ['the backup is now /b.dump (abababababab), not /a.dump (abababababab)']],
  [
    'content',
    { sha256: 'c'.repeat(64) },
    ['the backup is now /a.dump (cccccccccccc), not /a.dump (abababababab)'],
  ],
])('another %s of the backup is said', (_, more, expected) => {
  const was = { ...shown, backup };
  expect(planChanges(was, { ...was, id: 'r-00000000', backup: { ...backup, ...more } })).toEqual(expected);
});

test('that rows would be lost by now is said; another number of them is the same plan', () => {
  const [was, now] = [restorePlan(), restorePlan({ inspection: WRITTEN })];
  expect(now.risks).toMatchObject([{ code: 'risk.rows-lost', what: saying('3 rows') }]);
  expect(planChanges(was, now)).toEqual([`a new risk: ${now.risks[0]?.what}`]);
  expect(planChanges(now, { ...now, loss: { method: 'snapshot', rows: 9, gone: 0, tables: [] } })).toEqual(
    [],
  );
});

test('a plan with the same id is the same plan', () => {
  expect(planChanges(shown, { ...shown, stash: ['README.md'] })).toEqual([]);
});

test('what an operator cares about most comes first', () => {
  const now: Plan = {
    ...shown,
    id: 'r-00000000',
    to: release(1),
    from: release(4),
    ...withBackend({ before: image('a'), action: 'keep' }),
    steps: [...shown.steps, 'stop'],
    risks: [modified('.env')],
    stash: ['README.md'],
    database: { ...databaseOf(shown), container: 'b'.repeat(64) },
    attempt: 2,
  };
  expect(planChanges(shown, now).map((line) => line.split(' ').slice(0, 4).join(' '))).toEqual([
    'the target is now',
    'what it starts from',
    'the image that backend',
    'it now takes the',
    'a new risk: .env',
    'backend would now be',
    'it would now stash',
    "the database's container is",
    'the number of the',
  ]);
});
