import { numberRunning, sameCommitBefore } from '../../../../machines/detect/history/sameCommit';
import { lastBeforeUnrecorded, notOnRecord } from '../../../../machines/detect/history/notOnRecord';
import { broughtUp } from '../../../../machines/detect/choose/namedHead';
import { byDiagnosis } from '../../../../machines/detect/choose/scenario';
import { numberOnRecord } from '../../../../machines/detect/plan/settingsOfRelease';
import { diagnose } from '../../../../machines/detect/diagnose/diagnosis';
import type { Attempt } from '../../../../machines/model/attempt';
import type { Facts } from '../../../../machines/model/facts';
import { attempt, commit, container, facts, image, plan, REQUEST, settings } from '../../../fixtures';

/** A release on record: its number, its commit, what its `.env` is, and its image. */
const line = (number: number, n: number, digest: string, id = image(n), more: object = {}) => ({
  ...{ number, at: `2026-11-2${number}T02:00:00Z`, commit: commit(n), images: { backend: id } },
  settings: [{ path: '/srv/.env', kept: true, digest }],
  outcome: 'healthy',
  ...more,
});
const given = (
  deployments: Facts['deployments'],
  attempts: readonly Attempt[] = [],
  n = 3,
  id = image(n),
) => {
  const all = facts({ deployments, attempts, containers: [container('backend', id)] });
  return { ...all, git: { ...all.git, head: commit(n) } };
};
const rollback = (from: number, to: number, outcome: 'recovered' | 'undone', more: object = {}) => {
  const numbered = { ...plan() };
  return attempt(
    {
      ...numbered,
      from: { ...numbered.from, commit: commit(3), number: from },
      to: { ...numbered.to, commit: commit(3), number: to },
    },
    { outcome, opened: '2026-11-29T02:00:00Z', ...more },
  );
};
const RECORD = [line(1, 2, 'a'), line(2, 3, 'a'), line(3, 3, 'b')];

test('the release before is one of the same commit where only settings differ, or only images', () => {
  expect(sameCommitBefore(given(RECORD))).toBe(2);
  expect(sameCommitBefore(given([line(1, 2, 'a'), line(2, 3, 'a', image(2)), line(3, 3, 'a')]))).toBe(2);
});

test('where the release before is another commit, or nothing differs, it is none of these', () => {
  expect(sameCommitBefore(given([line(1, 2, 'a'), line(2, 3, 'a')]))).toBeUndefined();
  expect(sameCommitBefore(given([line(1, 2, 'a'), line(2, 3, 'a'), line(3, 3, 'a')]))).toBeUndefined();
  expect(sameCommitBefore(given([line(1, 3, 'a'), line(2, 2, 'a'), line(3, 3, 'b')]))).toBeUndefined();
});

test('a line without number, of another commit, is the release before where it came directly before', () => {
  const older = { at: '2026-11-22T02:00:00Z', commit: commit(2), images: {} };
  expect(sameCommitBefore(given([line(1, 3, 'a'), older, line(3, 3, 'b')]))).toBeUndefined();
  const left = attempt({ ...plan(), from: { ...plan().from, commit: commit(2) } }, { outcome: 'recovered' });
  expect(sameCommitBefore(given([line(1, 3, 'a'), older, line(3, 3, 'b')], [left]))).toBe(1);
});

test('of a commit that is named the release is meant that no rollback has left', () => {
  const after = { ...given([...RECORD, line(4, 1, 'c')], [rollback(3, 2, 'recovered')], 1) };
  expect(numberOnRecord(after, REQUEST, commit(3))).toBe(2);
  expect(numberOnRecord({ ...after, attempts: [] }, REQUEST, commit(3))).toBe(3);
  expect(numberOnRecord(after, { ...REQUEST, commit: '#3' }, commit(3))).toBe(3);
});

test('one that came up badly is passed over', () => {
  const bad = line(2, 3, 'c', image(3), { outcome: 'unhealthy' });
  expect(sameCommitBefore(given([line(1, 3, 'a'), bad, line(3, 3, 'b')]))).toBe(1);
});

test('a line of the record that cannot be read and may be the release before refuses it', () => {
  const way = (before: string) => {
    const seen = { ...given(RECORD), unreadRecord: [{ line: 3, before }] };
    return byDiagnosis({ ...REQUEST, scenario: 'code' }, seen, diagnose(seen, settings().deployment));
  };
  expect(way('2026-11-22T02:00:00Z')).toMatchObject({ kind: 'go', number: 2 });
  expect(way('2026-11-23T02:00:00Z')).toMatchObject({ refusal: { code: 'commit.previous-unknown' } });
});

test('the record is believed as far as it agrees with what runs', () => {
  expect(numberRunning(given(RECORD))).toBe(3);
  expect(numberRunning(given(RECORD, [], 3, image(9)))).toBeUndefined();
  expect(numberRunning(given(RECORD, [], 2))).toBeUndefined();
  const { settings: _, ...older } = line(4, 3, 'a');
  expect(numberRunning(given([...RECORD, older]))).toBeUndefined();
});

/** What runs, made after the last line by another hash of the same Compose than that has. */
const unrecorded = (record: Facts['deployments'], made: object = {}) => {
  const seen = given(record);
  const own = { created: '2026-11-24T02:00:00Z', configHash: 'bb', composeVersion: '2.30.0', ...made };
  return { ...seen, containers: [container('backend', image(3), own)] };
};
const HASHES = { definitions: { backend: 'aa' }, composeVersions: { backend: '2.30.0' } };
const HASHED = [...RECORD.slice(0, 2), line(3, 3, 'b', image(3), HASHES)];
const asked = (seen: Facts) =>
  byDiagnosis({ ...REQUEST, scenario: 'code' }, seen, diagnose(seen, settings().deployment));

test('what came up since by another definition is not on record, and the last one on record is the one before', () => {
  const seen = unrecorded(HASHED);
  expect(numberRunning(seen)).toBeUndefined();
  expect(notOnRecord(seen)).toMatch(
    /^what runs is not on record since .*: backend came up later, by another/,
  );
  expect(lastBeforeUnrecorded(seen)).toBe(3);
  expect(asked(seen)).toMatchObject({ kind: 'go', number: 3 });
  const named = { ...seen, wanted: { commit: commit(3), remote: false } };
  const brought = (of: string) => broughtUp({ kind: 'healthy' }, { ...REQUEST, commit: of }, named).kind;
  expect([brought('#3'), brought('#2'), brought('v3')]).toEqual(['go', 'go', 'healthy']);
});

test('an unrecorded image is likewise the newer one of the two', () => {
  const seen = unrecorded(RECORD);
  const containers = seen.containers.map((one) => ({ ...one, image: image(9) }));
  expect(asked({ ...seen, containers })).toMatchObject({ kind: 'go', number: 3 });
});

test('one that came up badly, or whose settings are not known, is not gone back to', () => {
  const bad = line(3, 3, 'b', image(3), { ...HASHES, outcome: 'unhealthy' });
  expect(lastBeforeUnrecorded(unrecorded([...RECORD.slice(0, 2), bad]))).toBeUndefined();
  const { settings: _, ...untold } = line(3, 3, 'b', image(3), HASHES);
  expect(lastBeforeUnrecorded(unrecorded([...RECORD.slice(0, 2), untold]))).toBeUndefined();
});

test.each<[string, object]>([
  ['the hash is the one on record', { configHash: 'aa' }],
  ['another version of Compose made it', { composeVersion: '2.31.0' }],
  ['it came up before that line', { created: '2026-11-22T02:00:00Z' }],
  ['it is in the network of another container', { networkMode: 'container:abc' }],
  ['it is among the processes of another container', { pidMode: 'container:abc' }],
  ['it has the shared memory of another container', { ipcMode: 'container:abc' }],
  ['it has the volumes of another container', { volumesFrom: ['abc:rw'] }],
])('the record is believed where %s', (_, made) => {
  const seen = unrecorded(HASHED, made);
  expect([notOnRecord(seen), numberRunning(seen), lastBeforeUnrecorded(seen)]).toEqual([
    undefined,
    3,
    undefined,
  ]);
});

test('after a rollback the one that it has brought runs, and the one that it has left is passed over', () => {
  const done = [rollback(3, 2, 'recovered')];
  expect(numberRunning(given(RECORD, done))).toBe(2);
  expect(sameCommitBefore(given(RECORD, done))).toBeUndefined();
  const before = [line(1, 3, 'z'), ...RECORD.slice(1)];
  expect(sameCommitBefore(given(before, done))).toBe(1);
  expect(sameCommitBefore(given(RECORD, [rollback(3, 2, 'undone')]))).toBe(2);
});
