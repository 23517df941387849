import { createActor, toPromise } from 'xstate';
import { getShortestPaths, getSimplePaths } from 'xstate/graph';
import { actorsOf } from '../../machines/actors';
import type { Decision } from '../../machines/decision';
import { lifecycle } from '../../machines/lifecycle';
import { ENDS, type Plan, STEPS, type Step } from '../../machines/model';
import { rollbackMachine } from '../../machines/rollback';
import type { Verdict } from '../../machines/verdicts';
import { plan as planned, REQUEST, restartPlan } from '../fixtures';

const request = REQUEST;
const SCENARIOS: Readonly<Record<string, Plan['steps']>> = {
  code: ['prepare', 'revert', 'restart', 'verify'],
  database: [...STEPS],
  restart: ['restart', 'verify'],
  'down and up': ['stop', 'restart', 'verify'],
};
const KINDS = { code: 'code', database: 'database' } as const;
const planOf = (name: string): Plan => ({
  ...planned(),
  scenario: KINDS[name as keyof typeof KINDS] ?? 'infrastructure',
  steps: SCENARIOS[name] ?? [],
});
const plans = Object.keys(SCENARIOS).map(planOf);
const seen = {} as Pick<Extract<Decision, { kind: 'plan' }>, 'facts' | 'diagnosis'>;
const going = { mode: 'fresh', takesOver: false, ...seen } as const;
const decisionFor = (plan: Plan): Decision => ({ kind: 'plan', plan, ...going });
const undoOf = (plan: Plan): Decision => ({
  kind: 'undo',
  plan: { ...plan, action: 'undo', of: plan.id, steps: [] },
  ...going,
});
const decisions: Decision[] = [
  ...plans.map(decisionFor),
  undoOf(planned()),
  { kind: 'healthy', ...seen },
  { kind: 'refused', refusal: { what: 'no checkout', next: 'git status' } },
];

const check = (ok: boolean, required = true, name = 'commit') => ({ name, required, ok, evidence: 'seen' });
const lost = [check(true), check(false, true, 'health of backend')];
const verdict = (step: Verdict['step'], more: Partial<Verdict> = {}): Verdict => ({
  step,
  ok: true,
  summary: '',
  started: '',
  seconds: 0,
  ...(step === 'verify' ? { checks: [check(true)] } : {}),
  ...more,
});

type Event = { type: string; output?: unknown; error?: unknown };
const events = (): Event[] => [
  ...decisions.map((output) => ({ type: 'xstate.done.actor.detect', output })),
  ...[...STEPS, 'undo' as const].flatMap((step) => [
    { type: `xstate.done.actor.${step}`, output: verdict(step) },
    { type: `xstate.done.actor.${step}`, output: verdict(step, { ok: false }) },
    { type: `xstate.done.actor.${step}`, output: verdict(step, { ok: false, refused: true }) },
    { type: `xstate.error.actor.${step}`, error: new Error('fault') },
  ]),
  { type: 'xstate.done.actor.verify', output: verdict('verify', { checks: [check(false)] }) },
  { type: 'xstate.done.actor.verify', output: verdict('verify', { checks: lost }) },
  { type: 'xstate.error.actor.detect', error: new Error('fault') },
];
const options = {
  input: { request },
  events: events() as never,
  serializeState: ({ value, context }: { value: unknown; context: { decision?: Decision } }) =>
    `${String(value)} ${context.decision ? decisions.indexOf(context.decision) : ''}`,
};
const walked = (path: { steps: readonly { state: { value: unknown } }[]; state: { value: unknown } }) =>
  [...path.steps.map(({ state }) => String(state.value)), String(path.state.value)].filter(
    (state, index, all) => state !== all[index - 1],
  );

test('every state is reached', () => {
  const reached = new Set(getShortestPaths(rollbackMachine, options as never).flatMap(walked as never));
  expect([...reached].sort()).toEqual(Object.keys(rollbackMachine.states).sort());
});

test('however it goes, it ends in one of the six ends', () => {
  const finals = Object.values(rollbackMachine.states).filter(({ type }) => type === 'final');
  expect(finals.map(({ key }) => key).sort()).toEqual([...ENDS].sort());
  const stuck = getShortestPaths(rollbackMachine, options as never).filter(
    ({ state }) => state.status === 'done' && state.output?.end !== state.value,
  );
  expect(stuck).toEqual([]);
});

test('every state says what it is for, and every invoke has an id and a way out for good and bad', () => {
  for (const state of Object.values(rollbackMachine.states)) {
    expect([state.key, state.description]).toEqual([state.key, expect.stringMatching(/\.$/)]);
    if (state.type === 'final') continue;
    expect(state.invoke.map(({ id, src }) => [id, src])).toEqual([[state.key, state.key]]);
    expect([...state.transitions.keys()]).toEqual([
      `xstate.done.actor.${state.key}`,
      `xstate.error.actor.${state.key}`,
    ]);
    const last = state.transitions.get(`xstate.done.actor.${state.key}`)?.at(-1);
    expect([state.key, last?.guard]).toEqual([state.key, undefined]);
  }
});

test('steps that only read are tagged so; no other is', () => {
  const readonly = Object.values(rollbackMachine.states).filter(({ tags }) => tags.includes('readonly'));
  expect(readonly.map(({ key }) => key)).toEqual(['detect', 'prepare', 'verify']);
});

/** Runs the machine with these actors; steps that are not given succeed. */
async function run(
  decision: Decision | Error,
  outcomes: Partial<Record<Step | 'undo', Verdict | Error>> = {},
) {
  const path: string[] = [];
  const answer = (value: Verdict | Error) =>
    value instanceof Error ? Promise.reject(value) : Promise.resolve(value);
  const steps = Object.fromEntries(
    [...STEPS, 'undo' as const].map((step) => [
      step,
      () => {
        path.push(step);
        return answer(outcomes[step] ?? verdict(step));
      },
    ]),
  );
  const detect = () => (decision instanceof Error ? Promise.reject(decision) : Promise.resolve(decision));
  const actor = createActor(rollbackMachine.provide({ actors: actorsOf({ detect, steps }) }), {
    input: { request },
  });
  const ending = await toPromise(actor.start());
  return { ...ending, path: [...path, ending.end].join(' → ') };
}

test.each(Object.entries(SCENARIOS))('a %s plan passes through its steps in order', async (name, steps) => {
  const { path, verdicts } = await run(decisionFor(planOf(name)));
  expect(path).toBe([...steps, 'recovered'].join(' → '));
  expect(verdicts.map(({ step }) => step)).toEqual(steps);
});

test('all ways through a plan are the planned steps, cut short by an undo or an end', () => {
  const ways = getSimplePaths(rollbackMachine, options as never);
  expect(ways.length).toBeGreaterThan(100);
  for (const path of ways) {
    const { decision } = path.state.context;
    if (path.state.status !== 'done' || decision?.kind !== 'plan') continue;
    const [, ...states] = walked(path as never);
    const way = states.filter((state) => (decision.plan.steps as string[]).includes(state));
    expect(way).toEqual(decision.plan.steps.slice(0, way.length));
    const rest = states.slice(way.length).join(' ');
    expect(rest).toMatch(/^(undo (undone|stranded|refused)|recovered|refused|degraded|undone|stranded)$/);
    if (rest.startsWith('undo ')) expect(decision.plan.scenario).not.toBe('infrastructure');
  }
});

const code = planOf('code');
const down = planOf('database');
const bad = (step: Step | 'undo') => verdict(step, { ok: false });
const refused = (step: Step | 'undo') => verdict(step, { ok: false, refused: true });
const fault = new Error('the transport broke');
const ALL = 'prepare → revert → restart → verify';
type Way = [string, Decision | Error, Parameters<typeof run>[1], string];

test.each<Way>([
  ['nothing is wrong', { kind: 'healthy', ...seen }, {}, 'healthy'],
  ['a refusal', { kind: 'refused', refusal: { what: '', next: '' } }, {}, 'refused'],
  ['detect itself breaks', fault, {}, 'refused'],
  ['an undo that is asked for', undoOf(code), {}, 'undo → undone'],
  ['an undo that fails', undoOf(code), { undo: bad('undo') }, 'undo → stranded'],
  ['an undo that breaks', undoOf(code), { undo: fault }, 'undo → stranded'],
  ['an undo that is turned down', undoOf(code), { undo: refused('undo') }, 'undo → refused'],
  ['a plan without steps', decisionFor({ ...code, steps: [] }), {}, 'refused'],
  ['a plan that begins where none may', decisionFor({ ...code, steps: ['revert'] }), {}, 'refused'],
  ['prepare fails: nothing has changed', decisionFor(code), { prepare: bad('prepare') }, 'prepare → undone'],
  ['prepare breaks', decisionFor(code), { prepare: fault }, 'prepare → undone'],
  ...(
    [
      ['prepare', code],
      ['stop', planOf('down and up')],
      ['restart', planOf('restart')],
    ] as const
  ).map(([step, plan]): Way => [
    `${step} comes first and is turned down`,
    decisionFor(plan),
    { [step]: refused(step) },
    `${step} → refused`,
  ]),
  ...(['stop', 'restore', 'revert', 'restart'] as const).flatMap((step): Way[] => {
    const before = down.steps.slice(0, down.steps.indexOf(step) + 1).join(' → ');
    return [
      [`${step} fails: undone`, decisionFor(down), { [step]: bad(step) }, `${before} → undo → undone`],
      [`${step} breaks: undone`, decisionFor(down), { [step]: fault }, `${before} → undo → undone`],
      [
        `${step} fails and its undo too`,
        decisionFor(down),
        { [step]: bad(step), undo: bad('undo') },
        `${before} → undo → stranded`,
      ],
      [
        `${step} breaks and its undo too`,
        decisionFor(down),
        { [step]: fault, undo: fault },
        `${before} → undo → stranded`,
      ],
      [
        `${step} finds its lease taken over: nobody puts anything back behind another's back`,
        decisionFor(down),
        { [step]: refused(step) },
        `${before} → refused`,
      ],
    ];
  }),
  ...(['stop', 'restart'] as const).flatMap((step): Way[] => {
    const plan = planOf('down and up');
    const before = plan.steps.slice(0, plan.steps.indexOf(step) + 1).join(' → ');
    return [
      [
        `${step} of infrastructure fails: no undo`,
        decisionFor(plan),
        { [step]: bad(step) },
        `${before} → degraded`,
      ],
      [
        `${step} of infrastructure breaks: no undo`,
        decisionFor(plan),
        { [step]: fault },
        `${before} → degraded`,
      ],
    ];
  }),
  ...(
    [
      ['verify fails without a check', bad('verify'), 'degraded'],
      ['verify breaks', fault, 'degraded'],
      ['verify finds its lease taken over', refused('verify'), 'refused'],
      [
        'a check failed of which nothing was known before',
        verdict('verify', { checks: [check(false)] }),
        'degraded',
      ],
      ['nothing was checked', verdict('verify', { checks: [] }), 'degraded'],
      ['nothing required was checked', verdict('verify', { checks: [check(true, false)] }), 'degraded'],
      ['a check failed that had passed', verdict('verify', { checks: lost }), 'undo → undone'],
      [
        'a check failed that had passed, and verify with it',
        verdict('verify', { ok: false, checks: lost }),
        'undo → undone',
      ],
      [
        'only a check that is not required failed',
        verdict('verify', { checks: [check(true), check(false, false, 'health of backend')] }),
        'recovered',
      ],
      [
        'a preview, where verify has no checks yet',
        { ...verdict('verify', { checks: [] }), planned: true },
        'recovered',
      ],
    ] as const
  ).map(([name, verify, end]): Way => [name, decisionFor(code), { verify }, `${ALL} → ${end}`]),
  [
    'a check failed that had passed, after a restart: no undo',
    decisionFor({ ...restartPlan(['backend']), steps: ['restart', 'verify'] }),
    { verify: verdict('verify', { checks: lost }) },
    'restart → verify → degraded',
  ],
  [
    'worse than before, and the undo fails',
    decisionFor(code),
    { verify: verdict('verify', { checks: lost }), undo: bad('undo') },
    `${ALL} → undo → stranded`,
  ],
])('%s', async (_, decision, outcomes, path) => {
  expect((await run(decision, outcomes)).path).toBe(path);
});

test('a fault is kept with the ending, and so is the failed verdict', async () => {
  expect(await run(decisionFor(code), { revert: fault })).toMatchObject({
    fault: 'the transport broke',
  });
  const { verdicts } = await run(decisionFor(code), { revert: bad('revert') });
  expect(verdicts.map(({ step, ok }) => [step, ok])).toEqual([
    ['prepare', true],
    ['revert', false],
    ['undo', true],
  ]);
});

test('a step receives the plan and the verdicts before it', async () => {
  const inputs: unknown[] = [];
  const note = (step: Step) => (input: unknown) => {
    inputs.push([step, input]);
    return Promise.resolve(verdict(step));
  };
  const steps = Object.fromEntries(code.steps.map((step) => [step, note(step)]));
  const actors = actorsOf({ detect: () => Promise.resolve(decisionFor(code)), steps });
  await toPromise(createActor(rollbackMachine.provide({ actors }), { input: { request } }).start());
  expect(inputs).toEqual(
    code.steps.map((step, index) => [
      step,
      { plan: code, verdicts: code.steps.slice(0, index).map((one) => verdict(one)) },
    ]),
  );
});

test('whoever is not provided rejects: without actors nothing is touched', async () => {
  const ending = await toPromise(createActor(rollbackMachine, { input: { request } }).start());
  expect(ending).toMatchObject({ end: 'refused', fault: 'the actor "detect" is not provided' });
});

test.each([...STEPS, 'undo' as const])('the step %s, not provided, rejects', async (step) => {
  const machine = lifecycle.createMachine({
    context: () => ({ request, verdicts: [] }),
    invoke: { src: step, input: () => ({ plan: code, verdicts: [] }) },
  });
  const actor = createActor(machine, { input: { request } });
  const failed = new Promise((resolve) => actor.subscribe({ error: resolve }));
  actor.start();
  expect(await failed).toEqual(new Error(`the actor "${step}" is not provided`));
});

test('a crew that lacks a step leaves that one not provided', async () => {
  const machine = rollbackMachine.provide({
    actors: { ...actorsOf({ detect: () => Promise.resolve(decisionFor(code)), steps: {} }) },
  });
  const ending = await toPromise(createActor(machine, { input: { request } }).start());
  expect(ending).toMatchObject({ end: 'undone', fault: 'the actor "prepare" is not provided' });
});
