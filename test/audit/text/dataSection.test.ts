import { dataSection, lossLines } from '../../../audit/text/dataSection';
import type { Loss } from '../../../machines/model/backup';
import { countedText, lossText } from '../../../machines/detect/plan/dataLoss';
import type { Plan } from '../../../machines/model/plan';
import { makeUndoPlan } from '../../../machines/detect/plan/undoPlan';
import { inPlacePlan, inspection, restorePlan, SHA, store, WRITTEN } from '../../backups';
import { attempt, facts, plan, without } from '../../fixtures';

const made = restorePlan();
const toldOf = (of: Plan) => dataSection(of, facts()).map((line) => line.replace(/^(DATA)? +/, ''));
const lines = (...args: Parameters<typeof restorePlan>) => toldOf(restorePlan(...args));

const loss = (rows: number, gone: number, names: readonly string[] = [], more = {}): Loss => ({
  method: 'snapshot',
  rows,
  gone,
  tables: names.map((table) => ({ table, written: 1, gone: 2, ...more })),
});

test('a rollback of code has nothing to say of data', () => {
  expect(dataSection(plan(), facts())).toEqual([]);
});

test('a restore says which backup, how old, what it costs, and what is kept', () => {
  expect(lines()).toEqual([
    `backup ${made.backup?.path}, custom, 5 MiB, SHA-256 ${SHA.slice(0, 12)}`,
    'taken 2026-11-21 02:37:30 UTC by its sidecar, 1 day old',
    "nothing was written since, counted exactly, by the backup's snapshot; should a row be written meanwhile, nothing is swapped",
    `kept: chronos_financial as it is, sealed, as chronos_financial_before_${made.id}; ./rollback writes ${made.id} exports what is only there`,
  ]);
});

test.each<[string, Parameters<typeof restorePlan>, string]>([
  [
    'a compressed one',
    [{ inspection: inspection({ format: 'plain', packed: 'gzip' }) }],
    `, plain in gzip, 5 MiB,`,
  ],
  ['a small one', [{ inspection: inspection({ bytes: 1500 }) }], ', custom, 2 KiB,'],
  ['one of which nobody knows when it was taken', [{ chosen: { path: '/a.dump' } }], 'of unknown age'],
  [
    'rows that would be lost',
    [{ inspection: WRITTEN }],
    `${lossText(loss(3, 1))}, ${countedText('snapshot')}`,
  ],
])('%s is told so', (_, given, line) => {
  expect(lines(...given).join('\n')).toContain(line);
});

test('of one that an older version has restored in place the dump is told of', () => {
  expect(toldOf(inPlacePlan())).toContain('kept: a dump of the live database, in the state directory');
});

test('what is only in the journal has no age: nobody has looked at the clock', () => {
  expect(dataSection(made, undefined)[1]).toMatch(/ UTC by its sidecar$/);
});

test.each<[string, Plan, RegExp]>([
  [
    'swaps the databases back',
    restorePlan(),
    /chronos_financial_before_(r-\S{8}) is live again; what is live now stays, sealed, as chronos_financial_undone_\1$/,
  ],
  [
    'restores the dump in place, as an older version did',
    inPlacePlan(),
    /the dump that was taken before the restore is restored in place$/,
  ],
])('an undo says that it %s', (_, given, words) => {
  const undo = makeUndoPlan(attempt(given), facts(), 1, [], store());
  expect(dataSection(undo, facts())).toEqual([expect.stringMatching(words)]);
});

test.each<[string, Loss, string[]]>([
  [
    'nothing',
    loss(0, 0),
    [
      "nothing was written since, counted exactly, by the backup's snapshot; should a row be written meanwhile, nothing is swapped",
    ],
  ],
  [
    'an unknown number',
    { ...loss(0, 0), method: 'unknown' },
    ['how many rows were written since the backup is not known before it is restored'],
  ],
  [
    'each table',
    loss(1, 2, ['public.a']),
    [
      `${lossText(loss(1, 2))}, ${countedText('snapshot')}`,
      '  public.a: 1 new or changed, 2 changed or deleted',
    ],
  ],
  [
    'what the statistics have of it',
    loss(1, 2, ['public.a'], { inserted: 3, updated: 4, deleted: 5 }),
    [
      expect.any(String) as string,
      '  public.a: 1 new or changed, 2 changed or deleted; by statistics 3 inserted, 4 updated, 5 deleted',
    ],
  ],
])('a loss tells %s', (_, one, expected) => {
  expect(lossLines(one)).toEqual(expected);
});

test('eight tables are named, the others counted', () => {
  const told = lossLines(
    loss(
      10,
      20,
      Array.from({ length: 10 }, (_, n) => `t${n}`),
    ),
  );
  expect([told.length, told.at(-1)]).toEqual([10, '  and 2 more tables']);
});

test('a loss that is not counted at all is not made up', () => {
  expect(dataSection(without(made, 'loss'), facts())).toHaveLength(3);
});
