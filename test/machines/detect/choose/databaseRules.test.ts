import type { Attempt } from '../../../../machines/model/attempt';
import type { Code } from '../../../../machines/model/codes';
import type { Facts } from '../../../../machines/model/facts';
import { databaseOf } from '../../../../machines/model/plan';
import type { Request } from '../../../../machines/model/request';
import { restorePlan, SHADOW_OID, swapped } from '../../../backups';
import {
  attempt,
  commit,
  facts,
  failing,
  image,
  LIVE_OID,
  plan,
  REQUEST,
  restartPlan,
  saying,
} from '../../../fixtures';
import { at, decide, go, ill, names, refusing, restart, running, undoing, well, went } from '../../choices';

const asked: Partial<Request> = { scenario: 'database' };
const database = (n: number, number = 1, risks: Code[] = []) => ({
  ...go(n, number, risks),
  scenario: 'database',
});
const code = (n: number, number: number) => go(n, number);
const version = 'PostgreSQL 15.18';
const prepared = attempt(plan()).verdicts;
const restored = (outcome: Attempt['outcome'], more: Partial<Attempt> = {}): Attempt =>
  went(
    outcome,
    { request: { ...REQUEST, ...asked }, verdicts: [...prepared, swapped()], ...more },
    restorePlan(),
  );
/** v2 runs on the restored database, as the rollback has left it. */
const there = (...attempts: Attempt[]): Partial<Facts> => ({
  git: at(2),
  containers: running(2),
  database: { version, oid: SHADOW_OID },
  attempts,
});
const done = there(restored('recovered'));
const later = { opened: '2026-11-22T03:05:00.000Z', closed: '2026-11-22T03:05:05.000Z' };
/** The same request once more, which only verified: the database was restored by the one before. */
const verified = went(
  'recovered',
  { request: { ...REQUEST, ...asked }, ...later },
  { ...plan(), id: 'r-00000007', from: plan().to, database: { ...databaseOf(plan()), oid: SHADOW_OID } },
);
const undone = undoing('undone', restorePlan().id, {
  plan: { ...undoing('undone').plan, of: restorePlan().id },
});

test.each<[string, Partial<Request>, Partial<Facts>, object]>([
  ['asked for while something is wrong: to the release before', asked, ill, database(2)],
  ['asked for while nothing is wrong: likewise', asked, well, database(2)],
  ['a release that is named', { ...asked, commit: 'v1' }, names(1), database(1)],
  [
    'the release that runs, named: the data alone goes back',
    { ...asked, commit: 'v3' },
    names(3),
    database(3),
  ],
  [
    'asked for, and nobody knows what ran before',
    asked,
    { deployments: [], git: { ...at(3), reflog: [] } },
    refusing('commit.previous-unknown'),
  ],
  [
    'with a service, which is for restarts',
    { ...asked, service: 'backend' },
    well,
    refusing('config.conflict', { what: saying('"service"', 'database') }),
  ],
  ['never unasked: a release that is ill goes back alone', {}, ill, code(2, 1)],
])('%s', (_, request, given, expected) => {
  expect(decide(request, given)).toEqual(expected);
});

const replay = (of: Attempt) => ({ kind: 'replay', plan: of.plan });
/** A release that was deployed after the rollback. */
const deployed = (n: number): Partial<Facts> => ({
  git: at(n),
  containers: running(n),
  deployments: [
    ...facts().deployments,
    { at: '2026-11-22T04:00:00Z', commit: commit(n), images: { backend: image(n) } },
  ],
});
const left = { ...done, ...deployed(3) };
test.each<[string, Partial<Facts>, object]>([
  ['all is as it was left, the live database too: the plan as it was', done, replay(restored('recovered'))],
  [
    'nobody can tell which database is live: likewise',
    { ...done, database: { version } },
    replay(restored('recovered')),
  ],
  [
    'it was verified again since, and stands: that plan',
    there(restored('degraded'), verified),
    replay(verified),
  ],
  [
    'another database is live: not restored again without consent',
    { ...done, database: { version, oid: LIVE_OID } },
    database(1, 2, ['risk.restored-before']),
  ],
  [
    'yet another database is live than was verified',
    { ...there(restored('degraded'), verified), database: { version, oid: '1' } },
    database(1, 3, ['risk.restored-before']),
  ],
  ['the release that was left is back', left, database(2, 2, ['risk.drift'])],
  ['another release came up', { ...done, ...deployed(4) }, database(2, 2, ['risk.drift'])],
  [
    'another rollback was done since',
    there(restored('recovered'), went('recovered', later, restartPlan(['backend']))),
    database(1, 2, ['risk.restored-before']),
  ],
  ['it ended degraded: only what stands is verified, as code', there(restored('degraded')), code(2, 2)],
  [
    'it is well, yet with other images: those come again, the data stays',
    { ...done, containers: running(3) },
    code(2, 2),
  ],
  [
    'a service is down: that one is restarted',
    { ...done, containers: running(2, { status: 'exited', health: null }) },
    restart(['backend'], 2),
  ],
  [
    'it answers badly: the services that show it are restarted',
    { ...done, probes: [failing('transfers')] },
    restart(['backend'], 2),
  ],
  [
    'what was restored is damaged too: another backup, for the release that is there',
    { ...done, database: { version, oid: SHADOW_OID, damage: ['1 page checksum fails'] } },
    refusing('database.damaged', {
      next: [saying(), { do: 'preview', for: { backup: 'NAME', commit: '2222222' } }],
    }),
  ],
  [
    'an operator took it back: consent is needed',
    { ...left, database: { version, oid: LIVE_OID }, attempts: [restored('recovered'), undone] },
    database(2, 2, ['risk.undone-before']),
  ],
  [
    'prepare refused it, as it cost more: planned afresh',
    { attempts: [restored('refused')] },
    database(2, 2),
  ],
  [
    'it failed and was taken back by itself: planned afresh',
    { attempts: [restored('undone')] },
    database(2, 2),
  ],
  [
    'it was cut off: it goes on',
    { attempts: [restored(undefined)] },
    {
      kind: 'resume',
      of: expect.objectContaining({ plan: restorePlan() }) as unknown,
      takesOver: false,
      commit: restorePlan().to.commit,
    },
  ],
])('asked for again, and %s', (_, given, expected) => {
  expect(decide(asked, given)).toEqual(expected);
});

test.each<[string, Partial<Request>]>([
  ['another backup', { backup: 'database_20261119_020000.dump' }],
  ['the app stopped first', { stopFirst: true }],
])('with %s it is another request: its own first attempt', (_, more) => {
  expect(decide({ ...asked, ...more }, { attempts: [restored('refused')] })).toEqual(database(2, 1));
});

test('a rollback of data alone can be taken back, and so can one of data and code', () => {
  const alone = { ...restored('recovered'), plan: { ...restorePlan(), to: plan().from } };
  const undo = (of: Attempt) => decide({ undo: of.plan.id }, there(of));
  expect(undo(restored('recovered'))).toEqual({
    kind: 'undo',
    of: restored('recovered'),
    attempt: 1,
    risks: [],
    commit: commit(3),
  });
  expect(undo(alone)).toMatchObject({ kind: 'undo', of: alone });
});

test('an undo that was asked for long ago is replayed, whatever happened to the database since', () => {
  expect(decide({ undo: restorePlan().id }, { attempts: [restored('recovered'), undone] })).toEqual(
    replay(undone),
  );
});

test.each<[string, Partial<Request>, Partial<Facts>, object]>([
  [
    'at the release that the restore has brought, not at one further back; and with consent',
    { ...asked, backup: 'b.dump' },
    done,
    database(2, 1, ['risk.restored-before']),
  ],
  [
    'where that restore was taken back: at the release before',
    { ...asked, backup: 'b.dump' },
    { ...well, attempts: [restored('recovered'), undone] },
    database(2),
  ],
  [
    'where another release was deployed since: at the one before that',
    { ...asked, backup: 'b.dump' },
    left,
    database(2),
  ],
])('another backup is asked for: %s', (_, request, given, expected) => {
  expect(decide(request, given)).toEqual(expected);
});

test('an attempt since that was refused or undone by itself has changed nothing: the plan as it was', () => {
  for (const outcome of ['refused', 'undone'] as const)
    expect(
      decide(asked, there(restored('recovered'), went(outcome, later, restartPlan(['backend'])))),
    ).toEqual(replay(restored('recovered')));
});
