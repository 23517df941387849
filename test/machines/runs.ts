import type { Decision } from '../../machines/model/decision';
import type { Plan } from '../../machines/model/plan';
import type { Verdict } from '../../machines/model/verdict';
import type { Run, Taken } from './paths';

export const nameOf = ({ path, visited }: Run): string =>
  `${path.steps.map(({ invoke, outcome }) => `${invoke} ${outcome.name}`).join(' → ')}: ${visited.join(' ')}`;

/** What an actor came out with; nothing where it broke. */
export const valueOf = <Value>(step: Taken | undefined): Value | undefined =>
  step && 'value' in step.outcome ? (step.outcome.value as Value) : undefined;

/** What ran after detect. */
export const stepsOf = ({ path }: Run): readonly Taken[] => path.steps.slice(1);
export const invokes = (run: Run): string[] => stepsOf(run).map(({ invoke }) => invoke);
export const saidBy = (run: Run, name: string): Verdict | undefined =>
  valueOf<Verdict>(stepsOf(run).find(({ invoke }) => invoke === name));

/** What was begun of the plan's own steps. */
export const begun = (run: Run): Taken[] => stepsOf(run).filter(({ invoke }) => invoke !== 'undo');
export const isMutating = ({ invoke }: Taken): boolean =>
  ['stop', 'restore', 'revert', 'restart'].includes(invoke);
export const hasChanged = (run: Run): boolean => begun(run).some(isMutating);
export const hasUndo = (run: Run): boolean => invokes(run).includes('undo');

const decisionOf = ({ path }: Run): Decision | undefined => valueOf(path.steps[0]);
export const isAsked = (run: Run): boolean => decisionOf(run)?.kind === 'undo';
export const planOf = (run: Run): Plan | undefined => {
  const decision = decisionOf(run);
  return decision?.kind === 'plan' || decision?.kind === 'undo' ? decision.plan : undefined;
};
