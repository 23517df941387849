import type { Plan } from '../../machines/model/plan';
import { type Step, STEPS } from '../../machines/model/vocabulary';
import { inspection, restorePlan, WRITTEN } from '../backups';
import { plan } from '../fixtures';
import { ATOMIC } from './states';

const isStep = (key: string): key is Step => (STEPS as readonly string[]).includes(key);

/** The steps to which the statechart leads on from a state. */
const after = (state: string): Step[] => {
  const node = ATOMIC.find(({ key }) => key === state);
  const targets = [...(node?.transitions.values() ?? [])].flat().flatMap(({ target }) => target ?? []);
  return [...new Set(targets.map(({ key }) => key).filter(isStep))];
};

/** Every order of steps that the statechart allows, from detect until verify, where no step comes twice. */
const orders = (steps: readonly Step[] = []): Step[][] => {
  const last = steps.at(-1);
  if (last === 'verify') return [[...steps]];
  return after(last ?? 'detect')
    .filter((next) => !steps.includes(next))
    .flatMap((next) => orders([...steps, next]));
};

const { since: _, ...uncounted } = inspection();
const code = plan();
const infrastructure: Plan = { ...code, scenario: 'infrastructure' };
const database = restorePlan();
const priced = {
  'database at a known cost': restorePlan({ inspection: WRITTEN }),
  'database at an unknown cost': restorePlan({ inspection: uncounted }),
};

/** The kinds of plan that an order of steps may be of; none of infrastructure restores, and the statechart allows it. */
const kindsOf = (steps: readonly Step[]): Readonly<Record<string, Plan>> => ({
  infrastructure,
  ...(steps.includes('restore') ? { database } : { code }),
  ...(steps.length === STEPS.length ? priced : {}),
});

/** A plan of each kind for every order of steps; of transfers it is known that they failed before. */
export const plans: Readonly<Record<string, Plan>> = Object.fromEntries([
  ...orders().flatMap((steps) =>
    Object.entries(kindsOf(steps)).map(([kind, of]) => [
      `${kind}: ${steps.join(', ')}`,
      { ...of, steps, baseline: { ...of.baseline, 'probe transfers': false } },
    ]),
  ),
  ['without steps', { ...code, steps: [] }],
  ['that begins where none may', { ...code, steps: ['revert', 'restart', 'verify'] }],
]) as Record<string, Plan>;
