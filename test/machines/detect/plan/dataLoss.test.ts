import fc from 'fast-check';
import type { Loss } from '../../../../machines/model/backup';
import type { Inspection } from '../../../../machines/detect/observe/backupInspection';
import {
  beyondConsent,
  consentLimit,
  countedText,
  isLoss,
  lossOf,
  lossText,
} from '../../../../machines/detect/plan/dataLoss';
import type { BackupManifest } from '../../../../machines/detect/observe/backupManifest';
import type { BackupStore } from '../../../../machines/detect/observe/backupStore';
import { counted, inspection, restorePlan, SIDECAR, store } from '../../../backups';
import { plan, saying, without } from '../../../fixtures';

const since = (counts: Record<string, [number, number]>) => ({ since: new Map(Object.entries(counts)) });
const compared = (counts: Record<string, [number, number]>): Inspection => ({
  ...without(inspection(), 'since'),
  compared: new Map(Object.entries(counts)),
});
const writes = (counts: Parameters<typeof counted>[0], since?: string): BackupStore =>
  store({ writes: counted(counts, since) });
const loss = (method: Loss['method'], rows: number, gone = 0): Loss => ({ method, rows, gone, tables: [] });
const unread = without(inspection(), 'since');
const UNTOUCHED = { 'public.accounts': [10, 0, 0], 'public.transfers': [10, 0, 0] } as const;
const tables = { ...SIDECAR.tables };

type Row = [string, Partial<BackupManifest>, Inspection, BackupStore, Omit<Loss, 'tables'>, string[]];
test.each<Row>([
  ['nothing was written', SIDECAR, inspection(), store(), loss('snapshot', 0), []],
  [
    'rows were written, and rows of the backup are gone',
    SIDECAR,
    inspection(since({ 'public.accounts': [0, 10], 'public.transfers': [3, 9] })),
    store(),
    loss('snapshot', 3, 1),
    ['public.transfers'],
  ],
  [
    'a table was dropped since: all its rows come back',
    SIDECAR,
    inspection(since({ 'public.transfers': [0, 10] })),
    store(),
    loss('snapshot', 0, 10),
    ['public.accounts'],
  ],
  [
    'a table is new: all its rows would leave',
    SIDECAR,
    inspection(since({ 'public.accounts': [0, 10], 'public.transfers': [0, 10], 'public.fees': [7, 0] })),
    store(),
    loss('snapshot', 7),
    ['public.fees'],
  ],
  [
    'a transaction was at work at that moment: more rows look old than there were, and count as written',
    SIDECAR,
    inspection(since({ 'public.accounts': [0, 12], 'public.transfers': [0, 10] })),
    store(),
    loss('snapshot', 2),
    ['public.accounts'],
  ],
  [
    'the tables come with the most first',
    SIDECAR,
    inspection(since({ 'public.accounts': [1, 10], 'public.transfers': [2, 10] })),
    store(),
    loss('snapshot', 3),
    ['public.transfers', 'public.accounts'],
  ],
  [
    'a shadow is there to compare with',
    {},
    compared({ 'public.accounts': [0, 0], 'public.transfers': [2, 5] }),
    store(),
    loss('comparison', 2, 5),
    ['public.transfers'],
  ],
  ['only the counters tell, and none has moved', SIDECAR, unread, store(), loss('statistics', 0), []],
  [
    'a counter has moved: failed transactions count too, so nobody knows',
    SIDECAR,
    unread,
    writes({ ...UNTOUCHED, 'public.accounts': [12, 0, 0] }),
    loss('unknown', 0),
    [],
  ],
  [
    'a table is new, and nothing was ever written to it',
    SIDECAR,
    unread,
    store({
      writes: counted({ ...UNTOUCHED, 'public.fees': [0, 0, 0, 0] }),
      tables: new Set(['public.fees']),
    }),
    loss('statistics', 0),
    [],
  ],
  [
    'a table is new, and something was written to it',
    SIDECAR,
    unread,
    store({ writes: counted({ ...UNTOUCHED, 'public.fees': [4, 0, 0] }), tables: new Set(['public.fees']) }),
    loss('unknown', 0),
    [],
  ],
  [
    'a table was emptied since, which no counter tells',
    SIDECAR,
    unread,
    writes({ ...UNTOUCHED, 'public.transfers': [10, 0, 0, 0] }),
    loss('unknown', 0),
    [],
  ],
  [
    'the counters were reset since, and have come to where they were',
    SIDECAR,
    unread,
    writes(UNTOUCHED, '2026-11-21T02:38:00Z'),
    loss('unknown', 0),
    [],
  ],
  [
    'nobody knows since when the server counts',
    SIDECAR,
    unread,
    writes(UNTOUCHED, ''),
    loss('unknown', 0),
    [],
  ],
  ['nobody knows when the backup was taken', { tables }, unread, store(), loss('unknown', 0), []],
  ['the server tells of no counters', SIDECAR, unread, without(store(), 'writes'), loss('unknown', 0), []],
  [
    'statistics that are not kept tell nothing',
    SIDECAR,
    unread,
    store({ database: { ...store().database, counts: false } as never }),
    loss('unknown', 0),
    [],
  ],
  [
    'a table without statistics tells nothing',
    SIDECAR,
    unread,
    writes({ 'public.accounts': [10, 0, 0] }),
    loss('unknown', 0),
    [],
  ],
  [
    'a sidecar that has only rows tells nothing without a snapshot',
    { ...SIDECAR, tables: { 'public.accounts': { rows: 10 } } },
    unread,
    store(),
    loss('unknown', 0),
    [],
  ],
  ['nothing is known of the backup', {}, unread, store(), loss('unknown', 0), []],
  [
    'a snapshot without a count of rows does not tell what is gone',
    {},
    inspection(),
    store(),
    loss('unknown', 0),
    [],
  ],
])('what would be lost where %s', (_, sidecar, found, seen, expected, named) => {
  const told = lossOf(sidecar, found, seen);
  expect({ ...told, tables: [] }).toEqual(expected);
  expect(told.tables.map(({ table }) => table)).toEqual(named);
});

test('at most fifty tables are named, and all are counted', () => {
  const many = Object.fromEntries(
    Array.from({ length: 60 }, (_, n) => [`t${n}`, [1, 0] as [number, number]]),
  );
  const told = lossOf({}, compared(many), store());
  expect([told.rows, told.tables.length]).toEqual([60, 50]);
});

test.each([
  [loss('snapshot', 0), false, ['0 rows']],
  [loss('snapshot', 1), true, ['1 row ']],
  [loss('comparison', 0, 2), true, ['0 rows', '; 2 ']],
  [loss('unknown', 0), true, ['unknown']],
])('%j is a loss: %s, with %j', (one, expected, told) => {
  expect([isLoss(one), lossText(one)]).toEqual([expected, saying(...told)]);
});

test('what nobody knows is not said to be counted', () => {
  expect(countedText('snapshot')).toBe("counted exactly, by the backup's snapshot");
  expect(countedText('comparison')).toBe('counted exactly, by comparing row by row with the restored backup');
  expect(countedText('unknown')).toBe('not known before it is restored');
});

const shown = (one: Loss) => ({ ...restorePlan(), loss: one });
test.each<[string, Loss, Loss | undefined, string[] | undefined]>([
  ['as many rows as were shown', loss('snapshot', 5), loss('snapshot', 5), undefined],
  ['up to twice as many and a hundred', loss('snapshot', 5, 5), loss('snapshot', 100, 20), undefined],
  [
    'one row more',
    loss('snapshot', 5, 5),
    loss('snapshot', 101, 20),
    ['101 rows', '20 ', countedText('snapshot'), '5 and 5'],
  ],
  [
    'a single row where none was shown',
    loss('snapshot', 0),
    loss('snapshot', 1),
    ['1 row ', countedText('snapshot'), 'nothing'],
  ],
  ['any number, where none was known', loss('unknown', 0), loss('comparison', 1e9), undefined],
  [
    'a number that nobody knows, where one was shown',
    loss('snapshot', 5),
    loss('unknown', 0),
    ['unknown', countedText('unknown'), '5 and 0'],
  ],
  ['a step that has counted nothing', loss('snapshot', 0), undefined, undefined],
])('consent covers, or not: %s', (_, consented, counted, expected) => {
  const verdict = { step: 'prepare' as const, ok: true, summary: '', started: '', seconds: 0 };
  expect(beyondConsent(shown(consented), counted ? { ...verdict, loss: counted } : verdict)).toEqual(
    expected && saying(...expected),
  );
});

test('who was shown more has consented to no less, and what is beyond consent stays so with more rows', () => {
  const count = fc.integer({ min: 0, max: 1e6 });
  const limit = (rows: number, gone: number) => Number(consentLimit(shown(loss('snapshot', rows, gone))));
  const verdict = { step: 'prepare' as const, ok: true, summary: '', started: '', seconds: 0 };
  fc.assert(
    fc.property(count, count, count, count, (rows, gone, more, counted) => {
      expect(limit(rows + more, gone)).toBeGreaterThanOrEqual(limit(rows, gone));
      expect(limit(rows, gone)).toBe(limit(gone, rows));
      const isBeyond = (number: number) =>
        beyondConsent(shown(loss('snapshot', rows, gone)), { ...verdict, loss: loss('snapshot', number) }) !==
        undefined;
      expect(isBeyond(counted + more) || !isBeyond(counted)).toBe(true);
      expect(isBeyond(rows + gone)).toBe(false);
    }),
  );
});

test('a rollback of code consents to no lost row', () => {
  expect(consentLimit(plan())).toBe(0);
});
