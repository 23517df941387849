import { databaseOf, type Plan } from '../../../machines/model/plan';
import { makeUndoPlan } from '../../../machines/detect/plan/undoPlan';
import { backupPins, databasePins, given, undoPins, words } from '../../../resources/script/stepPins';
import { backupFile, inPlacePlan, restorePlan, SHA, SNAPSHOT, swapped, store } from '../../backups';
import { attempt, commit, facts, LIVE_OID, plan, restartPlan, without } from '../../fixtures';

const made = restorePlan();
const inPlace = inPlacePlan();
const sealed = `chronos_financial_before_${made.id}`;
const undone = (of: Plan) => makeUndoPlan(attempt(of, { verdicts: [swapped()] }), facts(), 1, [], store());

test('pairs without a value and pins without content are left out', () => {
  expect(
    words([
      ['a', '1'],
      ['b', undefined],
      ['c', ''],
    ]),
  ).toBe('a=1 c=');
  expect(given({ A: '', B: 'x' })).toEqual({ B: 'x' });
});

test('a restore beside pins the backup by its content, the database by its oid, and both names', () => {
  expect(backupPins(made)).toEqual({
    BACKUP: backupFile().path,
    SHA256: SHA,
    STRATEGY: 'shadow',
    SNAPSHOT,
    LIVE_OID,
    SHADOW: 'chronos_financial_shadow_abababab',
    SEALED: sealed,
  });
});

test('one that an older version has planned in place pins the name under which it works, and no shadow', () => {
  expect(backupPins(inPlace)).toEqual({
    ...without(backupPins(made) as Record<'SHADOW' | 'SEALED', string>, 'SHADOW', 'SEALED'),
    STRATEGY: 'in-place',
    HIDDEN: `chronos_financial_inplace_${inPlace.id}`,
  });
});

test('a snapshot that nobody knows is not pinned', () => {
  expect(backupPins(restorePlan({ chosen: { path: '/a.dump' } }))).not.toHaveProperty('SNAPSHOT');
});

test('a rollback of code pins no backup', () => {
  expect(backupPins(plan())).toEqual({});
});

test.each<[string, Plan, object]>([
  ['of code', plan(), { DATABASE: 'container-of-postgres', LIVE_OID }],
  ['of data', made, { DATABASE: 'container-of-postgres', LIVE_OID }],
  ['that takes everything down', restartPlan('all'), { DATABASE: '', LIVE_OID }],
])('verify finds the database of a plan %s', (_, of, expected) => {
  expect(databasePins(of, 'postgres')).toMatchObject(expected);
});

test('where nobody knows the oid of the live database, none is looked for', () => {
  const unknown = { ...plan(), database: { ...databaseOf(plan()), oid: '' } };
  expect(databasePins(unknown, 'postgres')).not.toHaveProperty('LIVE_OID');
});

test.each<[string, Plan, object]>([
  [
    'by itself',
    made,
    {
      OF: made.id,
      COMMIT: commit(3),
      STRATEGY: 'shadow',
      SEALED: sealed,
      ABANDONED: `chronos_financial_undone_${made.id}`,
      LIVE_OID,
    },
  ],
  [
    'on demand',
    undone(made),
    {
      OF: made.id,
      COMMIT: commit(3),
      STRATEGY: 'shadow',
      SEALED: sealed,
      ABANDONED: `chronos_financial_undone_${made.id}`,
      LIVE_OID,
    },
  ],
  [
    'of a restore in place',
    undone(inPlace),
    { OF: inPlace.id, STRATEGY: 'in-place', HIDDEN: `chronos_financial_inplace_${inPlace.id}` },
  ],
])('an undo %s is told which database comes back, and what becomes of the other', (_, of, expected) => {
  expect(undoPins(of, 'postgres')).toMatchObject(expected);
});

test('an undo of code is told of no database that changes its name', () => {
  expect(Object.keys(undoPins(plan(), 'postgres'))).not.toEqual(expect.arrayContaining(['STRATEGY']));
});
