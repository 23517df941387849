import type { AnyStateNode, StateValue } from 'xstate';
import { rollbackMachine } from '../../machines/rollback';

const below = (node: AnyStateNode): AnyStateNode[] => {
  const children = Object.values(node.states);
  return [node, ...children.flatMap(below)];
};

/** Every state of the machine but its root, parents before their children. */
export const STATES: readonly AnyStateNode[] = below(rollbackMachine.root).slice(1);

/** The states in which the machine can be: those that have no children. */
export const ATOMIC: readonly AnyStateNode[] = STATES.filter(
  ({ states }) => Object.keys(states).length === 0,
);

/** In which of them it is. */
export const leafOf = (value: StateValue): string =>
  typeof value === 'string' ? value : (Object.values(value).map((inner) => leafOf(inner ?? ''))[0] ?? '');

/** The transitions of a state and, where none of its own is taken, of those around it. */
export const transitionsOf = (node: AnyStateNode) =>
  [node, ...(node.parent ? [node.parent] : [])].flatMap(({ transitions }) =>
    [...transitions.values()].flat(),
  );
