import fc from 'fast-check';
import { STRATEGIES } from '../../../../machines/model/backup';
import { SETTINGS } from '../../../../machines/model/settings';
import { choose } from '../../../../machines/detect/choose/choice';
import { diagnose } from '../../../../machines/detect/diagnose/diagnosis';
import type { Facts } from '../../../../machines/model/facts';
import { takeOverId } from '../../../../machines/detect/choose/leaseConflict';
import type { Request } from '../../../../machines/model/request';
import { ENDS, SCENARIOS } from '../../../../machines/model/vocabulary';
import { isStillInPlace } from '../../../../machines/detect/history/stillInPlace';
import {
  commit,
  facts,
  failing,
  HOLDER,
  plan,
  REQUEST,
  restartPlan,
  saying,
  settings,
} from '../../../fixtures';
import {
  asked,
  at,
  back,
  decide,
  deployed,
  go,
  ill,
  lease,
  names,
  refusing,
  restart,
  running,
  undoing,
  well,
  went,
} from '../../choices';

const OPEN = { attempts: [went(undefined)] };
const v2 = { commit: 'v2' };
const byName = went('recovered', asked(v2));
const infra = { scenario: 'infrastructure' } as const;
const restarted = went('recovered', { verdicts: [] }, restartPlan(['backend']));
const resumed = {
  kind: 'resume',
  of: expect.objectContaining({ plan: plan() }) as unknown,
  takesOver: false,
  commit: plan().to.commit,
};
const taken = takeOverId(lease().lease);

type Row = [string, Partial<Request>, Partial<Facts>, object, string?, string?];
const rows = (group: string, all: Row[]) =>
  describe(group, () => {
    test.each(all.map(([name, ...row]) => [name, row] as const))(
      '%s',
      (_, [request, given, expected, confirm, holder]) => {
        expect(decide(request, given, confirm, holder)).toEqual(expected);
      },
    );
  });

rows('1. Somebody else holds the lease → refused', [
  [
    'between steps of another stack',
    {},
    { ...OPEN, ...lease() },
    refusing('lease.held', {
      what: saying('to 2222222 v2', '(restart)', 'bob'),
      got: 'holder another stack',
    }),
  ],
  ['also when nothing is wrong and nothing was asked', {}, { ...well, ...lease() }, refusing('lease.held')],
  ['also for an undo', { undo: plan().id }, { ...back, ...lease() }, refusing('lease.held')],
  [
    'also where a stranded one waits',
    {},
    { attempts: [went('stranded')], ...lease() },
    refusing('lease.held'),
  ],
  ['not by its own holder, who resumes at once', {}, { ...OPEN, ...lease({ holder: HOLDER }) }, resumed],
  [
    'not once it ran out by the host’s clock: another takes over',
    {},
    { ...OPEN, ...lease({ until: '2026-11-22T03:00:00.000Z' }) },
    resumed,
  ],
  ['not when it is garbled', {}, { ...OPEN, ...lease({ until: 'soon' }) }, resumed],
  [
    'unless the operator takes over, by the id of this lease',
    {},
    { ...OPEN, ...lease() },
    { ...resumed, takesOver: true },
    taken,
  ],
  [
    'another stack says so too: the lease decides, not who opened',
    {},
    { ...OPEN, ...lease({ holder: HOLDER }) },
    refusing('lease.held'),
    '',
    'third stack',
  ],
  ['the id of a plan takes no lease over', {}, { ...OPEN, ...lease() }, refusing('lease.held'), plan().id],
  [
    'nor does the id of a lease that was taken anew',
    {},
    { ...OPEN, ...lease({ since: '2026-11-22T02:59:01.000Z' }) },
    refusing('lease.held'),
    taken,
  ],
  [
    'nor of another holder',
    {},
    { ...OPEN, ...lease({ holder: 'third stack' }) },
    refusing('lease.held'),
    taken,
  ],
  [
    'nor for another request',
    { commit: 'v1' },
    { ...OPEN, ...names(1), ...lease() },
    refusing('lease.held'),
    taken,
  ],
]);

const REVERTED = { step: 'revert', ok: true, summary: '', started: '', seconds: 1 } as const;
const UNDONE = { ...REVERTED, step: 'undo' } as const;
const goingOn = (commit: string) => [
  'to go on, which takes that release away (backend, frontend): ',
  { do: 'check-out', commit },
  ', then ',
  { do: 'resume' },
];
rows('2. An open attempt of the same request → its plan verbatim, resumed; of another → refused, naming it', [
  ['the same request', {}, OPEN, resumed],
  ['though all is well by now', {}, { ...OPEN, ...back, attempts: OPEN.attempts }, resumed],
  [
    'the same commit by its hash',
    { commit: commit(2) },
    { ...names(2), attempts: [went(undefined, asked(v2))] },
    resumed,
  ],
  [
    'by whoever comes: the holder enters neither plan nor request',
    {},
    { attempts: [went(undefined, { holder: 'another stack' })] },
    resumed,
  ],
  ['with the id that was typed', {}, OPEN, resumed, plan().id],
  [
    'with the id by which it was taken over',
    {},
    { attempts: [went(undefined, { confirm: taken })] },
    resumed,
    taken,
  ],
  [
    'not with an id of something else',
    {},
    OPEN,
    refusing('consent.other-plan', {
      got: 'r-00000009',
      accepts: [`${plan().id}, or nothing: `, { do: 'unset', key: 'confirm' }],
      next: { do: 'resume', for: { confirm: plan().id } },
    }),
    'r-00000009',
  ],
  [
    'not over a release that came up since, of which going on would know nothing',
    {},
    { ...OPEN, git: at(4) },
    refusing('rollback.overtaken', {
      next: goingOn(commit(3)),
      got: `the checkout at ${commit(4)}`,
    }),
  ],
  [
    'but over what a deploy script has left of which nobody knows how far it came',
    {},
    { attempts: [went(undefined, { begun: ['revert'] }, { ...plan(), revertWith: 'script' })], git: at(4) },
    { ...resumed, of: expect.objectContaining({ plan: { ...plan(), revertWith: 'script' } }) as unknown },
  ],
  [
    'not where that was still to come',
    {},
    { attempts: [went(undefined, { begun: ['prepare'] }, { ...plan(), revertWith: 'script' })], git: at(4) },
    refusing('rollback.overtaken', { accepts: `${commit(3)} or ${commit(2)}` }),
  ],
  [
    'nor where it had moved the checkout already',
    {},
    {
      attempts: [went(undefined, { verdicts: [REVERTED] })],
      git: at(4),
    },
    refusing('rollback.overtaken', {
      next: goingOn(commit(2)),
    }),
  ],
  [
    'nor where somebody has gone back to the release that it had left',
    {},
    { attempts: [went(undefined, { verdicts: [REVERTED] })], git: at(3) },
    refusing('rollback.overtaken', { got: `the checkout at ${commit(3)}`, accepts: commit(2) }),
  ],
  [
    'which its own undo does',
    {},
    { attempts: [went(undefined, { verdicts: [REVERTED], isBeingUndone: true })], git: at(3) },
    resumed,
  ],
  [
    'though not over a third one before that has ended',
    {},
    { attempts: [went(undefined, { verdicts: [REVERTED], isBeingUndone: true })], git: at(4) },
    refusing('rollback.overtaken', { accepts: `${commit(3)} or ${commit(2)}` }),
  ],
  [
    'but where it has, of which only the outcome is to be written',
    {},
    { attempts: [went(undefined, { verdicts: [REVERTED, UNDONE], isBeingUndone: true })], git: at(4) },
    resumed,
  ],
  [
    'not over one that came up while an undo was under way, be it of what a deploy script had done',
    { undo: plan().id },
    {
      attempts: [went('recovered'), undoing(undefined, plan().id, {}, { revertWith: 'script' })],
      git: at(4),
    },
    refusing('rollback.overtaken', { accepts: `${commit(3)} or ${commit(2)}` }),
  ],
  [
    'but that, too, is closed where its end is known',
    { undo: plan().id },
    {
      attempts: [
        went('recovered'),
        undoing(undefined, plan().id, { verdicts: [UNDONE] }, { revertWith: 'script' }),
      ],
      git: at(4),
    },
    { ...resumed, of: expect.objectContaining({ verdicts: [UNDONE] }) as unknown, commit: undefined },
  ],
  [
    'another commit',
    { commit: 'v1' },
    { ...OPEN, ...names(1) },
    refusing('rollback.unfinished', {
      what: saying(`${plan().id} to 2222222 v2 "Release 2"`),
      next: [saying(), { do: 'resume', for: { commit: 'previous' } }],
    }),
  ],
  [
    'another scenario and service',
    { ...infra, service: 'backend' },
    OPEN,
    refusing('rollback.unfinished', {
      next: [saying(), { do: 'resume', for: { scenario: 'auto', service: '' } }],
    }),
  ],
  [
    'a request that is named, while nothing was',
    {},
    { attempts: [went(undefined, asked({ ...infra, service: 'backend' }))] },
    refusing('rollback.unfinished', {
      next: [saying(), { do: 'resume', for: { ...infra, service: 'backend' } }],
    }),
  ],
  [
    'previous and the commit that it came to are two requests',
    v2,
    { ...OPEN, ...names(2) },
    refusing('rollback.unfinished'),
  ],
  [
    'an undo of what is open',
    { undo: plan().id },
    OPEN,
    refusing('rollback.unfinished', { next: [saying(), { do: 'resume', for: { undo: '' } }] }),
  ],
  [
    'an open undo by the same id',
    { undo: plan().id },
    { attempts: [went('recovered'), undoing(undefined)] },
    { ...resumed, of: undoing(undefined), commit: undefined },
  ],
  [
    'an open undo that was asked for, and another request',
    {},
    { attempts: [went('recovered'), undoing(undefined)] },
    refusing('rollback.unfinished'),
  ],
  [
    'an open undo that was owed goes on whatever is asked',
    { commit: 'v1' },
    { ...names(1), attempts: [went('stranded'), undoing(undefined, '')] },
    { ...resumed, of: undoing(undefined, ''), commit: undefined },
  ],
]);

const owed = { kind: 'undo', of: went('stranded'), attempt: 2, risks: [], commit: commit(3) };
rows('3. An attempt ended stranded → its undo is finished first', [
  [
    'whatever is asked',
    { commit: 'v1' },
    { ...names(1), attempts: [went('stranded')] },
    { ...owed, attempt: 1 },
  ],
  ['when nothing is asked', {}, { attempts: [went('stranded')] }, owed],
  [
    'when the undo of another is asked for',
    { undo: 'r-00000009' },
    { attempts: [went('stranded')] },
    { ...owed, attempt: 1 },
  ],
  [
    'also when its own undo stranded',
    {},
    { attempts: [went('stranded'), undoing('stranded', '')] },
    { ...owed, attempt: 3 },
  ],
  [
    'also when its own undo was refused',
    {},
    { attempts: [went('stranded'), undoing('refused', '')] },
    { ...owed, attempt: 3 },
  ],
  [
    'also when the undo of one that went well stranded',
    {},
    { attempts: [went('recovered'), undoing('stranded')] },
    { ...owed, of: went('recovered'), attempt: 2 },
  ],
  [
    'from a third release only with consent',
    {},
    { ...ill, git: at(4), attempts: [went('stranded')] },
    {
      ...owed,
      risks: [
        {
          kind: 'drift',
          code: 'risk.drift',
          what: expect.stringMatching(`${plan().id} .*4444444`) as string,
        },
      ],
    },
  ],
  [
    'not once somebody has brought a third release up that is well, be it unrecorded',
    {},
    { git: at(4), deployments: [], attempts: [went('stranded')] },
    { kind: 'healthy' },
  ],
  [
    'not once another release was deployed since',
    {},
    { ...deployed, attempts: [went('stranded')] },
    { kind: 'healthy' },
  ],
  [
    'not once the undo is finished',
    {},
    { attempts: [went('stranded'), undoing('undone', '')] },
    { kind: 'healthy' },
  ],
  [
    'and then what was asked is resolved afresh, without a consent that nobody owes',
    {},
    { ...ill, attempts: [went('stranded'), undoing('undone', '', asked({}))] },
    go(2, 3),
  ],
]);

rows('4. undo: <id> → undo; already undone → replay, nothing runs', [
  [
    'the rollback in force',
    { undo: plan().id },
    back,
    { kind: 'undo', of: went('recovered'), attempt: 1, risks: [], commit: commit(3) },
  ],
  [
    'a degraded one too',
    { undo: plan().id },
    { ...back, attempts: [went('degraded')] },
    { kind: 'undo', of: went('degraded'), attempt: 1, risks: [], commit: commit(3) },
  ],
  [
    'undone on demand',
    { undo: plan().id },
    { attempts: [went('recovered'), undoing('undone')] },
    { kind: 'replay', plan: undoing('undone').plan },
  ],
  ['undone by itself', { undo: plan().id }, { attempts: [went('undone')] }, { kind: 'replay', plan: plan() }],
  [
    'before a replay',
    { undo: plan().id },
    back,
    { kind: 'undo', of: went('recovered'), attempt: 1, risks: [], commit: commit(3) },
  ],
]);

rows('5. Last attempt recovered, same request, standing → the plan verbatim', [
  ['previous is not evaluated anew', {}, back, { kind: 'replay', plan: plan() }],
  ['nor is auto', { scenario: 'auto' }, back, { kind: 'replay', plan: plan() }],
  [
    'by name and by hash',
    { commit: commit(2) },
    { ...back, ...names(2), attempts: [byName] },
    { kind: 'replay', plan: plan() },
  ],
  [
    'a restart as well: it is not done again',
    { ...infra, service: 'backend' },
    {
      attempts: [
        went(
          'recovered',
          { ...asked({ ...infra, service: 'backend' }), verdicts: [] },
          restartPlan(['backend']),
        ),
      ],
    },
    { kind: 'replay', plan: restartPlan(['backend']) },
  ],
  ['not where it is another request', { commit: 'v1' }, { ...back, ...names(1) }, go(1)],
  [
    'not where a later rollback came between',
    {},
    { ...back, attempts: [went('recovered'), went('recovered', asked({ commit: 'v1' }))] },
    { kind: 'healthy' },
  ],
]);

rows('6. Last attempt recovered, same request, same release but services are unhealthy → infrastructure', [
  ['the unhealthy ones', {}, { ...back, ...ill }, restart(['backend'], 2)],
  [
    'the same for a named commit',
    v2,
    { ...back, ...names(2), ...ill, attempts: [byName] },
    restart(['backend'], 2),
  ],
  [
    'never the database',
    {},
    { ...back, database: { error: 'down' } },
    refusing('database.down', {
      next: expect.arrayContaining([{ do: 'update', for: { ...infra, service: 'postgres' } }]) as unknown,
    }),
  ],
  [
    'the one that is named stays named, the database too',
    { ...infra, service: 'postgres' },
    {
      database: { error: 'down' },
      attempts: [went('recovered', asked({ ...infra, service: 'postgres' }), restartPlan(['postgres']))],
    },
    restart(['postgres'], 2),
  ],
  [
    'everything, where everything is named',
    { ...infra, service: 'all' },
    {
      ...ill,
      attempts: [
        went('recovered', { ...asked({ ...infra, service: 'all' }), verdicts: [] }, restartPlan('all')),
      ],
    },
    restart('all', 2),
  ],
  ['a restart that helped for a while', {}, { ...ill, attempts: [restarted] }, restart(['backend'], 2)],
  ['healthy, yet with other images: there again', {}, { ...back, containers: running(3) }, go(2, 2)],
]);

const since = { attempts: [byName], ...names(2), ...deployed };
rows('7. Last attempt recovered, same request, another release was deployed since', [
  ['an explicit commit is planned again but needs confirm', v2, since, go(2, 2, ['risk.drift'])],
  [
    'also with a restart in between, which was another request',
    v2,
    { ...since, attempts: [...since.attempts, restarted] },
    go(2, 2, ['risk.drift']),
  ],
  [
    'not where another rollback has brought that release up: the operator went there',
    v2,
    {
      git: at(1),
      containers: running(1),
      attempts: [
        byName,
        went('recovered', asked({ commit: 'v1' }), { ...plan(), to: { ...plan().to, commit: commit(1) } }),
      ],
      ...names(2),
    },
    go(2, 2),
  ],
  [
    'nor where one after it was undone by itself',
    v2,
    {
      git: at(1),
      containers: running(1),
      attempts: [
        byName,
        went('recovered', asked({ commit: 'v1' }), { ...plan(), to: { ...plan().to, commit: commit(1) } }),
        went('undone', asked({ commit: 'v3' }), { ...plan(), to: { ...plan().to, commit: commit(3) } }),
      ],
      ...names(2),
    },
    go(2, 2),
  ],
  ['be it the very release that was left', v2, { attempts: [byName], ...names(2) }, go(2, 2, ['risk.drift'])],
  [
    'also one that ended degraded',
    v2,
    { ...since, attempts: [went('degraded', asked(v2))] },
    go(2, 2, ['risk.drift']),
  ],
  [
    'also a scenario that is named: drift is never repeated in silence',
    { scenario: 'code' },
    { ...deployed, attempts: [went('recovered', asked({ scenario: 'code' }))] },
    go(2, 2, ['risk.drift']),
  ],
  [
    'also services that are named',
    { ...infra, service: 'all' },
    { ...deployed, attempts: [went('recovered', asked({ ...infra, service: 'all' }), restartPlan('all'))] },
    restart('all', 2, ['risk.drift']),
  ],
  [
    'previous/auto diagnose afresh: a healthy newer release is healthy',
    {},
    { ...deployed, attempts: back.attempts },
    { kind: 'healthy' },
  ],
  [
    'and an ill one goes back, never to what was rolled back from',
    {},
    { ...deployed, ...ill, attempts: back.attempts },
    go(2, 2),
  ],
]);

const undone = { attempts: [went('recovered'), undoing('undone')] };
rows('8. The same request was undone by the operator → needs confirm', [
  [
    'with who and when',
    {},
    { ...undone, ...ill },
    {
      ...go(2, 2),
      risks: [
        {
          kind: 'undone',
          code: 'risk.undone-before',
          what: expect.stringMatching('tester .*2026-11-22 03:10') as string,
        },
      ],
    },
  ],
  [
    'also with another request in between',
    {},
    { ...undone, ...ill, attempts: [...undone.attempts, went('recovered', asked(infra), restarted.plan)] },
    go(2, 2, ['risk.undone-before']),
  ],
  [
    'also with a restart by the same request before it was undone',
    {},
    { ...ill, attempts: [went('recovered'), restarted, undoing('undone')] },
    go(2, 3, ['risk.undone-before']),
  ],
  [
    'also where another finished the undo',
    {},
    { ...ill, attempts: [went('recovered'), undoing('stranded'), undoing('undone', '')] },
    go(2, 3, ['risk.undone-before']),
  ],
  ['not where it was undone by itself', {}, { ...ill, attempts: [went('undone')] }, go(2, 2)],
  ['not another request', { commit: 'v1' }, { ...undone, ...names(1) }, go(1)],
  ['while nothing is wrong there is nothing to consent to', {}, undone, { kind: 'healthy' }],
]);

rows('9. Otherwise resolve afresh; the attempt number is 1 + the ended attempts of this request', [
  ['none before', {}, ill, go(2)],
  ['undone, and ill as before', {}, { ...ill, attempts: [went('undone')] }, go(2, 2)],
  ['every ended one counts', {}, { ...ill, attempts: [went('undone'), went('undone')] }, go(2, 3)],
  ['those of another request do not', { commit: 'v1' }, { ...names(1), attempts: [went('undone')] }, go(1)],
  [
    'one commit in two spellings is one request',
    { commit: commit(2) },
    { ...names(2), attempts: [went('undone', asked(v2))] },
    go(2, 2),
  ],
  ['undone, and healthy since', {}, { attempts: [went('undone')] }, { kind: 'healthy' }],
  [
    'degraded and still there: verified again, not left for the one before',
    {},
    { ...back, attempts: [went('degraded')] },
    go(2, 2),
  ],
]);

rows('the first line that matches decides', [
  ['the lease before an open attempt', {}, { ...OPEN, ...lease() }, refusing('lease.held')],
  ['an open attempt before a stranded one', {}, { attempts: [went('stranded'), went(undefined)] }, resumed],
  [
    'a stranded one before an undo',
    { undo: plan().id },
    { attempts: [went('recovered'), undoing('stranded')] },
    { kind: 'undo', of: went('recovered'), attempt: 2, risks: [], commit: commit(3) },
  ],
  [
    'an undo before a replay',
    { undo: plan().id },
    back,
    { kind: 'undo', of: went('recovered'), attempt: 1, risks: [], commit: commit(3) },
  ],
  [
    'what was undone before what recovered',
    {},
    { ...back, ...ill, attempts: [went('recovered'), undoing('undone')] },
    restart(['backend'], 2, ['risk.undone-before']),
  ],
  [
    'a replay before the diagnosis',
    { scenario: 'code' },
    { ...back, attempts: [went('recovered', asked({ scenario: 'code' }))] },
    { kind: 'replay', plan: plan() },
  ],
]);

describe('Standing = HEAD, the image id of each service, and all services healthy', () => {
  test.each<[string, Partial<Facts>, boolean]>([
    ['all as the plan left them', {}, true],
    ['another HEAD', { git: at(3) }, false],
    ['another image', { containers: running(3) }, false],
    ['a service without container', { containers: running(2).slice(1) }, false],
    ['a service that is ill', ill, false],
    ['a database that does not answer', { database: { error: 'down' } }, false],
  ])('%s: %#', (_, given, expected) => {
    const all = facts({ ...back, ...given });
    expect(isStillInPlace(went('recovered'), all, diagnose(all, settings().deployment))).toBe(expected);
  });

  test('by the images that prepare made, where the plan could not know them', () => {
    const all = facts(back);
    const built = plan({ facts: { deployments: [] } });
    const diagnosis = diagnose(all, settings().deployment);
    expect(isStillInPlace(went('recovered', {}, built), all, diagnosis)).toBe(true);
    expect(
      isStillInPlace(
        went('recovered', { verdicts: [] }, built),
        facts({ ...back, containers: running(3) }),
        diagnosis,
      ),
    ).toBe(true);
  });
});

test('whatever is asked, whatever stands and whatever the journal holds, something is chosen', () => {
  const request = fc.record({
    commit: fc.constantFrom('previous', 'v1', 'v2', 'v9'),
    scenario: fc.constantFrom('auto' as const, ...SCENARIOS),
    service: fc.constantFrom('', 'all', 'backend', 'backend,postgres', 'nonesuch'),
    undo: fc.constantFrom('', plan().id, 'r-00000001', 'r-00000009'),
    backup: fc.constantFrom('matching', 'latest'),
    strategy: fc.constantFrom(...STRATEGIES),
    stopFirst: fc.boolean(),
    settings: fc.constantFrom(...SETTINGS),
  });
  const outcome = fc.constantFrom(undefined, ...ENDS);
  const entry = fc.oneof(
    fc.tuple(outcome, request).map(([end, of]) => went(end, { request: of })),
    fc.tuple(outcome, request).map(([end, of]) => went(end, { request: of }, restartPlan('all'))),
    fc.tuple(outcome, fc.constantFrom('', plan().id)).map(([end, id]) => undoing(end, id)),
  );
  const given = fc.record({
    attempts: fc.array(entry, { maxLength: 4 }),
    git: fc.constantFrom(at(1), at(2), at(3), at(4)),
    containers: fc.constantFrom([], running(2), running(3), running(3, { status: 'exited', health: null })),
    probes: fc.constantFrom([], [failing('transfers')]),
    wanted: fc.constantFrom(
      { remote: false },
      { commit: commit(2), remote: false },
      { remote: false, ambiguous: 'x' },
    ),
    deployments: fc.constantFrom([], facts().deployments, deployed.deployments),
  });
  fc.assert(
    fc.property(
      request,
      given,
      fc.constantFrom('', plan().id),
      fc.boolean(),
      (wanted, found, confirm, isLive) => {
        const all = facts({ ...found, ...(isLive ? lease() : {}) });
        const choice = choose(
          { request: wanted, confirm, holder: HOLDER },
          all,
          diagnose(all, settings().deployment),
        );
        expect(['replay', 'resume', 'undo', 'go', 'restart', 'healthy', 'refused']).toContain(choice.kind);
        if (choice.kind === 'refused') expect([choice.refusal.what, choice.refusal.next]).not.toContain('');
        if (isLive) expect(choice.kind).toBe('refused');
      },
    ),
  );
});

test('a rollback that recovered, asked for again, is its own plan', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<Partial<Request>>({}, v2, { scenario: 'code' }),
      fc.integer({ min: 1, max: 9 }),
      (request, number) => {
        const made = plan({ attempt: number });
        const found = {
          ...back,
          ...names(2),
          attempts: [went('recovered', { request: { ...REQUEST, ...request } }, made)],
        };
        expect(decide(request, found)).toEqual({ kind: 'replay', plan: made });
        expect(decide(request, found, made.id)).toEqual({ kind: 'replay', plan: made });
      },
    ),
  );
});
