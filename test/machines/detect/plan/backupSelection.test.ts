import { OPEN } from '../../../../machines/model/remedy';
import fc from 'fast-check';
import { chooseBackup, misfit } from '../../../../machines/detect/plan/backupSelection';
import type { Facts } from '../../../../machines/model/facts';
import type { Refusal } from '../../../../machines/model/refusal';
import type { BackupStore } from '../../../../machines/detect/observe/backupStore';
import { backupFile, DIRECTORY, taken, store } from '../../../backups';
import { commit, facts, saying, settings } from '../../../fixtures';
import { went } from '../../choices';

const choose = (backup: string, files: BackupStore['files'], n = 2, given: Partial<Facts> = {}) =>
  chooseBackup(settings({ scenario: 'database', backup }), facts(given), store({ files }), commit(n));
/** Taken while v1, v2 and v3 ran; and a moment before v2 came up. */
const [OF1, OF2, OF3] = [taken('19T12:00'), taken('20T12:00'), taken('21T12:00')];
const LATER2 = taken('20T18:00');
const ALL = [OF3, LATER2, OF2, OF1];
const latest = (of: typeof OF1) => ({
  ...of,
  name: 'database_latest.dump',
  path: `${DIRECTORY}/database_latest.dump`,
});
/** v3 was left for v2 by a rollback of code. */
const afterCode = {
  git: { ...facts().git, head: commit(2) },
  attempts: [went('recovered')],
};

test.each<[string, string, BackupStore['files'], string, number?, Partial<Facts>?]>([
  ['the newest of the time of the target', 'matching', ALL, LATER2.name],
  ['that of an older target', 'matching', ALL, OF1.name, 1],
  ['one of the release that runs, up to now', 'matching', ALL, OF3.name, 3],
  [
    'one that is as old as the release itself, whose record has whole seconds',
    'matching',
    [backupFile({ takenAt: '2026-11-20T02:38:00Z' })],
    backupFile().name,
  ],
  ['by its own name where another moves', 'matching', [latest(OF2), OF2], OF2.name],
  [
    'one of an earlier time of the target, after a rollback of code',
    'matching',
    ALL,
    LATER2.name,
    2,
    afterCode,
  ],
  ['the one that is called latest, by its own name', 'latest', [OF3, latest(OF2), OF2], OF2.name],
  [
    'the one that is called latest, where that is a file',
    'latest',
    [OF3, latest(OF2)],
    'database_latest.dump',
  ],
  ['the newest, where none is called latest', 'latest', ALL, OF3.name],
  ['the one that is named', OF1.name, ALL, OF1.name],
  ['the only one with that time in its name', '20261121_023730', [OF3, backupFile()], backupFile().name],
])('chosen is %s', (_, backup, files, name, n = 2, given = {}) => {
  expect(choose(backup, files, n, given)).toMatchObject({ path: `${DIRECTORY}/${name}`, file: { name } });
});

test('a path is taken as it is, with what is known of it', () => {
  expect(choose('/elsewhere/a.sql', ALL)).toEqual({ path: '/elsewhere/a.sql' });
  expect(choose(OF2.path, ALL)).toEqual({ path: OF2.path, file: OF2 });
});

test.each<[string, string, BackupStore['files'], object, number?, Partial<Facts>?]>([
  [
    'there is none',
    'matching',
    [],
    {
      code: 'backup.none',
      what: saying(`${DIRECTORY}`),
      next: { do: 'set', key: 'deployment.backupDirectory', value: OPEN },
    },
  ],
  [
    'no record says when the target ran',
    'matching',
    ALL,
    {
      code: 'backup.match-unknown',
      what: saying('2222222'),
      accepts: expect.stringContaining('database_21T12:00.dump of 2026-11-21 12:00 UTC, '),
      next: { do: 'update', for: { backup: 'NAME' } },
    },
    2,
    { deployments: [] },
  ],
  [
    'none is of the time of the target',
    'matching',
    [OF3, OF1],
    {
      code: 'backup.no-match',
      what: saying('2222222'),
      got: saying('2026-11-20T02:38:00Z'),
    },
  ],
  [
    'none is of the time of the release that runs',
    'matching',
    [OF2],
    {
      code: 'backup.no-match',
      what: saying('3333333'),
      got: saying('2026-11-21T02:38:00Z'),
    },
    3,
  ],
  [
    'none has that name',
    'database_9.dump',
    ALL,
    { code: 'backup.not-found', what: saying(`${DIRECTORY}`), got: '"database_9.dump"' },
  ],
  [
    'two have that time in their names',
    '20261121_023730',
    [backupFile(), backupFile({ name: 'globals_20261121_023730.sql' })],
    { got: '"20261121_023730"' },
  ],
  ['latest is asked for and there is none', 'latest', [], { code: 'backup.not-found', got: '"latest"' }],
])('refused where %s', (_, backup, files, refusal, n = 2, given = {}) => {
  expect(choose(backup, files, n, given)).toMatchObject(refusal);
});

test('at most five are named', () => {
  const many = Array.from({ length: 9 }, (_, n) => taken(`21T1${n}:00`));
  const { accepts = '' } = choose('none.dump', many) as Refusal;
  expect(many.filter(({ name }) => JSON.stringify(accepts).includes(name))).toHaveLength(5);
});

const LEFT = ['after', '3333333'];
test.each<[string, string, string[] | undefined, Partial<Facts>?]>([
  ['before the target', '2026-11-19T12:00:00Z', ['before', '2222222']],
  ['while the target ran', '2026-11-20T12:00:00Z', undefined],
  ['once the target was left', '2026-11-21T02:38:00Z', LEFT],
  ['while the release ran that a rollback of code has left', '2026-11-21T12:00:00Z', LEFT, afterCode],
  ['since that rollback, which has left the data as it was', '2026-11-22T12:00:00Z', LEFT, afterCode],
  ['at a time that nobody knows', '', undefined],
  [
    'while the target ran, where a line of the record cannot be read that may be of another release then',
    '2026-11-20T12:00:00Z',
    ['line 3'],
    { unreadRecord: [{ line: 3, after: '2026-11-20T02:38:00Z', before: '2026-11-21T02:38:00Z' }] },
  ],
  [
    'while the target ran, where a line of the record cannot be read that came later',
    '2026-11-20T12:00:00Z',
    undefined,
    { unreadRecord: [{ line: 4, after: '2026-11-21T02:38:00Z' }] },
  ],
  [
    'at any time, where no record says when the target ran',
    '2026-11-29T12:00:00Z',
    undefined,
    { deployments: [] },
  ],
])('a backup that was taken %s, at "%s", is doubted, or not: %j', (_, at, told, given = {}) => {
  expect(misfit(facts(given), commit(2), at)).toEqual(told && saying(...told));
});

test('whatever is asked for and whatever is there, one is chosen or it is said why not', () => {
  const file = fc.record({
    name: fc.string(),
    inode: fc.constantFrom('1', '2'),
    takenAt: fc.date({ noInvalidDate: true }).map((at) => at.toISOString()),
  });
  const backup = fc.oneof(fc.constantFrom('matching', 'latest', '20261121_023730', '/a/b'), fc.string());
  fc.assert(
    fc.property(
      backup,
      fc.array(file.map((one) => backupFile(one))),
      fc.integer({ min: 1, max: 5 }),
      (name, files, n) => {
        const all = settings({ scenario: 'database' });
        const request = { ...all.request, backup: name };
        const chosen = chooseBackup({ ...all, request }, facts(), store({ files }), commit(n));
        if ('what' in chosen) expect([chosen.what, chosen.next]).not.toContain('');
        else expect([name, ...files.map(({ path }) => path)]).toContain(chosen.path);
      },
    ),
  );
});
