import { hostStateSection } from '../../../audit/text/hostStateSection';
import type { Facts } from '../../../machines/model/facts';
import { commit, facts } from '../../fixtures';
import { lease } from '../../machines/choices';

const hold = {
  id: 'r-1',
  mode: 'release',
  commit: commit(3),
  since: 'noon',
  operator: 'ann',
  reason: '',
} as const;

test.each<[string, Partial<Facts>, [string, string[]][]]>([
  ['nothing', {}, []],
  ['a lease that is live', lease(), [['LEASE', [expect.stringMatching(/^bob is at work on r-/) as string]]]],
  ['a lease that ran out', lease({ until: '2026-11-22T02:00:00Z' }), []],
  [
    'a lease that cannot be read',
    { unreadableLease: true },
    [['LEASE', ['the lease cannot be read and keeps nobody off; the next rollback writes it anew']]],
  ],
  [
    'holds, also one that cannot be read',
    { holds: [hold], unreadableHolds: ['r-0000000a'] },
    [
      [
        'HOLD',
        [
          '3333333 v3 "Release 3" is refused by the deploy script since noon, by ann; ./rollback release r-1',
          'the hold of r-0000000a cannot be read: the deploy script refuses every deployment; ./rollback release r-0000000a',
        ],
      ],
    ],
  ],
])('what stands is told: %s', (_, given, expected) => {
  expect(hostStateSection(facts({ journalHead: 'a', ...given }))).toEqual(expected);
});
