import type { AnyStateNode } from 'xstate';
import { rollbackMachine } from '../../machines/rollback';

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** What a guard asks, in plain words. A guard without words here is an error, so that none is forgotten. */
const GUARDS: Readonly<Record<string, string>> = {
  isHealthy: 'nothing is wrong',
  isUndo: 'an undo is due',
  isFirst: 'planned',
  isNext: 'done',
  isRefused: 'no longer as planned, or taken over',
  isVerified: 'every required check passed',
  isDone: 'done',
  isWorse: 'worse than before',
  isBeingUndone: 'its undo had begun',
  isUndoable: 'failed, can be undone',
  exceedsConsent: 'more would be lost than consented to',
  hasStoppedForNothing: 'the app was stopped first, and it failed or costs more',
  hasStopped: 'the app was stopped first, and it failed or costs more',
};

/** What is left when no guard held, by where it leads, and from where when that tells. */
const OTHERWISE: Readonly<Record<string, string>> = {
  refused: 'no plan',
  undone: 'failed',
  stranded: 'failed',
  degraded: 'failed, not undone unasked',
  'verify degraded': 'a required check failed, not worse',
};

const words = (table: Readonly<Record<string, string>>, key: string): string => {
  const found = table[key];
  if (!found) throw new Error(`no words for ${key}`);
  return found;
};

type Transition = NonNullable<ReturnType<AnyStateNode['transitions']['get']>>[number];

function labelOf({ guard, eventType }: Transition, from: string, to: string): string {
  const asked = guard as string | { type: string } | undefined;
  if (asked) return words(GUARDS, typeof asked === 'string' ? asked : asked.type);
  if (eventType.startsWith('xstate.error')) return 'fault';
  return OTHERWISE[`${from} ${to}`] ?? words(OTHERWISE, to);
}

const childrenOf = (node: AnyStateNode): AnyStateNode[] => Object.values(node.states);

/** Every transition of a state, and of those in it, once: several from one state to another share a line. */
export function edges(node: AnyStateNode = rollbackMachine.root): Edge[] {
  const labels = new Map<string, Set<string>>();
  for (const transition of [...node.transitions.values()].flat()) {
    const to = transition.target?.[0]?.key ?? node.key;
    labels.set(to, (labels.get(to) ?? new Set()).add(labelOf(transition, node.key, to)));
  }
  const own = [...labels].map(([to, label]) => {
    const said = [...label].filter((one) => one !== 'fault' || label.size === 1);
    return { from: node.key, to, label: said.join(' or ') };
  });
  return [...own, ...childrenOf(node).flatMap((child) => edges(child))];
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

const arrow = ({ from, to, label }: Edge): string => `${from} --> ${to} : ${label}`;

/** Transitions from one state in a state to another one in it: Mermaid wants them in its group. */
function edgesWithin(node: AnyStateNode): Edge[] {
  const inside = childrenOf(node).map(({ key }) => key);
  return edges(node).filter(({ from, to }) => inside.includes(from) && inside.includes(to));
}

/** The states in a state: one that has children as a group, an end with its arrow out. */
function statesIn(node: AnyStateNode): string[] {
  return childrenOf(node).flatMap((child) => {
    if (child.type === 'final') return [`${child.key} --> [*]`];
    if (childrenOf(child).length === 0) return [child.key];
    const inside = [...statesIn(child), ...edgesWithin(child).map(arrow)];
    return [`state ${child.key} {`, ...indented(inside), '}'];
  });
}

/** The lifecycle as a Mermaid diagram: the machine's own states, parents as groups, and its own transitions. */
export function stateDiagram(): string {
  const { root } = rollbackMachine;
  const inGroups = new Set(childrenOf(root).flatMap(edgesWithin).map(arrow));
  const arrows = edges(root)
    .map(arrow)
    .filter((line) => !inGroups.has(line));
  const body = [`[*] --> ${rollbackMachine.config.initial}`, ...statesIn(root), ...arrows];
  return ['```mermaid', 'stateDiagram-v2', ...indented(body), '```'].join('\n');
}
