import type { Attempt } from '../../../../machines/model/attempt';
import type { Facts } from '../../../../machines/model/facts';
import { releasesOnData } from '../../../../machines/detect/history/releaseEvents';
import { restorePlan, swapped } from '../../../backups';
import { attempt, commit, facts, plan } from '../../../fixtures';
import { undoing, went } from '../../choices';

/** v1, v2 and v3 were deployed one after the other, on the 19th, 20th and 21st; then what these attempts have done. */
const after = (...attempts: Attempt[]): Facts => facts({ attempts });
const on = (given: Facts, at: string) => releasesOnData(given, at).map((one) => Number(one[0]));
const restored = went('recovered', { verdicts: [...attempt(plan()).verdicts, swapped()] }, restorePlan());
const undone = undoing('undone', restorePlan().id, {
  plan: {
    ...restorePlan(),
    id: 'r-00000009',
    action: 'undo',
    of: restorePlan().id,
    to: { commit: commit(3), subject: '' },
  },
});

test.each<[string, Facts, string, number[]]>([
  ['nothing before the first release', after(), '2026-11-01T00:00:00Z', []],
  ['each release that came up until then, newest first', after(), '2026-11-22T00:00:00Z', [3, 2, 1]],
  ['not what came up later', after(), '2026-11-20T12:00:00Z', [2, 1]],
  [
    'the bad release still, after a rollback of code',
    after(went('recovered')),
    '2026-11-23T00:00:00Z',
    [2, 3, 1],
  ],
  ['not the bad release, after a restore', after(restored), '2026-11-23T00:00:00Z', [2, 1]],
  [
    'the bad release again, once the restore is taken back',
    after(restored, undone),
    '2026-12-23T00:00:00Z',
    [3, 2, 1],
  ],
])('had been up on the data: %s', (_, given, at, expected) => {
  expect(on(given, at)).toEqual(expected);
});
