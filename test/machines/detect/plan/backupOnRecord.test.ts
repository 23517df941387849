import { chooseBackup, type Chosen } from '../../../../machines/detect/plan/backupSelection';
import type { BackupStore } from '../../../../machines/detect/observe/backupStore';
import type { Deployment } from '../../../../machines/model/deployRecord';
import type { Facts } from '../../../../machines/model/facts';
import { makeRestore, MIB, restorePlan, SHA, store, taken } from '../../../backups';
import { commit, facts, saying, settings } from '../../../fixtures';

/** v2 as #2 and v3 as #3, before which a backup was taken while v2 ran. */
const OF2 = taken('20T12:00', { bytes: 5 * MIB });
const LATER2 = taken('20T18:00');
const OF3 = taken('21T12:00');
const kept = { path: OF2.path, sha256: SHA, bytes: OF2.bytes, takenAt: '2026-11-20T12:00:03Z' };
const before = (backup: object | null, more: object = {}) => ({
  before: { at: '2026-11-21T02:30:00Z', seconds: 1, found: 'healthy', backup, ...more } as never,
});
const record = (last: object): Deployment[] => {
  const [one, two, three] = facts().deployments as [Deployment, Deployment, Deployment];
  return [one, { ...two, number: 2 }, { ...three, number: 3, ...last }];
};
const choose = (
  last: object,
  files: BackupStore['files'] = [OF3, LATER2, OF2],
  request = 'v2',
  given: Partial<Facts> = {},
) =>
  chooseBackup(
    settings({ scenario: 'database', backup: 'matching', commit: request }),
    facts({ deployments: record(last), ...given }),
    store({ files }),
    commit(2),
  );
const note = (code: string, ...words: string[]) => ({ notes: [{ code, what: saying(...words) }] });
const BY_RECORD = 'note.backup-by-record';
const OTHERWISE = 'note.backup-not-as-recorded';

test('the match is what the record names as taken before the next release, and a newer one is named', () => {
  expect(choose(before(kept))).toMatchObject({
    path: OF2.path,
    file: { takenAt: '2026-11-20T12:00:03.000Z', takenBy: 'the record' },
    recorded: { sha256: SHA },
    ...note(BY_RECORD, OF2.name, '#3', LATER2.name),
  });
  const { notes: [only] = [] } = choose(before(kept), [OF3, OF2]) as Chosen;
  expect(only?.what).not.toContain('newer');
});

test('a sidecar tells better than the record when it was taken', () => {
  const file = { ...OF2, takenBy: 'its sidecar', sidecar: { sha256: SHA } } as const;
  expect(choose(before(kept), [file])).toMatchObject({ file, ...note(BY_RECORD) });
});

test('of a directory the size in the list is not compared', () => {
  expect(choose(before(kept), [{ ...OF2, bytes: 1, isDirectory: true }])).toMatchObject(note(BY_RECORD));
});

test.each<[string, BackupStore['files'], string]>([
  ['gone', [OF3, LATER2], 'not there any more'],
  ['of another size', [LATER2, { ...OF2, bytes: 7 }], 'it has 7 bytes now'],
  ['with another sidecar', [LATER2, { ...OF2, sidecar: { sha256: 'f'.repeat(64) } }], 'another SHA-256'],
])('one that is %s is said, and the match is by time', (_, files, why) => {
  expect(choose(before(kept), files)).toMatchObject({ path: LATER2.path, ...note(OTHERWISE, why) });
});

test('where none fits by time either, the refusal has what the record says', () => {
  expect(choose(before(kept), [OF3])).toMatchObject({ code: 'backup.no-match', got: saying(OF2.name, '#3') });
});

test.each<[string, object]>([
  ['names none', {}],
  ['has none', before(null)],
  ['has one that was taken before the target came up', before({ ...kept, takenAt: '2026-11-19T00:00:00Z' })],
  ['does not say when it was taken', before({ ...kept, takenAt: '?' })],
])('where the record %s, the match is by time and nothing is said', (_, last) => {
  expect(choose(last)).toEqual({ path: LATER2.path, file: LATER2, notes: [] });
});

test('a release that was deployed without a backup is named with the reason', () => {
  const none = before(null, { noBackup: 'the disk was full' });
  expect(choose(none)).toMatchObject({
    path: LATER2.path,
    ...note('note.deployed-without-backup', '#3', 'the disk was full'),
  });
});

test('of several releases of one commit the one that is named by its number counts', () => {
  const again = { number: 3, commit: commit(2), ...before(kept) };
  const last = { number: 4, at: '2026-11-23T00:00:00Z', commit: commit(2), images: {} };
  const newest = { ...kept, path: OF3.path, bytes: OF3.bytes, takenAt: '2026-11-21T12:00:00Z' };
  const deployments = [...record(again), { ...last, ...before(newest) }];
  const chosen = (request: string) => choose({}, [OF3, OF2], request, { deployments });
  expect(chosen('#2')).toMatchObject({ path: OF2.path, ...note(BY_RECORD, '#3') });
  expect(chosen('#3')).toMatchObject({ path: OF3.path, ...note(BY_RECORD, '#4') });
  expect(chosen('v2')).toMatchObject({ path: OF3.path, ...note(BY_RECORD, '#4') });
});

test('what the record says is a note of the plan', () => {
  const notes = [{ code: BY_RECORD, what: 'by the record' }] as const;
  expect(restorePlan({ chosen: { path: OF2.path, file: OF2, notes } }).noteCodes).toContain(BY_RECORD);
});

test('the checksum on record decides where no file beside the backup has one', () => {
  const recorded = { ...kept, sha256: 'f'.repeat(64) };
  expect(makeRestore({ chosen: { path: OF2.path, file: OF2, recorded } })).toMatchObject({
    code: 'backup.changed',
    accepts: saying(recorded.sha256, 'the record'),
  });
});
