import { readJournal } from '../../audit/journal/attempts';
import type { Journal } from '../../machines/model/attempt';
import { outputsOf, refusedOutputs } from '../../audit/outputs';
import { auditEntry } from '../../audit/auditEntry';
import { downtime } from '../../audit/timeline';
import { briefing } from '../../audit/text/briefing';
import { summaryOf } from '../../audit/text/summary';
import { restartAsked } from '../../machines/detect/choose/restart';
import { diagnose } from '../../machines/detect/diagnose/diagnosis';
import type { Decision } from '../../machines/model/decision';
import type { LifecycleEnd } from '../../machines/lifecycle/context';
import type { Plan } from '../../machines/model/plan';
import { leftOut, plannedVerdict, type Verdict } from '../../machines/model/verdict';
import {
  attempt,
  commit,
  facts,
  plan,
  REQUEST,
  restartPlan,
  saying,
  settings,
  undoOfPlan,
} from '../fixtures';
import { begun, closed, ended, journalOf, opened, VERDICTS, wholeJournal } from './journal/lines';

const told = (end: LifecycleEnd, journal: Journal) => outputsOf(end, journal, settings());
const seen = { facts: facts(), diagnosis: diagnose(facts(), settings().deployment) };
const ending = (mode: 'fresh' | 'resume' | 'replay', more: Partial<LifecycleEnd> = {}): LifecycleEnd => ({
  end: 'recovered',
  request: REQUEST,
  decision: { kind: 'plan', mode, plan: plan(), takesOver: false, ...seen },
  verdicts: VERDICTS,
  ...more,
});

test('a replay gives the very outputs that the update wrote', () => {
  const journal = readJournal(wholeJournal(plan()));
  const [recorded] = journal.attempts;
  if (!recorded) throw new Error('nothing recorded');
  const wrote = told(ending('fresh'), journal);
  const replayed = told(
    ending('replay', {
      decision: { kind: 'plan', mode: 'replay', plan: recorded.plan, takesOver: false, ...seen },
    }),
    journal,
  );
  expect(JSON.stringify(replayed.audit)).toBe(JSON.stringify(wrote.audit));
  expect(replayed).toEqual(wrote);
  expect(wrote).toEqual({
    status: 'recovered',
    code: 'end.recovered',
    plan: plan(),
    timeline: VERDICTS.map(({ step, summary }) => ({
      state: step,
      started: '2026-11-22T03:00:01.000Z',
      seconds: 1.5,
      ok: true,
      verdict: summary,
    })),
    downtimeSeconds: 2.5,
    checks: VERDICTS.at(-1)?.checks,
    dataLoss: { rows: 0, why: saying() },
    audit: {
      newest: [
        {
          id: plan().id,
          action: 'rollback',
          of: '',
          attempt: 1,
          scenario: 'code',
          from: commit(3),
          to: commit(2),
          operator: 'ann',
          reason: 'it "broke"',
          opened: '2026-11-22T03:00:00.000Z',
          closed: '2026-11-22T03:00:09.000Z',
          outcome: 'recovered',
          code: 'end.recovered',
          summary: 'so it ended',
          downtimeSeconds: 2.5,
        },
      ],
      total: 1,
      head: journal.head,
    },
    next: saying('3333333'),
  });
});

test('a preview of what has not run is planned, whether it begins or goes on', () => {
  const verdicts = plan().steps.map((step) => plannedVerdict(step, ''));
  const open = readJournal(
    journalOf(plan().id, [opened(plan()), begun('prepare'), ...VERDICTS.slice(0, 1).map(ended)]),
  );
  expect(told(ending('fresh', { verdicts }), { attempts: [] })).toMatchObject({
    status: 'planned',
    next: `./rollback up ${plan().id}  =  pulumi up -c confirm=${plan().id}`,
    timeline: [],
    downtimeSeconds: 0,
    checks: [],
    audit: { newest: [], total: 0, head: '' },
  });
  expect(
    told(ending('resume', { verdicts: [...VERDICTS.slice(0, 1), ...verdicts.slice(1)] }), open),
  ).toMatchObject({
    status: 'planned',
    timeline: [{ state: 'prepare' }],
    audit: { newest: [{ outcome: 'open', closed: '' }], total: 1 },
  });
});

test('an update that the host refused is refused, not planned', () => {
  const verdict = {
    step: 'prepare',
    ok: false,
    refused: true,
    summary: 'HEAD moved',
    started: '',
    seconds: 0,
  } as const;
  expect(told(ending('fresh', { end: 'refused', verdicts: [verdict] }), { attempts: [] })).toMatchObject({
    status: 'refused',
    next: saying('pulumi up'),
    timeline: [],
  });
});

test.each<[string, readonly Verdict[], Partial<LifecycleEnd>, readonly string[]]>([
  ['the journal cannot be written', VERDICTS, {}, ['prepare', 'revert', 'restart', 'verify']],
  [
    'Pulumi has left a step out',
    [...VERDICTS.slice(0, 2), leftOut('restart')],
    { end: 'refused' },
    ['prepare', 'revert'],
  ],
])('an attempt that is not closed because %s has in its outputs what ran', (_, verdicts, more, ran) => {
  const before = { attempts: [attempt(plan({ attempt: 9 }), { outcome: 'undone' })] };
  const outputs = told(ending('fresh', { verdicts, ...more }), before);
  expect(outputs.timeline.map(({ state }) => state)).toEqual(ran);
  expect(outputs).toMatchObject({
    downtimeSeconds: downtime(verdicts.flatMap(({ outages }) => outages ?? [])),
    checks: verdicts.findLast(({ checks }) => checks)?.checks ?? [],
    audit: { total: 1 },
  });
});

test.each(['degraded', 'undone', 'stranded'] as const)('a %s end is told with what was recorded', (end) => {
  const journal = readJournal(wholeJournal(plan(), end));
  const outputs = told(ending('fresh', { end }), journal);
  expect(outputs).toMatchObject({ status: end, audit: { newest: [{ outcome: end }] } });
  expect(outputs.timeline).toHaveLength(4);
});

test('healthy and refused have no plan, and keep the audit of earlier rollbacks', () => {
  const journal = readJournal(wholeJournal(plan()));
  const none = {
    plan: null,
    timeline: [],
    checks: [],
    downtimeSeconds: 0,
    audit: { total: 1, head: journal.head },
  };
  expect(
    told(ending('fresh', { end: 'healthy', decision: { kind: 'healthy', ...seen }, verdicts: [] }), journal),
  ).toMatchObject({
    ...none,
    status: 'healthy',
    next: expect.stringMatching(/^(?!.*pulumi)./) as string,
  });
  const refusal = { code: 'checkout.no-commit' as const, what: 'no checkout', next: 'git status' };
  expect(
    told(ending('fresh', { end: 'refused', decision: { kind: 'refused', refusal }, verdicts: [] }), journal),
  ).toMatchObject({ ...none, status: 'refused', code: 'checkout.no-commit', next: 'git status' });
});

const undoPlan = undoOfPlan();
const taken: Verdict = {
  step: 'undo',
  ok: true,
  summary: 'all is back',
  started: '2026-11-22T03:10:01.000Z',
  seconds: 4,
  outages: [{ service: 'backend', from: 200, to: 201 }],
  checks: [{ name: 'commit', required: true, ok: true, evidence: 'seen' }],
};

test('an undo on demand is told as an attempt of its own, in a replay as when it ran', () => {
  const text = wholeJournal(plan());
  const undone = [
    { ...opened(undoPlan), request: { ...REQUEST, undo: plan().id } },
    begun('undo'),
    ended(taken),
    closed('undone'),
  ];
  const journal = readJournal(text + journalOf('r-00000001', undone, text.trimEnd().split('\n').at(-1)));
  const end = (mode: 'fresh' | 'replay', of: Plan): LifecycleEnd => ({
    end: 'undone',
    request: { ...REQUEST, undo: plan().id },
    decision: { kind: 'undo', mode, plan: of, takesOver: false, ...seen },
    verdicts: [taken],
  });
  const wrote = told(end('fresh', undoPlan), journal);
  const recorded = journal.attempts[1]?.plan;
  expect(recorded && told(end('replay', recorded), journal)).toEqual(wrote);
  expect(wrote).toMatchObject({
    status: 'undone',
    plan: { id: 'r-00000001', action: 'undo', of: plan().id },
    timeline: [{ state: 'undo', started: taken.started, seconds: 4, ok: true, verdict: 'all is back' }],
    downtimeSeconds: 1,
    checks: taken.checks,
    audit: {
      total: 2,
      newest: [
        {
          id: 'r-00000001',
          action: 'undo',
          of: plan().id,
          from: commit(2),
          to: commit(3),
          outcome: 'undone',
        },
        { id: plan().id, action: 'rollback', of: '', outcome: 'recovered' },
      ],
    },
    next: saying('pulumi config rm undo'),
  });
});

test('an undo by itself is part of its attempt: its checks are the last', () => {
  const journal = readJournal(
    journalOf(plan().id, [opened(plan()), ...VERDICTS.map(ended), ended(taken), closed('undone')]),
  );
  expect(told(ending('fresh', { end: 'undone', verdicts: [...VERDICTS, taken] }), journal)).toMatchObject({
    status: 'undone',
    timeline: [
      { state: 'prepare' },
      { state: 'revert' },
      { state: 'restart' },
      { state: 'verify' },
      { state: 'undo' },
    ],
    downtimeSeconds: 3.5,
    checks: taken.checks,
  });
});

test('a restart replayed gives the very outputs that it wrote', () => {
  const made = restartPlan(['backend']);
  const journal = readJournal(
    journalOf(made.id, [opened(made), ...VERDICTS.slice(2).map(ended), closed('recovered')]),
  );
  const verdicts = VERDICTS.slice(2);
  const end = (mode: 'fresh' | 'replay', of: Plan) =>
    ending(mode, { decision: { kind: 'plan', mode, plan: of, takesOver: false, ...seen }, verdicts });
  const [recorded] = journal.attempts;
  const wrote = told(end('fresh', made), journal);
  expect(recorded && told(end('replay', recorded.plan), journal)).toEqual(wrote);
  expect(wrote).toMatchObject({
    status: 'recovered',
    next: expect.stringMatching(/^(?!.*pulumi)./) as string,
    timeline: [{ state: 'restart' }, { state: 'verify' }],
  });
});

test('a plan that awaits consent is shown, refused, and nothing of it has run', () => {
  const refusal = {
    code: 'consent.needed' as const,
    what: 'it has a risk',
    next: './rollback up r-1',
  };
  const decision: Decision = { kind: 'refused', refusal, proposed: plan(), ...seen };
  expect(told(ending('fresh', { end: 'refused', decision, verdicts: [] }), { attempts: [] })).toMatchObject({
    status: 'refused',
    code: 'consent.needed',
    plan: { id: plan().id },
    timeline: [],
    checks: [],
    next: './rollback up r-1',
  });
});

test('the audit shows the newest 20, newest first, and counts all', () => {
  const attempts = Array.from({ length: 25 }, (_, n) =>
    attempt(plan({ attempt: n + 1 }), { outcome: 'recovered' }),
  );
  const { newest, total, head } = told(ending('replay'), { attempts, head: 'abc' }).audit;
  expect([newest.map((one) => one.attempt), total, head]).toEqual([
    Array.from({ length: 20 }, (_, n) => 25 - n),
    25,
    'abc',
  ]);
});

test('a preview of a database behind a fence has in each sentence the statement that opens it', () => {
  const closed = facts({
    database: { error: 'psql: FATAL:  database "it" is not currently accepting connections' },
  });
  const diagnosis = diagnose(closed, settings().deployment);
  const what =
    'the database does not answer: psql: FATAL:  database "it" is not currently accepting connections; what opens it: ALTER DATABASE "it" ALLOW_CONNECTIONS true';
  const way = restartAsked({ ...REQUEST, scenario: 'auto' }, closed, diagnosis);
  if (way.kind !== 'refused') throw new Error('not refused');
  const decision: Decision = { kind: 'refused', refusal: way.refusal, facts: closed, diagnosis };
  const end = ending('fresh', { end: 'refused', decision, verdicts: [] });
  const wrong = `${what}; 3/3 containers healthy (infrastructure: ${what}; other code would not help)`;
  expect(outputsOf(end, { attempts: [] }, settings(), true).preview).toMatchObject({
    symptoms: [{ code: 'symptom.database-silent', what }],
    refusal: { code: 'database.down', what: wrong },
  });
  expect(summaryOf(end)).toBe(
    `refused, nothing was touched: ${wrong}; accepts scenario "code" to roll the code back all the same`,
  );
  expect(briefing(decision, settings(), true)).toEqual(
    expect.arrayContaining([
      `WRONG  ${what}; 3/3 containers healthy`,
      `WHY    infrastructure: ${what}; other code would not help`,
      `REFUSE ${wrong}`,
    ]),
  );
});

test('a configuration that cannot be used is refused with its message', () => {
  expect(refusedOutputs({ code: 'config.invalid', message: 'config "x" is unknown' })).toMatchObject({
    status: 'refused',
    code: 'config.invalid',
    plan: null,
    next: 'config "x" is unknown',
  });
});

test('an attempt that is open says so', () => {
  const [open] = readJournal(journalOf(plan().id, [opened(plan())])).attempts;
  expect(open && auditEntry(open)).toMatchObject({
    outcome: 'open',
    code: 'end.open',
    closed: '',
    summary: '',
    downtimeSeconds: 0,
  });
  const [over] = readJournal(journalOf(plan().id, [opened(plan()), closed('undone', 'no disk')])).attempts;
  expect(over && auditEntry(over)).toMatchObject({ outcome: 'undone', summary: 'no disk' });
});

test.each<[string, [number, number][], number]>([
  ['none', [], 0],
  ['one', [[1, 3.5]], 2.5],
  [
    'apart',
    [
      [1, 2],
      [5, 7],
    ],
    3,
  ],
  [
    'overlapping',
    [
      [1, 4],
      [3, 6],
    ],
    5,
  ],
  [
    'one inside another',
    [
      [1, 10],
      [3, 4],
    ],
    9,
  ],
  [
    'in any order',
    [
      [5, 7],
      [1, 2],
      [6, 8],
    ],
    4,
  ],
  [
    'touching',
    [
      [1, 2],
      [2, 3],
    ],
    2,
  ],
  [
    'twice the same',
    [
      [1, 2],
      [1, 2],
    ],
    1,
  ],
  ['of the order of floating point', [[1_800_000_000.1, 1_800_000_000.4]], 0.3],
])('downtime of outages %s is the time in which any service was away', (_, spans, seconds) => {
  expect(downtime(spans.map(([from, to]) => ({ service: 's', from, to })))).toBe(seconds);
});
