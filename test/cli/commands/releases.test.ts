import { rowsOf } from '../../../cli/commands/releases';
import type { Listed } from '../../../cli/report/releases';
import { commit } from '../../fixtures';

const NOW = '2026-11-20T12:02:00Z';
const release = (backup: Listed['backup'], more: Partial<Listed> = {}): Listed => ({
  ...{ number: 2, at: '2026-11-20T10:00:00Z', commit: commit(2), name: 'v2', subject: 'Two', by: 'ann@host' },
  ...{ outcome: 'healthy', found: 'healthy', ranSeconds: 60, image: 'here', migrations: [], settings: [] },
  ...{ noBackup: '', ...more, backup },
});
const backup = { path: '/backups/one.sql', takenAt: '2026-11-20T12:00:00Z', isThere: true, atStake: null };
const [atStake, nothing] = [
  { written: 9, gone: 3 },
  { written: 0, gone: 0 },
];

test('a release on record is one row with its commit, and one with what else is known', () => {
  expect(rowsOf(release(null), NOW)).toEqual([
    '#2    2026-11-20 10:00  2222222 v2 "Two"',
    '      healthy; ran 1 minute; no backup; by ann@host',
  ]);
});

test.each<[string, Listed['backup'], string]>([
  ['where nobody knows', backup, 'backup taken 2 minutes ago; by'],
  ['where rows are at stake', { ...backup, atStake }, 'backup taken 2 minutes ago, 12 rows at stake; by'],
  ['where one is', { ...backup, atStake: { written: 1, gone: 0 } }, ', 1 row at stake; by'],
  ['where none is', { ...backup, atStake: nothing }, ', nothing written since; by'],
  ['of one that is gone', { ...backup, isThere: false }, 'backup gone, taken 2 minutes ago; by'],
])('what a restore of its backup would cost is said: %s', (_, given, expected) => {
  expect(rowsOf(release(given), NOW)[1]).toContain(expected);
});

test('why there is no backup is said, and what must be done for its images', () => {
  const [, more] = rowsOf(release(null, { noBackup: 'no room', image: 'gone', found: 'web is exited' }), NOW);
  expect(more).toContain(
    'healthy; later: web is exited; ran 1 minute; must be built; no backup: no room; by',
  );
});
