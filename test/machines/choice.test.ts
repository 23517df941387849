import type { Attempt } from '../../audit/attempts';
import { type Choice, choose, isStanding } from '../../machines/choice';
import { diagnose } from '../../machines/diagnosis';
import type { Facts } from '../../machines/facts';
import type { Request } from '../../machines/model';
import { attempt, commit, container, failing, facts, image, plan, settings } from '../fixtures';

const AUTO: Request = { commit: 'previous', scenario: 'auto' };
const decide = (request: Partial<Request>, given: Partial<Facts> = {}): Choice => {
  const all = facts(given);
  return choose({ ...AUTO, ...request }, all, diagnose(all, settings().deployment));
};
const at = (n: number) => ({ ...facts().git, head: commit(n) });
const running = (backend: number, more = {}) => [
  container('backend', image(backend), more),
  container('frontend', image('f')),
  container('postgres', image('d')),
];
const ill = { probes: [failing('transfers')] };
const well = {};
const names = (n: number) => ({ wanted: { commit: commit(n), remote: false } });
const go = (n: number, number = 1) => ({ kind: 'go', commit: commit(n), attempt: number });
const went = (outcome: Attempt['outcome'], more: Partial<Attempt> = {}) =>
  attempt(plan(), { ...(outcome ? { outcome, closed: '2026-11-22T03:00:05.000Z' } : {}), ...more });
/** v2 runs, as a rollback left it. */
const back = { git: at(2), containers: running(2), attempts: [went('recovered')] };

test.each<[string, Partial<Request>, Partial<Facts>, object]>([
  ['healthy and nothing asked: nothing', {}, well, { kind: 'healthy' }],
  ['ill by its code: back to the previous release', {}, ill, go(2)],
  ['a named commit that is not checked out: there, even when healthy', { commit: 'v1' }, names(1), go(1)],
  [
    'a named commit that is checked out, and healthy: nothing',
    { commit: 'v3' },
    names(3),
    { kind: 'healthy' },
  ],
  ['code, named: back even when healthy', { scenario: 'code' }, well, go(2)],
  [
    'code, and the commit that is checked out: once more',
    { scenario: 'code', commit: 'v3' },
    names(3),
    go(3),
  ],
  ['code, although the database is down', { scenario: 'code' }, { database: { error: 'down' } }, go(2)],
  [
    'an open attempt of the same request: resumed',
    {},
    { attempts: [went(undefined)] },
    { kind: 'resume', plan: plan() },
  ],
  [
    'recovered and standing: replayed, though previous would now be another',
    {},
    back,
    { kind: 'replay', plan: plan() },
  ],
  ['recovered, images differ, healthy: there again', {}, { ...back, containers: running(3) }, go(2, 2)],
  [
    'recovered, then a healthy release deployed: nothing',
    {},
    { attempts: back.attempts },
    { kind: 'healthy' },
  ],
  [
    'recovered, then a bad release deployed: previous anew, the bad one left out',
    {},
    {
      ...ill,
      git: at(4),
      containers: running(4),
      attempts: back.attempts,
      deployments: [
        ...facts().deployments,
        {
          at: '2026-11-22T04:00:00Z',
          commit: commit(4),
          images: { backend: image(4), frontend: image('f') },
        },
      ],
    },
    go(2, 2),
  ],
  ['degraded and still there: verified again', {}, { ...back, attempts: [went('degraded')] }, go(2, 2)],
  ['stranded at the target: goes on there', {}, { ...back, ...ill, attempts: [went('stranded')] }, go(2, 2)],
  [
    'stranded, put back by hand and healthy: nothing',
    {},
    { attempts: [went('stranded')] },
    { kind: 'healthy' },
  ],
  ['undone, and ill as before: tried again', {}, { ...ill, attempts: [went('undone')] }, go(2, 2)],
  ['undone, and healthy since: nothing', {}, { attempts: [went('undone')] }, { kind: 'healthy' }],
  [
    'undone, then another release deployed, which is healthy: that one is left alone',
    {},
    { git: at(4), containers: running(4), attempts: [went('undone')] },
    { kind: 'healthy' },
  ],
  [
    'attempts of another request do not count',
    { commit: 'v1' },
    { ...names(1), attempts: [went('undone')] },
    go(1),
  ],
  [
    'the same commit by its hash: the open attempt is resumed',
    { commit: commit(2) },
    { ...names(2), attempts: [went(undefined, { request: { ...AUTO, commit: 'v2' } })] },
    { kind: 'resume', plan: plan() },
  ],
  [
    'the same commit by its hash, recovered and standing: replayed',
    { commit: commit(2) },
    { ...back, ...names(2), attempts: [went('recovered', { request: { ...AUTO, commit: 'v2' } })] },
    { kind: 'replay', plan: plan() },
  ],
  [
    'every ended attempt of this request counts',
    {},
    { ...ill, attempts: [went('undone'), went('undone')] },
    go(2, 3),
  ],
])('%s', (_, request, given, expected) => {
  expect(decide(request, given)).toEqual(expected);
});

test.each<[string, Partial<Request>, Partial<Facts>, object]>([
  [
    'database',
    { scenario: 'database' },
    well,
    {
      what: 'config "scenario" asks for database, which this version does not carry out',
      got: 'database',
      accepts: 'auto, code',
      next: 'pulumi config set scenario auto',
    },
  ],
  [
    'infrastructure',
    { scenario: 'infrastructure' },
    { attempts: [went(undefined)] },
    { what: expect.stringContaining('infrastructure'), got: 'infrastructure', accepts: 'auto, code' },
  ],
  [
    'an unknown commit',
    { commit: 'v9' },
    { wanted: { remote: false } },
    {
      what: 'config "commit" names no commit',
      got: '"v9"',
      accepts: 'a hash, tag or branch that the checkout or its remote knows, or "previous"',
      next: 'git -C /opt/chronos-financial log --oneline --all',
    },
  ],
  [
    'an ambiguous commit',
    { commit: '33' },
    { wanted: { remote: false, ambiguous: 'short object ID 33 is ambiguous' } },
    { what: 'config "commit" is ambiguous', got: '"33": short object ID 33 is ambiguous' },
  ],
  [
    'a named commit that is checked out and ill: previous is not meant',
    { commit: 'v3' },
    { ...names(3), ...ill },
    {
      what: expect.stringMatching(
        /^config "commit" names the release that is checked out, .*7 of 20 are 5xx/,
      ),
      got: '"v3", which is 3333333',
      accepts: 'another release, or "previous"',
      next: 'pulumi up -c commit=previous',
    },
  ],
  [
    'an infrastructure fault: other code would not help',
    {},
    { database: { error: 'down' } },
    {
      what: expect.stringContaining('other code would not help'),
      accepts: 'scenario "code" to roll the code back all the same',
      next: expect.stringContaining('docker compose restart'),
    },
  ],
  [
    'a fault of which no record says whether it is new',
    {},
    { ...ill, deployments: [] },
    {
      what: expect.stringContaining('no record says'),
      accepts: 'one of 2222222 v2, 1111111 v1',
      next: 'name the release to go back to: pulumi up -c commit=HASH',
    },
  ],
  [
    'a fault of which no record says: five candidates are enough',
    {},
    { ...ill, deployments: [], git: { ...at(3), reflog: [9, 8, 7, 6, 5, 4].map(commit) } },
    { accepts: 'one of 9999999, 8888888, 7777777, 6666666, 5555555' },
  ],
  [
    'record and checkout disagree: the candidates are listed',
    { scenario: 'code' },
    { git: at(4) },
    {
      what: '"previous" cannot be told: the deploy record ends with 3333333, the checkout is at 4444444',
      accepts: 'one of 3333333, 2222222, 1111111',
      next: 'name the release: pulumi up -c commit=…',
    },
  ],
  [
    'an open attempt of another request',
    { commit: 'v1' },
    { ...names(1), attempts: [went(undefined)] },
    {
      what: `rollback ${plan().id} to 2222222 v2 "Release 2" is unfinished, and this is another request`,
      next: 'finish it first: pulumi up -c commit=previous -c scenario=auto',
    },
  ],
  [
    'an open attempt that went to the same commit as previous, not by name',
    { commit: 'v2' },
    { ...names(2), attempts: [went(undefined)] },
    { what: expect.stringContaining('is unfinished, and this is another request') },
  ],
  [
    'rolled back to, and ill since: the code is not at fault',
    {},
    { ...back, ...ill },
    {
      what: expect.stringMatching(/^2222222 v2 "Release 2" was rolled back to and was well then; .*5xx/),
      next: expect.stringContaining('docker compose'),
    },
  ],
  [
    'a commit that was gone to, and another release deployed since',
    { commit: 'v2' },
    { ...names(2), attempts: [went('recovered', { request: { ...AUTO, commit: 'v2' } })] },
    {
      what: `since rollback ${plan().id} another release came up: 3333333`,
      got: 'commit v2, which that rollback went to',
      next: expect.stringContaining('pulumi config rm commit'),
    },
  ],
])('refused: %s', (_, request, given, refusal) => {
  expect(decide(request, given)).toEqual({ kind: 'refused', refusal: expect.objectContaining(refusal) });
});

test('standing is: the commit, every image and all services as the attempt left them', () => {
  const stands = (given: Partial<Facts>) => {
    const all = facts({ ...back, ...given });
    return isStanding(went('recovered'), all, diagnose(all, settings().deployment));
  };
  expect(stands({})).toBe(true);
  expect(stands({ git: at(3) })).toBe(false);
  expect(stands({ containers: running(3) })).toBe(false);
  expect(stands({ containers: running(2).slice(1) })).toBe(false);
  expect(stands(ill)).toBe(false);
});
