import { type AnyStateNode, createActor, toPromise } from 'xstate';
import { getShortestPaths, getSimplePaths } from 'xstate/graph';
import { actorsOf } from '../../machines/lifecycle/actors';
import type { Decision } from '../../machines/model/decision';
import { lifecycle } from '../../machines/lifecycle/setup';
import { ENDS, type Step, STEPS } from '../../machines/model/vocabulary';
import { rollbackMachine } from '../../machines/rollback';
import { REQUEST, restartPlan, saying } from '../fixtures';
import {
  check,
  decisionFor,
  lost,
  options,
  planOf,
  run,
  SCENARIOS,
  seen,
  undoOf,
  verdict,
  walked,
} from './walks';
import { ATOMIC, leafOf, STATES, transitionsOf } from './states';

const request = REQUEST;

test('every state is reached', () => {
  const reached = new Set(getShortestPaths(rollbackMachine, options as never).flatMap(walked as never));
  expect([...reached].sort()).toEqual(ATOMIC.map(({ key }) => key).sort());
});

test('however it goes, it ends in one of the six ends', () => {
  const finals = ATOMIC.filter(({ type }) => type === 'final');
  expect(finals.map(({ key }) => key).sort()).toEqual([...ENDS].sort());
  const stuck = getShortestPaths(rollbackMachine, options as never).filter(
    ({ state }) => state.status === 'done' && state.output?.end !== leafOf(state.value),
  );
  expect(stuck).toEqual([]);
});

test('every state says what it is for, and every invoke has an id', () => {
  for (const state of STATES)
    expect([state.key, state.description]).toEqual([state.key, expect.stringMatching(/\.$/)]);
  for (const { key, invoke } of ATOMIC.filter(({ type }) => type !== 'final'))
    expect(invoke.map(({ id, src }) => [id, src])).toEqual([[key, key]]);
});

test('every invoke has a way out for good and bad, its own or its parent’s, the last of them without a guard', () => {
  const steps = ATOMIC.filter(({ type }) => type !== 'final');
  for (const state of steps)
    for (const how of ['done', 'error']) {
      const event = `xstate.${how}.actor.`;
      const ways = transitionsOf(state).filter(({ eventType }) =>
        [`${event}${state.key}`, `${event}*`].includes(eventType),
      );
      expect([state.key, how, ways.at(-1)?.guard, ways.length]).toEqual([
        ...[state.key, how, undefined],
        expect.any(Number),
      ]);
      expect(ways).not.toHaveLength(0);
    }
});

test('the states that change the deployment are the children of one, which has their ways out of a failure', () => {
  const isChanging = ({ parent }: AnyStateNode) => parent?.key === 'change';
  expect(ATOMIC.filter(isChanging).map(({ key }) => key)).toEqual(['stop', 'restore', 'revert', 'restart']);
  for (const state of ATOMIC.filter(isChanging))
    expect([...state.transitions.keys()]).toEqual([`xstate.done.actor.${state.key}`]);
});

test('steps that only read are tagged so; no other is', () => {
  const readonly = STATES.filter(({ tags }) => tags.includes('readonly'));
  expect(readonly.map(({ key }) => key)).toEqual(['detect', 'prepare', 'verify']);
});

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
const bad = (step: Step | 'undo') =>
  verdict(step, { ok: false, ...(step === 'restart' && { appRan: false }) });
const refused = (step: Step | 'undo') => verdict(step, { ok: false, refused: true });
const fault = new Error('the transport broke');
const ALL = 'prepare → revert → restart → verify';
type Way = [string, Decision | Error, Parameters<typeof run>[1], string];

test.each<Way>([
  ['nothing is wrong', { kind: 'healthy', ...seen }, {}, 'healthy'],
  [
    'a refusal',
    { kind: 'refused', refusal: { code: 'checkout.no-commit', what: '', next: '' } },
    {},
    'refused',
  ],
  ['detect itself breaks', fault, {}, 'refused'],
  ['an undo that is asked for', undoOf(code), {}, 'undo → undone'],
  ['an undo that fails', undoOf(code), { undo: bad('undo') }, 'undo → stranded'],
  ['an undo that breaks', undoOf(code), { undo: fault }, 'undo → stranded'],
  ['an undo that is turned down', undoOf(code), { undo: refused('undo') }, 'undo → refused'],
  [
    'restart of code breaks: undone',
    decisionFor(code),
    { restart: fault },
    'prepare → revert → restart → undo → undone',
  ],
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
      [
        `${step} fails and its undo too`,
        decisionFor(down),
        { [step]: bad(step), undo: bad('undo') },
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
  ...(['stop', 'restore', 'revert'] as const).flatMap((step): Way[] => {
    const before = down.steps.slice(0, down.steps.indexOf(step) + 1).join(' → ');
    return [
      [`${step} breaks: undone`, decisionFor(down), { [step]: fault }, `${before} → undo → undone`],
      [
        `${step} breaks and its undo too`,
        decisionFor(down),
        { [step]: fault, undo: fault },
        `${before} → undo → stranded`,
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
    ...{ fault: 'the transport broke', faultCode: 'program.fault' },
  });
  const coded = Object.assign(new Error('no verdict'), { code: 'step.no-verdict' });
  expect(await run(decisionFor(code), { revert: coded })).toMatchObject({ faultCode: 'step.no-verdict' });
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
  expect(ending).toMatchObject({
    ...{ end: 'refused', faultCode: 'program.fault' },
    fault: saying('"detect"'),
  });
});

test.each([...STEPS, 'undo' as const])('the step %s, not provided, rejects', async (step) => {
  const machine = lifecycle.createMachine({
    context: () => ({ request, verdicts: [] }),
    invoke: { src: step, input: () => ({ plan: code, verdicts: [] }) },
  });
  const actor = createActor(machine, { input: { request } });
  const failed = new Promise((resolve) => actor.subscribe({ error: resolve }));
  actor.start();
  expect(await failed).toMatchObject({ message: saying(`"${step}"`) });
});

test('an Executor that lacks a step leaves that one not provided', async () => {
  const machine = rollbackMachine.provide({
    actors: { ...actorsOf({ detect: () => Promise.resolve(decisionFor(code)), steps: {} }) },
  });
  const ending = await toPromise(createActor(machine, { input: { request } }).start());
  expect(ending).toMatchObject({
    ...{ end: 'undone', faultCode: 'program.fault' },
    fault: saying('"prepare"'),
  });
});
