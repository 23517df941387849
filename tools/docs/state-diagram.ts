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
  beginsWith: 'planned',
  leadsTo: 'done',
  wasRefused: 'no longer as planned, or taken over',
  passes: 'every required check passed',
  isDone: 'done',
  isWorse: 'worse than before',
  isTakenBack: 'its undo had begun',
  canBeUndone: 'failed, can be undone',
  canBePutBack: 'failed, can be undone',
  canBePutBackLate: 'failed, can be undone',
  costsMore: 'more would be lost than consented to',
  costsMoreStopped: 'the app was stopped first, and it failed or costs more',
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

const states = Object.values(rollbackMachine.states);
const ends = states.filter(({ type }) => type === 'final').map(({ key }) => key);

const words = (table: Readonly<Record<string, string>>, key: string): string => {
  const found = table[key];
  if (!found) throw new Error(`no words for ${key}`);
  return found;
};

/** Every transition of the machine once: several from one state to another share a line. */
export function edges(): Edge[] {
  const labels = new Map<string, Set<string>>();
  for (const state of states) {
    for (const transition of [...state.transitions.values()].flat()) {
      const to = transition.target?.[0]?.key ?? state.key;
      const guard = transition.guard as string | { type: string } | undefined;
      const isFault = transition.eventType.startsWith('xstate.error');
      const key = `${state.key} ${to}`;
      const label = guard
        ? words(GUARDS, typeof guard === 'string' ? guard : guard.type)
        : isFault
          ? 'fault'
          : (OTHERWISE[key] ?? words(OTHERWISE, to));
      labels.set(key, (labels.get(key) ?? new Set()).add(label));
    }
  }
  return [...labels].map(([key, label]) => {
    const [from = '', to = ''] = key.split(' ');
    const said = [...label].filter((one) => one !== 'fault' || label.size === 1);
    return { from, to, label: said.join(' or ') };
  });
}

/** The states that change something: those that lead to an undo and are not read-only. */
const changing = states
  .filter(
    ({ key, tags }) =>
      !tags.includes('readonly') && edges().some(({ from, to }) => from === key && to === 'undo'),
  )
  .map(({ key }) => key);

const line = ({ from, to, label }: Edge): string => `${from} --> ${to} : ${label}`;
const group = (id: string, title: string, lines: readonly string[]): string[] => [
  `state "${title}" as ${id} {`,
  ...lines.map((inner) => `  ${inner}`),
  '}',
];

/** The lifecycle as a Mermaid diagram. What all changing states have in common is drawn once, from their group. */
export function stateDiagram(): string {
  const all = edges();
  const isCommon = ({ from, to, label }: Edge) =>
    changing.includes(from) &&
    changing.every((state) => all.some((e) => e.from === state && e.to === to && e.label === label));
  const common = all.filter((edge) => edge.from === changing[0] && isCommon(edge));
  const inside = ({ from, to }: Edge) => changing.includes(from) && changing.includes(to);
  const body = [
    `[*] --> ${rollbackMachine.config.initial}`,
    ...group('changes', 'changes the deployment', all.filter(inside).map(line)),
    ...group('ends', 'ends', ends),
    ...all.filter((edge) => !inside(edge) && !isCommon(edge)).map(line),
    ...common.map((edge) => line({ ...edge, from: 'changes' })),
  ];
  return ['```mermaid', 'stateDiagram-v2', ...body.map((one) => `  ${one}`), '```'].join('\n');
}
