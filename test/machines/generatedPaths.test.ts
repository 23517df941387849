import type { Verdict } from '../../machines/model/verdict';
import { LAWS } from './laws';
import { OUTCOMES } from './outcomes';
import { everyPath, type Run, runPaths } from './paths';
import { begun, invokes, isAsked, nameOf, planOf, stepsOf, valueOf } from './runs';
import { ATOMIC, STATES } from './states';
import { depth } from '../support/depth';

let runs: readonly Run[];
beforeAll(async () => {
  // The short ones and one in nine of the others take every way that there is, too.
  runs = await runPaths(
    everyPath().filter(({ steps }, index) => steps.length < 4 || index % depth(9, 1) === 0),
  );
});

/** Of these runs something holds; the first few of which it does not are named. */
const allAre = (some: readonly Run[], holds: (run: Run) => boolean) => {
  const others = some.filter((run) => !holds(run));
  expect(others.slice(0, 3).map(nameOf)).toEqual([]);
};

test('every run visits the states of its path, calls its actors, and ends where the path ends', () => {
  expect(runs.length).toBeGreaterThan(depth(500, 5000));
  const names = (all: readonly { readonly invoke: string }[]) => all.map(({ invoke }) => invoke).join();
  allAre(runs, ({ visited, path }) => visited.join() === path.states.join());
  allAre(runs, ({ called, path }) => names(called) === names(path.steps));
  allAre(runs, ({ ending, path }) => ending.end === path.states.at(-1));
});

test('every invoke has come out in every way, and every transition was taken', () => {
  const invoked = ATOMIC.flatMap(({ invoke }) => invoke.map(({ id }) => id));
  const possible = invoked.flatMap((id) => (OUTCOMES[id] ?? []).map(({ name }) => `${id}: ${name}`));
  const steps = runs.flatMap(({ path }) => path.steps);
  const had = new Set(steps.map(({ invoke, outcome }) => `${invoke}: ${outcome.name}`));
  expect(Object.keys(OUTCOMES).sort()).toEqual([...invoked].sort());
  expect(possible.filter((one) => !had.has(one))).toEqual([]);

  const taken = new Set(steps.map(({ transition }) => transition));
  const transitions = STATES.flatMap((state) =>
    [...state.transitions].flatMap(([event, all]) =>
      all.map((one, index) => ({ one, name: `${event}, branch ${index}` })),
    ),
  );
  expect(transitions.length).toBeGreaterThan(40);
  expect(transitions.filter(({ one }) => !taken.has(one)).map(({ name }) => name)).toEqual([]);
  expect(transitions).toHaveLength(taken.size);
});

test('the steps are those of the plan from its first on, none twice, then at most one undo', () => {
  allAre(runs, (run) => {
    const names = begun(run).map(({ invoke }) => invoke);
    const planned = isAsked(run) ? [] : (planOf(run)?.steps ?? []);
    const rest = invokes(run).slice(names.length);
    return (
      names.every((name, index) => name === planned[index]) &&
      new Set(names).size === names.length &&
      rest.length <= 1
    );
  });
});

test('every step receives the plan and the verdicts before it; all of them are in the ending, in order', () => {
  allAre(runs, (run) => {
    const verdicts = stepsOf(run).map((step) => valueOf<Verdict>(step));
    const isBefore = (given: readonly Verdict[] | undefined, index: number) => {
      const before = verdicts.slice(0, index).filter((one) => one !== undefined);
      return given?.length === before.length && before.every((one, at) => one === given[at]);
    };
    const inputs = run.called.slice(1).map(({ input }) => input);
    return (
      inputs.every((input, index) => input?.plan === planOf(run) && isBefore(input?.verdicts, index)) &&
      isBefore(run.ending.verdicts, verdicts.length) &&
      run.ending.decision === valueOf(run.path.steps[0])
    );
  });
});

test('a fault is kept, the last one where there were two; without one there is none', () => {
  const faultsOf = ({ path }: Run) =>
    path.steps.flatMap(({ outcome }) => ('error' in outcome ? [outcome.error] : []));
  expect(runs.some((run) => faultsOf(run).length === 2)).toBe(true);
  allAre(runs, (run) => {
    const [last] = faultsOf(run).slice(-1);
    const said = last instanceof Error ? last.message : String(last);
    return run.ending.fault === (faultsOf(run).length > 0 ? said : undefined);
  });
});

test.each(LAWS.map(({ name, ...law }) => [name, law] as const))('%s', (_, { of, holds }) => {
  const some = runs.filter(of);
  expect(some).not.toHaveLength(0);
  allAre(some, holds);
});
