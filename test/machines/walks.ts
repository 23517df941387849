import { createActor, type StateValue, toPromise } from 'xstate';
import { actorsOf } from '../../machines/lifecycle/actors';
import type { Loss } from '../../machines/model/backup';
import type { Decision } from '../../machines/model/decision';
import type { Plan } from '../../machines/model/plan';
import { type Step, STEPS } from '../../machines/model/vocabulary';
import { rollbackMachine } from '../../machines/rollback';
import type { Verdict } from '../../machines/model/verdict';
import { restorePlan } from '../backups';
import { plan as planned, REQUEST } from '../fixtures';
import { leafOf } from './states';

export const SCENARIOS: Readonly<Record<string, Plan['steps']>> = {
  code: ['prepare', 'revert', 'restart', 'verify'],
  database: [...STEPS],
  'database, the app stopped first': ['stop', 'prepare', 'restore', 'revert', 'restart', 'verify'],
  restart: ['restart', 'verify'],
  'down and up': ['stop', 'restart', 'verify'],
};
const of = (name: string): Plan => {
  if (name.startsWith('database')) return restorePlan();
  return { ...planned(), scenario: name === 'code' ? 'code' : 'infrastructure' };
};
export const planOf = (name: string): Plan => ({ ...of(name), steps: SCENARIOS[name] ?? [] });
const plans = Object.keys(SCENARIOS).map(planOf);
export const seen = {} as Pick<Extract<Decision, { kind: 'plan' }>, 'facts' | 'diagnosis'>;
const going = { mode: 'fresh', takesOver: false, ...seen } as const;
export const decisionFor = (plan: Plan): Decision => ({ kind: 'plan', plan, ...going });
export const undoOf = (plan: Plan): Decision => ({
  kind: 'undo',
  plan: { ...plan, action: 'undo', of: plan.id, steps: [] },
  ...going,
});
const decisions: Decision[] = [
  ...plans.map(decisionFor),
  undoOf(planned()),
  { kind: 'healthy', ...seen },
  { kind: 'refused', refusal: { code: 'checkout.no-commit', what: 'no checkout', next: 'git status' } },
];

export const check = (ok: boolean, required = true, name = 'commit') => ({
  name,
  required,
  ok,
  evidence: 'seen',
});
export const lost = [check(true), check(false, true, 'health of backend')];
export const verdict = (step: Verdict['step'], more: Partial<Verdict> = {}): Verdict => ({
  step,
  ok: true,
  summary: '',
  started: '',
  seconds: 0,
  ...(step === 'verify' ? { checks: [check(true)] } : {}),
  ...more,
});

/** A row would be lost, where none was shown. */
export const LOSS: Loss = { method: 'snapshot', rows: 1, gone: 0, tables: [] };

type Event = { type: string; output?: unknown; error?: unknown };
const events = (): Event[] => [
  ...decisions.map((output) => ({ type: 'xstate.done.actor.detect', output })),
  ...[...STEPS, 'undo' as const].flatMap((step) => [
    { type: `xstate.done.actor.${step}`, output: verdict(step) },
    { type: `xstate.done.actor.${step}`, output: verdict(step, { ok: false }) },
    { type: `xstate.done.actor.${step}`, output: verdict(step, { ok: false, refused: true }) },
    { type: `xstate.error.actor.${step}`, error: new Error('fault'), actorId: step },
  ]),
  { type: 'xstate.done.actor.verify', output: verdict('verify', { checks: [check(false)] }) },
  { type: 'xstate.done.actor.verify', output: verdict('verify', { checks: lost }) },
  { type: 'xstate.done.actor.prepare', output: verdict('prepare', { loss: LOSS }) },
  { type: 'xstate.done.actor.restart', output: verdict('restart', { ok: false, appRan: true }) },
  { type: 'xstate.error.actor.detect', error: new Error('fault') },
];
export const options = {
  input: { request: REQUEST },
  events: events() as never,
  serializeState: ({ value, context }: { value: StateValue; context: { decision?: Decision } }) =>
    `${leafOf(value)} ${context.decision ? decisions.indexOf(context.decision) : ''}`,
};
export const walked = (path: {
  steps: readonly { state: { value: StateValue } }[];
  state: { value: StateValue };
}) =>
  [...path.steps.map(({ state }) => leafOf(state.value)), leafOf(path.state.value)].filter(
    (state, index, all) => state !== all[index - 1],
  );

/** Runs the machine with these actors; steps that are not given succeed. */
export async function run(
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
    input: { request: REQUEST },
  });
  const ending = await toPromise(actor.start());
  return { ...ending, path: [...path, ending.end].join(' → ') };
}
