import type { Attempt } from '../../../../machines/model/attempt';
import type { Facts } from '../../../../machines/model/facts';
import type { Deployment } from '../../../../machines/model/deployRecord';
import {
  abandonedCommits,
  describeRelease,
  previousRelease,
  releaseNumbered,
} from '../../../../machines/detect/history/releases';
import { deployedAt, imageBefore } from '../../../../machines/detect/history/releaseEvents';
import { attempt, commit, facts, image, plan, restartPlan, saying } from '../../../fixtures';

/** Deployed in this order, a day each; the last one is checked out. */
function deployed(
  releases: number[],
  more: Partial<Facts> = {},
  edit: (d: Deployment, n: number) => object = () => ({}),
) {
  const deployments = releases.map((n, index) => {
    const one = { at: `2026-11-${10 + index}T02:38:00Z`, commit: commit(n), images: { backend: image(n) } };
    return { ...one, ...edit(one, n) };
  });
  const head = commit(releases.at(-1) ?? 0);
  return facts({ deployments, git: { ...facts().git, head, reflog: [] }, ...more });
}
const previous = (given: Facts) => {
  const found = previousRelease(given);
  return 'commit' in found ? `v${found.commit[0]}` : found.why;
};
const wentBack = (from: number, to: number, closed: string, outcome: Attempt['outcome'] = 'recovered') =>
  attempt(
    { ...plan(), from: { commit: commit(from), subject: '' }, to: { commit: commit(to), subject: '' } },
    { closed, outcome: outcome ?? 'recovered' },
  );

test('a release is named by its number on record, and by nothing else that a number could be', () => {
  const given = deployed([1, 2, 3], {}, (_, n) => ({ number: n + 10 }));
  expect(['#12', '#14', '12', 'previous'].map((commit) => releaseNumbered({ commit }, given))).toEqual([
    commit(2),
    undefined,
    undefined,
    undefined,
  ]);
});

test.each<[string, Facts, string]>([
  ['the release that ran directly before', deployed([1, 2, 3]), 'v2'],
  ['not the release that was deployed first, when one came up twice', deployed([1, 2, 1, 3]), 'v1'],
  ['not the same release, deployed again', deployed([1, 2, 3, 3]), 'v2'],
  [
    'by the clock, not by the order of the lines',
    deployed([2, 1, 3], {}, (_, n) => (n === 2 ? { at: '2026-11-11T12:00:00Z' } : {})),
    'v2',
  ],
  [
    'by the clock of any zone',
    deployed([1, 2, 3], {}, (_, n) => (n === 1 ? { at: '2026-11-11T01:00:00-08:00' } : {})),
    'v1',
  ],
  [
    'not a release that was rolled back from',
    deployed([1, 2, 3, 4], { attempts: [wentBack(3, 2, '2026-11-12T12:00:00Z')] }),
    'v2',
  ],
  [
    'also not one that was rolled back from to a degraded end',
    deployed([1, 2, 3, 4], { attempts: [wentBack(3, 2, '2026-11-12T12:00:00Z', 'degraded')] }),
    'v2',
  ],
  [
    'a release that was verified again after a rollback to it',
    deployed([1, 2, 3, 4], {
      attempts: [wentBack(3, 2, '2026-11-12T12:00:00Z', 'degraded'), wentBack(2, 2, '2026-11-12T13:00:00Z')],
    }),
    'v2',
  ],
  [
    'a release that a rollback left undone still counts',
    deployed([1, 2, 3, 4], { attempts: [wentBack(3, 2, '2026-11-12T12:00:00Z', 'undone')] }),
    'v3',
  ],
  [
    'after a rollback the release before that one',
    deployed([1, 2, 3], {
      attempts: [wentBack(3, 2, '2026-11-13T00:00:00Z')],
      git: { ...facts().git, head: commit(2), reflog: [] },
    }),
    'v1',
  ],
  [
    'not one that deploy.sh rolled back from',
    deployed([1, 2, 3, 2, 4], {}, (one) => (one.at.includes('-13T') ? { rolledBackFrom: commit(3) } : {})),
    'v2',
  ],
  [
    'not one that never came up well',
    deployed([1, 2, 3], {}, (_, n) => ({ outcome: n === 2 ? 'unhealthy' : 'healthy' })),
    'v1',
  ],
  [
    'one that came up well at a second try',
    deployed([1, 2, 2, 3], {}, (one) => ({ outcome: one.at.includes('-11T') ? 'unhealthy' : 'healthy' })),
    'v2',
  ],
  ['none before the first', deployed([1]), saying('deploy record')],
  [
    'the reflog only without a record',
    facts({
      deployments: [],
      git: { ...facts().git, branch: 'main', reflog: [commit(3), commit(3), commit(1), commit(2)] },
    }),
    'v1',
  ],
  ['not guessed from the reflog of a detached HEAD', facts({ deployments: [] }), saying('HEAD', 'reflog')],
  [
    'not guessed where the journal is lost',
    deployed([1, 2, 3], { rollbackDirectories: ['r-12345678'] }),
    saying('r-12345678'),
  ],
  [
    'not guessed where part of the journal is lost',
    deployed([1, 2, 3], { rollbackDirectories: ['r-12345678'], journalHead: 'a' }),
    saying('part', 'r-12345678'),
  ],
  [
    'not a release that an infrastructure restart stayed at',
    deployed([1, 2, 3], {
      attempts: [attempt(restartPlan(['backend']), { outcome: 'recovered', closed: '2026-11-21T00:00:00Z' })],
    }),
    'v2',
  ],
  [
    'again the one gone to, after the rollback to it was undone',
    deployed([1, 2, 3], {
      attempts: [
        wentBack(3, 2, '2026-11-13T00:00:00Z'),
        attempt(
          { ...plan(), action: 'undo', of: plan().id, from: plan().to, to: plan().from },
          { outcome: 'undone', closed: '2026-11-13T01:00:00Z' },
        ),
      ],
    }),
    'v2',
  ],
  [
    'none without record and reflog',
    facts({ deployments: [], git: { ...facts().git, reflog: [commit(3)] } }),
    saying('deploy record', 'reflog'),
  ],
])('previous is %s', (_, given, expected) => {
  expect(previous(given)).toEqual(expected);
});

test('a record that contradicts the checkout is not believed: the candidates are listed, newest first', () => {
  const given = deployed([1, 2, 3], { git: { ...facts().git, head: commit(4) } });
  expect(previousRelease(given)).toEqual({
    why: saying('3333333', '4444444'),
    candidates: [commit(3), commit(2), commit(1)],
  });
});

test('what was rolled back from is the release that ran, where the one that was checked out had not been deployed', () => {
  const [one] = [wentBack(3, 1, '2026-11-12T12:00:00Z')];
  const attempts = [{ ...one, plan: { ...one.plan, left: commit(2) } }];
  expect(abandonedCommits(deployed([1, 2, 3, 1], { attempts }))).toEqual(new Set([commit(2)]));
});

test('what is checked out counts as a release again, even if it was rolled back from', () => {
  const attempts = [wentBack(3, 2, '2026-11-12T12:00:00Z')];
  expect(abandonedCommits(deployed([1, 2, 3], { attempts }))).toEqual(new Set());
  expect(abandonedCommits(deployed([1, 2, 3, 4], { attempts }))).toEqual(new Set([commit(3)]));
});

test('the image before is that of the last other release, and none where no record says', () => {
  expect(imageBefore(deployed([1, 2, 3]), 'backend')).toBe(image(2));
  expect(imageBefore(deployed([1, 2, 3, 3]), 'backend')).toBe(image(2));
  expect(imageBefore(deployed([1, 2, 3]), 'worker')).toBeUndefined();
  expect(imageBefore(deployed([3]), 'backend')).toBeUndefined();
});

test('a release runs since its last deployment', () => {
  expect(deployedAt(deployed([3, 2, 3]))).toBe('2026-11-12T02:38:00Z');
  expect(deployedAt(facts({ deployments: [] }))).toBeUndefined();
});

test('a release is spoken of by short hash, name and subject, as far as known', () => {
  expect(describeRelease({ commit: commit(3), name: 'v3', subject: 'Faster' })).toBe('3333333 v3 "Faster"');
  expect(describeRelease({ commit: commit(3), subject: '' })).toBe('3333333');
});

const at = (day: number) => `2026-11-${day}T02:38:00Z`;
test.each<[string, NonNullable<Facts['unreadRecord']>, string]>([
  ['before the release before', [{ line: 1, before: at(10) }], 'v2'],
  ['between that and the one that runs', [{ line: 3, after: at(11), before: at(12) }], 'line 3'],
  ['at the end', [{ line: 4, after: at(12) }], 'line 4'],
  [
    'several',
    [
      { line: 3, before: at(12) },
      { line: 4, before: at(12) },
    ],
    'lines 3, 4',
  ],
])(
  'a line of the deploy record that cannot be read, %s, is not skipped where it may be `previous`',
  (_, unreadRecord, found) => {
    const given = deployed([1, 2, 3], { unreadRecord });
    expect(previous(given)).toEqual(found === 'v2' ? found : saying(found));
    expect(previousRelease(given)).toMatchObject(
      found === 'v2' ? {} : { candidates: [commit(2), commit(1)] },
    );
  },
);

test('a deploy record of which no line can be read is not taken for none', () => {
  const none = facts({ deployments: [], unreadRecord: [{ line: 1 }] });
  expect(previous(none)).toEqual(saying('line 1'));
});

test('since when what is checked out, or runs, is not on record is said', () => {
  const git = { ...facts().git, head: commit(4), reflog: [] };
  expect(previous(deployed([1, 2, 3], { git }))).toEqual(saying(at(12), '3333333', '4444444'));
  const [backend, ...others] = facts().containers;
  const containers = [{ ...backend, created: at(13) }, ...others] as Facts['containers'];
  expect(previous(deployed([1, 2, 3], { git, containers }))).toMatch(/^what runs is not on record since /);
});
