import fc from 'fast-check';
import {
  databaseNames,
  namesOf,
  restoreNames,
  shadowsOf,
  undoNames,
} from '../../../machines/postgres/databaseNames';
import { inPlacePlan, restorePlan, SHA } from '../../backups';

const ID = 'r-12345678';

test('the names of a rollback tell what each database is', () => {
  expect(databaseNames('chronos', ID, SHA)).toEqual({
    shadow: 'chronos_shadow_abababab',
    sealed: `chronos_before_${ID}`,
    abandoned: `chronos_undone_${ID}`,
    hidden: `chronos_inplace_${ID}`,
  });
});

test('an undo works on the names of the rollback that it takes back', () => {
  const plan = restorePlan();
  expect(namesOf({ ...plan, id: 'r-00000001', of: plan.id })).toEqual(namesOf(plan));
});

test('a restore works on the shadow and the sealed one, its undo on the sealed and the abandoned one', () => {
  const { shadow, sealed, abandoned } = namesOf(restorePlan());
  expect(restoreNames(restorePlan())).toEqual({ shadow, sealed });
  expect(undoNames(restorePlan())).toEqual({ sealed, abandoned });
});

test('a restore in place works on one hidden name, and so does its undo', () => {
  const { hidden } = namesOf(inPlacePlan());
  expect([restoreNames(inPlacePlan()), undoNames(inPlacePlan())]).toEqual([{ hidden }, { hidden }]);
});

test('whatever the live database is called, no name is longer than PostgreSQL takes, and none is another', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 63 }), (live) => {
      const names = Object.values(databaseNames(live, ID, SHA)) as string[];
      for (const name of names) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
      expect(new Set([...names, live]).size).toBe(5);
      expect(names[0]?.startsWith(shadowsOf(live))).toBe(true);
    }),
  );
});

test.each([
  ['a'.repeat(63), 'a'.repeat(44)],
  ['ä'.repeat(30), 'ä'.repeat(22)],
  ['漢'.repeat(21), '漢'.repeat(14)],
])('a long name is cut between two characters: %s', (live, kept) => {
  expect(databaseNames(live, ID, SHA).hidden).toBe(`${kept}_inplace_${ID}`);
});
