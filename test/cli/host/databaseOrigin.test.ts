import { databaseOf } from '../../../machines/model/plan';
import { saying } from '../../fixtures';
import type { Attempt } from '../../../machines/model/attempt';
import { readJournal } from '../../../audit/journal/attempts';
import { originOf, ownerOf, rowsBefore } from '../../../cli/host/databaseOrigin';
import { databaseNames } from '../../../machines/postgres/databaseNames';
import { closed, ended, journalOf, opened } from '../../audit/journal/lines';
import { restoredJournal, restoringPlan } from '../../support/host/restored';

const ID = 'r-00c0ffee';
const left = (name: string, more: object = {}) => ({
  ...{ name, oid: '16500', bytes: 1, isOpen: false, comment: 'chronos-rollback: live until', ...more },
});
const snapshot = '700:700:';
const plan = restoringPlan(ID, '16500', {}, { snapshot });
const attemptsOf = (text: string): readonly Attempt[] => readJournal(text).attempts;
const attempts = attemptsOf(restoredJournal(plan, { oid: '16600', snapshot: '800:800:' }));

describe('what the journal knows of a database that was left', () => {
  test('what was live before is as old as the swap, and has what was written since the backup', () => {
    expect(originOf('app', left(`app_before_${ID}`), attempts)).toEqual({
      rollback: ID,
      isKnown: true,
      at: '2026-11-22T03:00:02.500Z',
      what: saying('app', ID),
      since: snapshot,
      basis: saying('2026-11-22 02:00 UTC'),
      exports: `./rollback writes ${ID}`,
    });
  });

  test('one of another oid is known by its name alone, and one that is open says so', () => {
    const origin = originOf('app', left(`app_before_${ID}`, { oid: '1', isOpen: true }), attempts);
    expect(origin).toMatchObject({ isKnown: false, what: expect.stringMatching(/; it is NOT sealed$/) });
  });

  test('one of no rollback that is known is of unknown age, and is compared', () => {
    const unknown = { rollback: '-', isKnown: false, at: '', since: '', basis: saying('app') };
    expect(originOf('app', left('app_before_r-00000001'), attempts)).toMatchObject(unknown);
    expect(originOf('app', left('app_shadow_00000000'), attempts)).toMatchObject(unknown);
  });

  test('what was taken back is as old as the undo, and has what was written since the restore', () => {
    const undo = { ...plan, id: 'r-00000002', action: 'undo', of: ID } as const;
    const verdict = {
      step: 'undo',
      ok: true,
      summary: '',
      started: '2026-11-22T05:00:00Z',
      seconds: 3,
    } as const;
    const before = restoredJournal(plan, { oid: '16600', snapshot: '800:800:' });
    const after = [opened(undo), ended(verdict), closed('undone')];
    const all = attemptsOf(before + journalOf(undo.id, after, before.trimEnd().split('\n').at(-1)));
    expect(originOf('app', left(`app_undone_${ID}`, { oid: '16600' }), all)).toEqual({
      rollback: ID,
      isKnown: true,
      at: '2026-11-22T05:00:03.000Z',
      what: saying(ID),
      since: '800:800:',
      basis: saying(ID),
    });
  });

  test('a shadow is as old as the newest rollback that used its backup; a half one says so', () => {
    const shadow = left('app_shadow_abababab', { comment: 'chronos-rollback: being restored from abab' });
    expect(originOf('app', shadow, attempts)).toMatchObject({
      rollback: ID,
      isKnown: true,
      at: '2026-11-22T03:00:02.000Z',
      what: saying('half', '/backups/b.dump'),
      since: '',
    });
  });

  test('the name of a long database is cut, and belongs to the one that the journal names', () => {
    const [one, other] = ['x', 'y'].map((end) => `${'a'.repeat(60)}${end}`) as [string, string];
    const name = databaseNames(one, ID, '').sealed;
    const theirs = { ...plan, database: { ...databaseOf(plan), name: other } };
    const journal = attemptsOf(restoredJournal(theirs, {}));
    expect(ownerOf(one, left(name), journal)).toBe(other);
    expect(ownerOf(one, left(name), [])).toBe(one);
  });
});

test('the snapshot of a backup tells nothing of a database that was restored after it: all of it was written anew', () => {
  const first = restoredJournal(restoringPlan('r-00000003', '1'), { oid: '16500' });
  const [earlier] = attemptsOf(first);
  const later = { ...(attempts[0] as Attempt), opened: '2026-11-22T04:00:00.000Z' };
  expect(rowsBefore('app', later, [earlier as Attempt, later])).toEqual({
    since: '',
    basis: saying('app'),
  });
  const older = { ...(earlier as Attempt), plan: { ...plan, id: 'r-00000003' }, verdicts: [] };
  expect(rowsBefore('app', later, [older, later])).toMatchObject({ since: snapshot });
});
