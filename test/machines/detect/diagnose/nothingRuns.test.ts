import { diagnose } from '../../../../machines/detect/diagnose/diagnosis';
import { choose } from '../../../../machines/detect/choose/choice';
import type { Facts } from '../../../../machines/model/facts';
import {
  attempt,
  commit,
  container,
  facts,
  HOLDER,
  image,
  plan,
  REQUEST,
  saying,
  settings,
} from '../../../fixtures';

const [, , last] = facts().deployments;
const unhealthy = {
  ...last,
  commit: commit(3),
  at: '2026-11-21T02:38:00Z',
  images: {},
  outcome: 'unhealthy',
};
const rolledBack = attempt(
  { ...plan(), to: { commit: commit(3), subject: '' } },
  { outcome: 'recovered', closed: '2026-11-22T03:01:00Z' },
);
const left = attempt(plan(), { outcome: 'recovered', closed: '2026-11-22T03:01:00Z' });
const DOWN: Partial<Facts> = { containers: [], links: [], probes: [], database: { error: 'no container' } };
const database = container('postgres', image('d'));

const seen = (given: Partial<Facts>, request = {}) => {
  const all = facts({ ...DOWN, ...given });
  const diagnosis = diagnose(all, settings().deployment);
  const choice = choose({ request: { ...REQUEST, ...request }, confirm: '', holder: HOLDER }, all, diagnosis);
  return { diagnosis, choice };
};
const ALL = { kind: 'restart', services: 'all', commit: commit(3) };
const BACK = { kind: 'go', scenario: 'code', commit: commit(2) };

test.each<[string, Partial<Facts>, object, string]>([
  ['was healthy by the record: it comes up', {}, ALL, 'was healthy here'],
  [
    'came up unhealthy: the release before does',
    { deployments: [...facts().deployments.slice(0, 2), unhealthy] },
    BACK,
    'came up unhealthy',
  ],
  [
    'was brought by a rollback that recovered: it comes up',
    { attempts: [rolledBack] },
    ALL,
    'was healthy here',
  ],
  [
    'is on no record: the release before comes up',
    { deployments: [], git: { ...facts().git, branch: 'main' } },
    BACK,
    'by no record',
  ],
  [
    'only the app is gone, and it was healthy',
    { containers: [database], database: {} },
    { kind: 'restart', services: ['backend', 'frontend'] },
    'no service',
  ],
])('what is checked out %s', (_, given, wanted, why) => {
  const { diagnosis, choice } = seen(given);
  expect(choice).toMatchObject(wanted);
  expect(JSON.stringify(diagnosis.why)).toMatch(why);
});

test('what a rollback has left is not brought up unasked', () => {
  const { diagnosis } = seen({ attempts: [left] });
  expect(diagnosis).toMatchObject({ cause: 'code' });
});

test('what the record does not have, though it has others, never came up', () => {
  const { diagnosis, choice } = seen({ deployments: facts().deployments.slice(0, 2) });
  expect(diagnosis).toMatchObject({ cause: 'code' });
  expect(choice).toMatchObject({ kind: 'refused', refusal: { code: 'commit.previous-unknown' } });
});

test('where nothing runs, the release that is checked out can be named', () => {
  const deployments = [...facts().deployments.slice(0, 2), unhealthy];
  expect(
    seen({ deployments, wanted: { commit: commit(3), remote: false } }, { commit: 'v3' }).choice,
  ).toMatchObject(ALL);
});

test('a full disk comes first', () => {
  const disks = [{ mount: '/', freeKiB: 1, used: '100%' }];
  expect(seen({ disks }).choice).toMatchObject({
    kind: 'refused',
    refusal: { code: 'disk.full', what: saying() },
  });
});
