import { readJournal } from '../../audit/journal/attempts';
import type { Attempt } from '../../machines/model/attempt';
import type { Lease } from '../../machines/model/lease';
import type { Code } from '../../machines/model/codes';
import type { Decision } from '../../machines/model/decision';
import { diagnose } from '../../machines/detect/diagnose/diagnosis';
import type { Closing } from '../../machines/lifecycle/closing';
import type { LifecycleEnd } from '../../machines/lifecycle/context';
import type { Plan } from '../../machines/model/plan';
import type { Verdict } from '../../machines/model/verdict';
import { forecast } from '../../machines/detect/plan/stepForecast';
import { makeExecutor } from '../../resources/executor';
import { NotClosed } from '../../resources/host/answer';
import type { DeploymentHost } from '../../resources/host/deploymentHost';
import { localTransport } from '../../resources/transport/pulumi';
import { VERDICTS, wholeJournal } from '../audit/journal/lines';
import { attempt, facts, HOLDER, image, plan, REQUEST, saying, settings, undoOfPlan } from '../fixtures';
import { recordEngine, type Registered } from './recorder';

const seen = { facts: facts(), diagnosis: diagnose(facts(), settings().deployment) };
const undone: Verdict = { step: 'undo', ok: true, summary: 'all is back', started: '', seconds: 1 };
const printed = [
  ...VERDICTS.map((one) => (one.step === 'prepare' ? { ...one, probes: { frontend: image('f') } } : one)),
  undone,
];
type Answer = { ok: boolean; summary: string; code?: Code };

/** An executor whose host only notes what it is asked for. */
function executor(decision: Decision, answer: Answer = { ok: true, summary: '' }, closing?: Error) {
  const asked: string[] = [];
  const host = {
    holder: HOLDER,
    open: ({ id }: Plan, former?: Lease) => {
      asked.push(`open ${id}${former ? ` over ${former.holder} since ${former.since}` : ''}`);
      return Promise.resolve(answer);
    },
    acknowledge: ({ sha256 }: { sha256: string }) => {
      asked.push(`acknowledge ${sha256}`);
      return Promise.resolve(answer);
    },
    close: ({ id }: Plan, { end }: Closing) => {
      asked.push(`close ${id} ${end}`);
      return closing ? Promise.reject(closing) : Promise.resolve(readJournal(wholeJournal(plan())));
    },
  } as unknown as DeploymentHost;
  const detect = () => Promise.resolve(decision);
  return {
    ...makeExecutor({ transport: localTransport, host, settings: settings(), detect }),
    asked,
  };
}
type Mode = 'fresh' | 'resume' | 'replay';
const planned = (mode: Mode, more: object = {}): Decision => ({
  kind: 'plan',
  mode,
  plan: plan(),
  takesOver: false,
  ...seen,
  ...more,
});
const ending = (end: LifecycleEnd['end'], decision: Decision): LifecycleEnd => ({
  end,
  decision,
  request: REQUEST,
  verdicts: [],
});
const commandsOf = (registered: readonly Registered[]) =>
  registered.filter(({ type }) => type === 'command:local:Command');

test.each([
  ['fresh', false, [`open ${plan().id}`, `close ${plan().id} recovered`]],
  ['resume', false, [`open ${plan().id}`, `close ${plan().id} recovered`]],
  ['replay', false, []],
  ['fresh', true, []],
  ['resume', true, []],
] as const)('a %s plan, preview %s: the journal is written to as in %j', async (mode, preview, expected) => {
  recordEngine(preview, printed);
  const given = executor(planned(mode));
  await given.detect();
  await given.steps.prepare?.({ plan: plan(), verdicts: [] });
  await given.close(ending('recovered', planned(mode)), 'so', 'end.recovered');
  expect(given.asked).toEqual(expected);
});

test.each([
  ['fresh', 0, undefined],
  ['resume', 0, '1'],
  ['resume', 2, '3'],
  ['replay', 0, undefined],
  ['replay', 2, '2'],
] as const)(
  'a %s plan that went on %i times asks for its steps as for try %s',
  async (mode, resumes, tries) => {
    const registered = recordEngine(false, printed);
    const given = executor(planned(mode, { facts: facts({ attempts: [attempt(plan(), { resumes })] }) }));
    await given.detect();
    await given.steps.prepare?.({ plan: plan(), verdicts: [] });
    const [, found] = / RESUMED=(\d+) /.exec(String(commandsOf(registered)[0]?.inputs['create'])) ?? [];
    expect(found).toBe(tries);
  },
);

test('a preview of one that goes on shows what the journal says of the steps that have ended well', async () => {
  recordEngine(true, printed);
  const [prepare] = VERDICTS;
  const verdicts = prepare ? [prepare] : [];
  const given = executor(planned('resume', { facts: facts({ attempts: [attempt(plan(), { verdicts })] }) }));
  await given.detect();
  expect(await given.steps.prepare?.({ plan: plan(), verdicts: [] })).toEqual({ ...prepare, planned: true });
  expect(await given.steps.revert?.({ plan: plan(), verdicts })).toMatchObject({ planned: true });
});

test('one that goes on asks the host anew for what it does once more, and a preview says so', async () => {
  const more = {
    resumed: { restart: ['backend', 'frontend'], othersStay: true, verify: true },
    facts: facts({ attempts: [attempt(plan(), { verdicts: VERDICTS })] }),
  };
  const walk = async (preview: boolean) => {
    const registered = recordEngine(preview, printed);
    const given = executor(planned('resume', more));
    await given.detect();
    const { prepare, revert, restart, verify } = given.steps;
    const verdicts: Verdict[] = [];
    for (const step of [prepare, revert, restart, verify])
      verdicts.push((await step?.({ plan: plan(), verdicts })) as Verdict);
    return { verdicts, scripts: commandsOf(registered).map(({ inputs }) => String(inputs['stdin'])) };
  };
  const { scripts } = await walk(false);
  const told = scripts.map((script) => script.split('\n').filter((line) => /^AGAIN\w*=/.test(line)));
  expect(told).toEqual([
    [],
    [],
    [
      "AGAIN='backend frontend'",
      `AGAIN_IMAGES='backend=${image(2)} frontend=${image('f')}'`,
      "AGAIN_REFERENCES='backend=chronos-backend:latest frontend=chronos-frontend:latest'",
    ],
    ['AGAIN=yes'],
  ]);
  const { verdicts } = await walk(true);
  expect(verdicts.map(({ summary }) => summary)).toEqual([
    ...VERDICTS.slice(0, 2).map(({ summary }) => summary),
    forecast('restart', plan()),
    forecast('verify', plan()),
  ]);
});

test.each<[string, Code | undefined, Code]>([
  ['with the code of the host', 'plan.outdated', 'plan.outdated'],
  ['whatever its code', undefined, 'prepare.failed'],
])('what the host refuses to open registers nothing and closes nothing, %s', async (_, said, code) => {
  const registered = recordEngine(false, printed);
  const given = executor(planned('fresh'), { ok: false, summary: 'HEAD moved', ...(said && { code: said }) });
  await given.detect();
  const verdict = await given.steps.prepare?.({ plan: plan(), verdicts: [] });
  expect(verdict).toMatchObject({ step: 'prepare', ok: false, refused: true, code, summary: 'HEAD moved' });
  expect(await given.close(ending('refused', planned('fresh')), 'so', 'end.refused')).toEqual({
    journal: { attempts: [] },
  });
  expect(registered).toEqual([]);
  expect(given.asked).toEqual([`open ${plan().id}`]);
});

test('a run without a plan keeps what the last closed rollback of this stack registered, ignoring edited scripts', async () => {
  const registered = recordEngine(false, printed);
  const verdicts = printed.slice(0, 2);
  const attempts = [
    attempt(plan(), { outcome: 'undone', verdicts }),
    attempt(plan({ attempt: 2 }), { outcome: 'recovered', holder: 'another/stack' }),
    attempt(plan({ attempt: 3 })),
  ];
  const decision: Decision = { kind: 'healthy', ...seen, facts: facts({ attempts }) };
  const given = executor(decision);
  await given.detect();
  expect(await given.keep()).toBe(true);
  const commands = commandsOf(registered);
  expect(commands.map(({ name, ignoreChanges }) => [name, ignoreChanges])).toEqual([
    ['prepare', ['stdin', 'environment']],
    ['revert', ['stdin', 'environment']],
  ]);
  expect(String(commands[0]?.inputs['create'])).toContain(`ROLLBACK=${plan().id} `);
  expect(given.asked).toEqual([]);
});

test('a run without a plan and without history registers nothing', async () => {
  const registered = recordEngine(false, printed);
  const decision: Decision = { kind: 'healthy', ...seen };
  expect(await executor(decision).keep()).toBe(false);
  expect(registered).toEqual([]);
});

test('a lease is taken over as it was consented to', async () => {
  recordEngine(false, printed);
  const lease = {
    rollback: plan().id,
    holder: 'o/p/theirs',
    user: 'bob',
    since: '2026-11-22T03:00:00Z',
    state: 'restart',
    until: '2026-11-22T03:05:00Z',
  };
  const given = executor(planned('resume', { takesOver: true, facts: facts({ lease }) }));
  await given.detect();
  await given.steps.prepare?.({ plan: plan(), verdicts: [] });
  expect(given.asked).toEqual([`open ${plan().id} over o/p/theirs since 2026-11-22T03:00:00Z`]);
});

test.each([
  ['but never ended, is tried', [], { ok: false }, {}],
  ['and failed, is tried again', [{ ok: false }], { ok: false }, {}],
  ['and ended well, stays done, and the rollback open', [{}], { ok: false }, { refused: true, taken: true }],
  ['and ended well, is told by its record', [{}], { ok: true }, {}],
])('a prepare that has begun %s', async (_, ends, said, expected) => {
  recordEngine(
    false,
    printed.map((one) => (one.step === 'prepare' ? { ...one, ...said } : one)),
  );
  const verdicts = ends.map((end): Verdict => ({ ...undone, step: 'prepare', ...end }));
  const decision = planned('resume', { facts: facts({ attempts: [attempt(plan(), { verdicts })] }) });
  const given = executor(decision);
  await given.detect();
  const verdict = await given.steps.prepare?.({ plan: plan(), verdicts: [] });
  const { refused, taken } = verdict ?? {};
  expect({ refused, taken }).toEqual({ refused: undefined, taken: undefined, ...expected });
});

test.each([
  ['somebody else has taken the rollback over', { taken: true }, []],
  ['the deployment was no longer as planned', {}, [`close ${plan().id} refused`]],
])('a step that did nothing because %s', async (_, more, closed) => {
  recordEngine(false, printed);
  const given = executor(planned('fresh'));
  await given.detect();
  await given.steps.prepare?.({ plan: plan(), verdicts: [] });
  const refused: Verdict = { ...undone, step: 'revert', ok: false, refused: true, ...more };
  await given.close({ ...ending('refused', planned('fresh')), verdicts: [refused] }, 'so', 'end.recovered');
  expect(given.asked.slice(1)).toEqual(closed);
});

const unwritable = new NotClosed({ ok: false, summary: 'no space left', code: 'state.unwritable' });
test.each([
  ['as the host says', unwritable, 'state.unwritable'],
  ['without an answer of the host', new Error('no space left'), 'close.failed'],
])('an end that cannot be journaled leaves the attempt open, and says why: %s', async (_, error, code) => {
  recordEngine(false, printed);
  const given = executor(planned('fresh'), undefined, error);
  await given.detect();
  await given.steps.prepare?.({ plan: plan(), verdicts: [] });
  expect(await given.close(ending('recovered', planned('fresh')), 'so', 'end.recovered')).toEqual({
    journal: { attempts: [] },
    problem: { code, what: 'no space left' },
  });
});

const undoPlan = undoOfPlan();
const recorded = attempt(plan(), { outcome: 'recovered', verdicts: printed.slice(0, 4) });
const takingBack = (mode: Mode, attempts: readonly Attempt[], of = undoPlan): Decision => ({
  kind: 'undo',
  mode,
  plan: of,
  takesOver: false,
  ...seen,
  facts: facts({ attempts }),
});

/** What is registered, with whether an edited script is ignored, and what the host is asked. */
async function undo(decision: Decision, of = undoPlan, preview = false) {
  const registered = recordEngine(preview, printed);
  const given = executor(decision);
  await given.detect();
  const verdict = await given.steps.undo?.({ plan: of, verdicts: [] });
  const commands = commandsOf(registered).map(({ name, ignoreChanges }) => [
    name,
    ignoreChanges.includes('stdin'),
  ]);
  return { verdict, commands, asked: given.asked };
}
const STEPS_AS_THEY_WERE = ['prepare', 'revert', 'restart', 'verify'].map((name) => [name, true]);

test('an undo on demand registers what it takes back as it was, and runs itself', async () => {
  expect(await undo(takingBack('fresh', [recorded]))).toEqual({
    verdict: undone,
    commands: [...STEPS_AS_THEY_WERE, ['undo', false]],
    asked: ['open r-00000001'],
  });
});

test('a preview of it registers the same and asks the host nothing', async () => {
  const { commands, asked } = await undo(takingBack('fresh', [recorded]), undoPlan, true);
  expect([commands, asked]).toEqual([[...STEPS_AS_THEY_WERE, ['undo', false]], []]);
});

test('an undo that is done is replayed: nothing runs, and the journal stays as it is', async () => {
  const attempts = [recorded, attempt(undoPlan, { outcome: 'undone', verdicts: [undone] })];
  expect(await undo(takingBack('replay', attempts))).toEqual({
    verdict: undone,
    commands: [...STEPS_AS_THEY_WERE, ['undo', true]],
    asked: [],
  });
});

test('a rollback that was undone by itself is replayed with its own undo', async () => {
  const attempts = [attempt(plan(), { outcome: 'undone', verdicts: [...printed.slice(0, 2), undone] })];
  expect((await undo(takingBack('replay', attempts, plan()), plan())).commands).toEqual([
    ['prepare', true],
    ['revert', true],
    ['undo', true],
  ]);
});

test('a rollback that ended before it changed anything has no undo to replay, and none is made up', async () => {
  const attempts = [attempt(plan(), { outcome: 'undone', verdicts: printed.slice(0, 1) })];
  const replayed = await undo(takingBack('replay', attempts, plan()), plan());
  expect(replayed).toMatchObject({
    verdict: { step: 'undo', ok: true, summary: saying() },
    commands: [['prepare', true]],
    asked: [],
  });
});

test('an undo that the host turns down registers nothing', async () => {
  const registered = recordEngine(false, printed);
  const given = executor(takingBack('fresh', [recorded]), {
    ...{ ok: false, code: 'lease.held', summary: 'HEAD moved' },
  });
  await given.detect();
  expect(await given.steps.undo?.({ plan: undoPlan, verdicts: [] })).toMatchObject({
    ...{ ok: false, refused: true, code: 'lease.held', summary: 'HEAD moved' },
  });
  expect(registered).toEqual([]);
});

test('an undo by itself follows the steps of its attempt, which is open already', async () => {
  const registered = recordEngine(false, printed);
  const given = executor(planned('fresh'));
  await given.detect();
  await given.steps.prepare?.({ plan: plan(), verdicts: [] });
  await given.steps.undo?.({ plan: plan(), verdicts: printed.slice(0, 1) });
  expect(commandsOf(registered).map(({ name, ignoreChanges }) => [name, ignoreChanges])).toEqual([
    ['prepare', []],
    ['undo', []],
  ]);
  expect(given.asked).toEqual([`open ${plan().id}`]);
});

test('a run without a plan keeps an undo, with what it took back', async () => {
  const registered = recordEngine(false, printed);
  const attempts = [recorded, attempt(undoPlan, { outcome: 'undone', verdicts: [undone] })];
  const decision: Decision = { kind: 'healthy', ...seen, facts: facts({ attempts }) };
  const given = executor(decision);
  await given.detect();
  expect(await given.keep()).toBe(true);
  expect(commandsOf(registered).map(({ name }) => name)).toEqual([
    'prepare',
    'revert',
    'restart',
    'verify',
    'undo',
  ]);
  expect(given.asked).toEqual([]);
});

const tampered = { line: 1, lines: 2, sha256: 'a'.repeat(64) };
const altered: Decision = {
  kind: 'refused',
  refusal: { code: 'journal.altered', what: 'altered', next: 'x' },
  acknowledge: tampered,
};
test.each([
  [false, { ok: true, summary: '' }, [`acknowledge ${tampered.sha256}`], 'altered'],
  [
    false,
    { ok: false, summary: 'it was altered once more', code: 'journal.changed' as const },
    [`acknowledge ${tampered.sha256}`],
    'it was altered once more',
  ],
  [true, { ok: true, summary: '' }, [], 'altered'],
])(
  'an altered journal is acknowledged in an update alone (preview: %s, %j)',
  async (preview, answer, asked, what) => {
    recordEngine(preview, printed);
    const given = executor(altered, answer);
    const refusal = { what, ...('code' in answer && { code: answer.code }) };
    expect(await given.detect()).toMatchObject({ kind: 'refused', refusal });
    expect(given.asked).toEqual(asked);
  },
);
