import { previewOf } from '../../../../audit/preview';
import { refusalNext } from '../../../../audit/text/refusalNext';
import type { Attempt } from '../../../../machines/model/attempt';
import { isInPlace } from '../../../../machines/model/backup';
import { detect } from '../../../../machines/detect/detect';
import type { Observer } from '../../../../machines/detect/observe/observer';
import type { Facts } from '../../../../machines/model/facts';
import { closableAs, safetyOf } from '../../../../machines/detect/refusals/inPlaceRefusals';
import { Plan } from '../../../../machines/model/plan';
import { Request } from '../../../../machines/model/request';
import { inPlacePlan, inspection, swapped, store } from '../../../backups';
import {
  attempt,
  commit,
  facts,
  HOLDER,
  LIVE_OID,
  plan,
  REQUEST,
  saying,
  settings,
  target,
  dataThere,
} from '../../../fixtures';
import { at, decide, ENDED, go, ill, lease, refusing, running, undoing, well, went } from '../../choices';

const old = inPlacePlan();
const ID = old.id;
/** As older versions asked, and as this one does. */
const ASKED = { ...REQUEST, scenario: 'database', strategy: 'in-place' } as const;
const prepared = attempt(plan()).verdicts;
const restored = (outcome: Attempt['outcome'], more: Partial<Attempt> = {}): Attempt =>
  went(
    outcome,
    { request: ASKED, verdicts: [...prepared, swapped({ oid: LIVE_OID })], begun: ['restore'], ...more },
    old,
  );
const undone = (outcome: Attempt['outcome']) =>
  undoing(outcome, ID, {}, { ...old, id: 'r-00000001', action: 'undo', of: ID, from: old.to, to: old.from });
const there = (...attempts: Attempt[]): Partial<Facts> => ({ git: at(2), containers: running(2), attempts });
const byHand = (of: Attempt) => ({ kind: 'byHand', of });
const asked = { scenario: 'database' } as const;

test('a plan of an older version is known by what it says of its backup; a newer one says the same as ever', () => {
  expect([isInPlace(old), isInPlace(plan()), isInPlace(undone('undone').plan)]).toEqual([true, false, true]);
  expect(Plan.parse(JSON.parse(JSON.stringify(old)))).toEqual(old);
  expect(Request.parse({ ...ASKED }).strategy).toBe('in-place');
  expect(Request.parse({ commit: 'v2', scenario: 'code' })).not.toHaveProperty('strategy');
});

describe('what is chosen', () => {
  test.each<[string, Partial<Request>, Partial<Facts>, object]>([
    [
      'one that recovered, asked for again: it is replayed',
      asked,
      there(restored('recovered')),
      { kind: 'replay', plan: old },
    ],
    [
      'one that is open, for the same request',
      asked,
      there(restored(undefined)),
      byHand(restored(undefined)),
    ],
    ['one that is open, for another request', {}, there(restored(undefined)), byHand(restored(undefined))],
    [
      'an undo of one that is open',
      asked,
      there(restored('recovered'), undone(undefined)),
      byHand(undone(undefined)),
    ],
    ['one that ended stranded', {}, there(restored('stranded')), byHand(restored('stranded'))],
    [
      'an undo of one that ended stranded',
      {},
      there(restored('recovered'), undone('stranded')),
      byHand(undone('stranded')),
    ],
    [
      'one that recovered, whose undo is asked for',
      { undo: ID },
      there(restored('recovered')),
      byHand(restored('recovered')),
    ],
    [
      'one that is degraded, whose undo is asked for',
      { undo: ID },
      there(restored('degraded')),
      byHand(restored('degraded')),
    ],
    [
      'one that was undone: that is replayed',
      { undo: ID },
      there(restored('recovered'), undone('undone')),
      { kind: 'replay', plan: undone('undone').plan },
    ],
    [
      'one that was undone by itself: its undo is replayed',
      { undo: ID },
      { attempts: [restored('undone')] },
      { kind: 'replay', plan: old },
    ],
    [
      'one that was closed by hand as undone: nothing is left to undo',
      { undo: ID },
      { attempts: [restored('undone', { byHand: { operator: 'ann', at: ENDED } })] },
      { kind: 'replay', plan: old },
    ],
    [
      'one that somebody else has the lease of',
      {},
      { ...there(restored(undefined)), ...lease() },
      refusing('lease.held'),
    ],
    [
      'one that ended stranded, and a release was deployed since',
      {},
      { ...well, attempts: [restored('stranded')], git: at(4), containers: running(4) },
      { kind: 'healthy' },
    ],
  ])('of %s', (_, request, given, expected) => {
    expect(decide(request, given)).toMatchObject(expected);
  });

  test('the same request once more, when it was closed by hand as undone, needs consent', () => {
    const of = restored('undone', { byHand: { operator: 'ann', at: ENDED } });
    expect(decide(asked, { ...ill, attempts: [of] })).toEqual({
      ...go(2, 2),
      scenario: 'database',
      risks: [
        {
          kind: 'undone',
          code: 'risk.undone-before',
          what: saying('ann', '2026-11-22 03:00 UTC'),
        },
      ],
    });
  });

  test('one that was closed by hand as degraded is verified, and not restored once more', () => {
    expect(decide(asked, there(restored('degraded', { byHand: { operator: 'ann', at: ENDED } })))).toEqual(
      go(2, 2),
    );
  });
});

describe('what is refused', () => {
  const observer = (given: Partial<Facts>): Observer => ({
    holder: HOLDER,
    facts: () => Promise.resolve(facts(given)),
    target: () => Promise.resolve(target()),
    backupStore: () => Promise.resolve(store()),
    data: dataThere,
    inspect: () => Promise.resolve(inspection()),
  });
  const look = async (given: Partial<Facts>, raw: Record<string, string> = {}) => {
    const wanted = settings({ scenario: 'database', ...raw });
    const decision = await detect(observer(given), wanted);
    if (decision.kind !== 'refused') throw new Error(`it is ${decision.kind}`);
    const next = refusalNext(decision, wanted);
    expect(previewOf(decision, wanted).refusal?.next).toBe(next);
    return { ...decision.refusal, next };
  };
  const files = (...names: string[]) => ({ safety: new Map([[ID, new Set(names)]]) });
  const DUMP = `/var/lib/chronos-rollback/chronos/${ID}/safety.dump`;
  const HIDDEN = `chronos_financial_inplace_${ID}`;

  test('an unfinished one names its dump, the commands in their order, and how it is closed', async () => {
    const { code, what, got, next } = await look({
      ...there(restored(undefined)),
      ...files('safety.dump', 'replaced'),
    });
    expect([code, what]).toEqual(['rollback.in-place', saying(ID)]);
    expect(got).toEqual(saying(DUMP));
    const order = [
      '3333333 v3 "Release 3"',
      'cd /opt/chronos-financial && ',
      'docker compose -p chronos -f docker-compose.production.yml stop backend frontend && ',
      'RENAME TO %I',
      'ALTER DATABASE "chronos_financial" ALLOW_CONNECTIONS true',
      `pg_restore -e -C -U chronos_user -d postgres <${DUMP} && `,
      `ALTER DATABASE "chronos_financial" RENAME TO "chronos_financial_undone_${ID}"; ALTER DATABASE "${HIDDEN}" RENAME TO "chronos_financial"; `,
      `ALTER DATABASE "chronos_financial_undone_${ID}" ALLOW_CONNECTIONS false`,
      `git checkout --detach ${commit(3)} && `,
      'up -d --no-deps --no-build backend frontend; ',
      `./rollback close ${ID} --as undone; `,
      '2222222 v2 "Release 2"',
      `./rollback close ${ID} --as degraded`,
    ];
    const places = order.map((part) => next.indexOf(part));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  test.each<[string, string[], string, RegExp]>([
    ['was never replaced', [], DUMP, /^(?!.*pg_restore).*--as undone/],
    ['is as it was', ['safety.restored'], 'restored', /^(?!.*pg_restore).*--as undone/],
    [
      'is gone with its dump',
      ['restored'],
      DUMP,
      /^(?!.*--as undone).*chronos_financial.* \.\/rollback close r-\w+ --as degraded$/,
    ],
  ])('of a database that %s that is said', async (_, names, got, next) => {
    expect(await look({ ...there(restored('stranded')), ...files(...names) })).toMatchObject({
      code: 'rollback.in-place',
      what: saying('stranded'),
      got: saying(got),
      next: expect.stringMatching(next) as string,
    });
  });

  test('an undo of it names the dump of the rollback, and itself to be closed', async () => {
    const { got, next } = await look({
      ...there(restored('recovered'), undone(undefined)),
      ...files('safety.dump'),
    });
    expect(got).toContain(DUMP);
    expect(next).toContain('3333333 v3');
    expect(next).toContain('./rollback close r-00000001 --as undone');
  });

  test('a new plan of the database, where the stack still asks for it, names the line that ends that', async () => {
    expect(await look({}, { strategy: 'in-place' })).toEqual({
      code: 'strategy.in-place',
      what: saying('"strategy"', 'in-place'),
      accepts: saying('strategy'),
      next: 'pulumi config rm strategy',
    });
  });

  test('and no other plan is', async () => {
    const decision = await detect(observer(ill), settings({ scenario: 'code', strategy: 'in-place' }));
    expect(decision).toMatchObject({
      kind: 'plan',
      plan: {
        notes: expect.arrayContaining([saying('pulumi config rm strategy')]) as string[],
        noteCodes: expect.arrayContaining(['note.strategy-ignored']) as string[],
      },
    });
  });

  test('what it restored and left is replayed whatever the stack asks for by now', async () => {
    for (const strategy of ['in-place', 'shadow'])
      expect(
        await detect(observer(there(restored('recovered'))), settings({ scenario: 'database', strategy })),
      ).toMatchObject({ kind: 'plan', mode: 'replay', plan: old });
  });
});

test.each<[string, Attempt, string[]]>([
  ['open', restored(undefined), ['undone', 'degraded']],
  ['stranded', restored('stranded'), ['undone', 'degraded']],
  ['recovered', restored('recovered'), ['undone']],
  ['degraded', restored('degraded'), ['undone']],
  ['undone', restored('undone'), []],
  ['an undo that is done', undone('undone'), []],
  ['an undo that is open', undone(undefined), ['undone', 'degraded']],
  ['one that the program can finish', went(undefined), []],
  ['one that the program can take back', went('recovered'), []],
])('one that is %s can be closed by hand as: %3$j', (_, of, ends) => {
  expect(closableAs(of)).toEqual(ends);
});

test('what is known of the database that was live goes by the files of its rollback', () => {
  const of = (...names: string[]) => safetyOf(new Set(names));
  expect([
    safetyOf(),
    of('safety.dump', 'restored'),
    of('safety.restored', 'replaced'),
    of('replaced'),
  ]).toEqual(['unchanged', 'dumped', 'restored', 'gone']);
});
