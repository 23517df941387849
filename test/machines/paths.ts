import { createActor, initialTransition, toPromise, transition } from 'xstate';
import { actorsOf } from '../../machines/lifecycle/actors';
import type { LifecycleEnd, StepInput } from '../../machines/lifecycle/context';
import { STEPS } from '../../machines/model/vocabulary';
import { rollbackMachine } from '../../machines/rollback';
import { REQUEST } from '../fixtures';
import { OUTCOMES, type Outcome } from './outcomes';
import { leafOf } from './states';

type Snapshot = ReturnType<typeof initialTransition<typeof rollbackMachine>>[0];

/** One step of a path: the invoke, how its actor comes out, and the transition that this takes. */
export interface Taken {
  readonly invoke: string;
  readonly outcome: Outcome<unknown>;
  readonly transition: object;
}

/** A path from detect to an end, and the states through which it leads. */
export interface Path {
  readonly steps: readonly Taken[];
  readonly states: readonly string[];
}

const eventOf = (invoke: string, outcome: Outcome<unknown>) =>
  'value' in outcome
    ? { type: `xstate.done.actor.${invoke}`, output: outcome.value, actorId: invoke }
    : { type: `xstate.error.actor.${invoke}`, error: outcome.error, actorId: invoke };

function walk(snapshot: Snapshot, path: Path): Path[] {
  if (snapshot.status === 'done') return [path];
  const [node] = snapshot._nodes.filter(({ invoke }) => invoke.length > 0);
  return (node?.invoke ?? []).flatMap(({ id }) =>
    (OUTCOMES[id] ?? []).flatMap((outcome) => {
      const event = eventOf(id, outcome) as never;
      const [taken, ...others] = rollbackMachine.getTransitionData(snapshot, event);
      if (!taken || others.length > 0) throw new Error(`${id} ${outcome.name}: not one transition`);
      const [next] = transition(rollbackMachine, snapshot, event);
      return walk(next, {
        steps: [...path.steps, { invoke: id, outcome, transition: taken }],
        states: [...path.states, leafOf(next.value)],
      });
    }),
  );
}

/** Every path through the statechart, whatever comes of each invoke. */
export function everyPath(): Path[] {
  const [start] = initialTransition(rollbackMachine, { request: REQUEST });
  return walk(start, { steps: [], states: [leafOf(start.value)] });
}

/** What really came of a path: the states that were visited, the actors that were called, and how it ended. */
export interface Run {
  readonly path: Path;
  readonly visited: readonly string[];
  readonly called: readonly { readonly invoke: string; readonly input?: StepInput }[];
  readonly ending: LifecycleEnd;
}

/**
 * Runs the machine for one path after the other, with actors that come out as its path says and as nothing
 * else. The actors are provided once: to do so for each run takes longer than the run.
 */
export async function runPaths(paths: readonly Path[]): Promise<Run[]> {
  let path: Path = { steps: [], states: [] };
  let called: Run['called'][number][] = [];
  const next = (invoke: string, input?: StepInput): Promise<never> => {
    const step = path.steps[called.push({ invoke, ...(input ? { input } : {}) }) - 1];
    if (step?.invoke !== invoke) throw new Error(`${invoke} is called where the path has ${step?.invoke}`);
    const { outcome } = step;
    if ('value' in outcome) return Promise.resolve(outcome.value as never);
    if (outcome.isThrown) throw outcome.error;
    return Promise.reject(outcome.error as Error);
  };
  const steps = Object.fromEntries(
    [...STEPS, 'undo' as const].map((step) => [step, (input: StepInput) => next(step, input)]),
  );
  const machine = rollbackMachine.provide({ actors: actorsOf({ detect: () => next('detect'), steps }) });
  const runs: Run[] = [];
  for (path of paths) {
    called = [];
    const visited: string[] = [];
    const actor = createActor(machine, { input: { request: REQUEST } });
    actor.subscribe(({ value }) => visited.push(leafOf(value)));
    const ending = await toPromise(actor.start());
    runs.push({ path, visited, called, ending });
  }
  return runs;
}
