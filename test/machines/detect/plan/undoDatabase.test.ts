import type { Attempt } from '../../../../machines/model/attempt';
import type { BackupStore } from '../../../../machines/detect/observe/backupStore';
import { makeUndoPlan, undoRefusal } from '../../../../machines/detect/plan/undoPlan';
import { restorePlan, SHADOW_OID, swapped, store } from '../../../backups';
import { attempt, facts, LIVE_OID, saying, settings, without } from '../../../fixtures';
import { at } from '../../choices';

const LIVE = 'chronos_financial';
const ID = restorePlan().id;
const SEALED = `${LIVE}_before_${ID}`;
const given = facts({ git: at(2) });
const restored = (...verdicts: Attempt['verdicts']): Attempt =>
  attempt(restorePlan(), { verdicts, outcome: 'recovered' });
const done = restored(swapped());
/** The shadow is live, and what was live is sealed. */
const after = (more: Partial<BackupStore> = {}): BackupStore =>
  store({
    names: new Map([
      [LIVE, SHADOW_OID],
      [SEALED, LIVE_OID],
    ]),
    since: new Map(),
    ...more,
  });
const names = (...pairs: [string, string][]) => after({ names: new Map(pairs) });
const since = (counts: Record<string, [number, number]>) => ({ since: new Map(Object.entries(counts)) });

test('the undo goes back to the release and the database that were, by a plan of its own', () => {
  const made = makeUndoPlan(done, given, 1, [], after());
  expect(made).toMatchObject({
    action: 'undo',
    of: ID,
    scenario: 'database',
    from: restorePlan().to,
    to: restorePlan().from,
    backup: restorePlan().backup,
    database: restorePlan().database,
    steps: [],
    risks: [],
    notes: [],
  });
  expect(made.id).not.toBe(ID);
});

test.each<[string, Attempt, BackupStore, string[]]>([
  ['nothing was written since', done, after(), []],
  [
    'the app has written since',
    done,
    after(since({ 'public.transfers': [3, 10], 'public.accounts': [1, 10], 'public.fees': [0, 4] })),
    ['4 rows', '(public.transfers 3, public.accounts 1)'],
  ],
  ['a single row was', done, after(since({ a: [1, 0] })), ['1 row ', '(a 1)']],
  ['nobody can tell', done, without(after(), 'since'), ['nobody']],
  ['it was cut off before the swap', restored(), { ...names([LIVE, LIVE_OID]), ...since({ a: [9, 0] }) }, []],
  ['the verdict of the swap did not get to the disk', restored(), without(after(), 'since'), ['nobody']],
  ['the swap is taken back already', done, store({ ...since({ a: [9, 0] }) }), []],
  [
    'it was restored in place, where the live database is the same one',
    restored(swapped({ oid: LIVE_OID })),
    store({ ...since({ a: [2, 0] }) }),
    ['2 rows', '(a 2)'],
  ],
])('consent to an undo, where %s', (_, of, seen, told) => {
  const { risks } = makeUndoPlan(of, given, 1, [], seen);
  expect(risks).toEqual(
    told.length > 0 ? [{ kind: 'writes', code: 'risk.writes-lost', what: saying(...told) }] : [],
  );
});

test('who is connected is told, and another risk stays', () => {
  const sessions = [{ user: 'ann', application: '', address: '10.0.0.9', count: 1 }];
  const made = makeUndoPlan(
    done,
    given,
    1,
    [{ kind: 'drift', what: 'x' }],
    after({ sessions, ...since({ a: [1, 0] }) }),
  );
  expect([made.notes, made.noteCodes]).toEqual([[saying('ann, 10.0.0.9')], ['note.connected']]);
  expect(made.risks.map(({ kind }) => kind)).toEqual(['drift', 'writes']);
});

test('the id of an undo covers that there is something to lose, not how much', () => {
  const id = (rows: number) => makeUndoPlan(done, given, 1, [], after(since({ a: [rows, 0] }))).id;
  expect(id(5)).toBe(id(1));
  expect(id(0)).not.toBe(id(1));
});

test.each<[string, Attempt, BackupStore, object | undefined]>([
  ['what was live is sealed, and can come back', done, after(), undefined],
  ['what was live is live', done, store(), undefined],
  ['nothing was swapped', restored(), names([LIVE, LIVE_OID]), undefined],
  [
    'the database does not answer, which the undo may have to mend',
    done,
    without(after(), 'database'),
    undefined,
  ],
  [
    'a replication slot would be left behind',
    done,
    after({ bound: [{ kind: 'slot', name: 's' }] }),
    { code: 'database.bound', got: 's' },
  ],
  [
    'a third database is live',
    done,
    names([LIVE, '5'], [SEALED, LIVE_OID]),
    {
      code: 'undo.other-database',
      what: saying(`${LIVE}`, `${ID}`),
      got: 'oid 5',
      accepts: `oid ${SHADOW_OID}`,
    },
  ],
  ['none is live, as an undo that failed may have left it', done, names([SEALED, LIVE_OID]), undefined],
  [
    'what was live was dropped',
    done,
    names([LIVE, SHADOW_OID]),
    {
      code: 'undo.database-gone',
      what: saying(`${ID}`),
      accepts: `${SEALED}, with oid ${LIVE_OID}`,
    },
  ],
  [
    'what was live was dropped, and the verdict of the swap did not get to the disk',
    restored(),
    names([LIVE, SHADOW_OID]),
    { code: 'undo.database-gone', accepts: `${SEALED}, with oid ${LIVE_OID}` },
  ],
  [
    'the verdict of the swap did not get to the disk, and what was live is sealed',
    restored(),
    after(),
    undefined,
  ],
  [
    'another one has its sealed name',
    done,
    names([LIVE, SHADOW_OID], [SEALED, '7']),
    { code: 'undo.database-gone', accepts: `${SEALED}, with oid ${LIVE_OID}` },
  ],
])('whether an undo can be done: %s', (_, of, seen, refusal) => {
  const said = undoRefusal(settings(), of, seen, given);
  if (refusal) expect(said).toMatchObject(refusal);
  else expect(said).toBeUndefined();
});
