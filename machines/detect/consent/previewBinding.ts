import { type Decision, NOTHING } from '../../model/decision';
import { changed, planChanges } from './planDiff';
import type { Plan } from '../../model/plan';
import { refuse } from '../../model/refusal';

/** What a preview showed, as far as an update must come to the same. */
export interface Shown {
  readonly kind: Decision['kind'];
  readonly plan?: Plan | undefined;
  /** Services that a plan which goes on brings up once more. */
  readonly again?: readonly string[] | undefined;
}

/** What a preview of this decision shows. */
export function shownOf(decision: Decision): Shown {
  if (!('plan' in decision)) return { kind: decision.kind };
  const { kind, plan, resumed = NOTHING } = decision;
  return { kind, plan, ...(resumed.restart.length > 0 ? { again: resumed.restart } : {}) };
}

const NAMES = {
  plan: 'a rollback',
  undo: 'an undo',
  healthy: 'that nothing is wrong',
  refused: 'a refusal',
} as const;

const againOf = ({ again }: Shown): string => again?.join(', ') ?? 'nothing';

/** The decision of an update, if its own preview showed the same; else a refusal that tells what changed. */
export function asShown(decision: Decision, shown: Shown | undefined): Decision {
  const now = shownOf(decision);
  if (!shown || decision.kind === 'refused') return decision;
  const [was, is] = [againOf(shown), againOf(now)];
  if (shown.kind === now.kind && shown.plan?.id === now.plan?.id && was === is) return decision;
  const changes =
    shown.plan && now.plan
      ? [...planChanges(shown.plan, now.plan), ...changed('what is brought up once more', was, is)]
      : [`it was ${NAMES[shown.kind]}, now it is ${NAMES[now.kind]}`];
  const { facts, diagnosis } = decision;
  return {
    kind: 'refused',
    facts,
    diagnosis,
    refusal: refuse(
      'plan.changed',
      `the plan has changed since the preview: ${changes.join('; ')}`,
      [{ do: 'update', for: {} }, ' once more: it shows what would be done now'],
      {
        ...(now.plan ? { got: now.plan.id } : {}),
        ...(shown.plan ? { accepts: `${shown.plan.id}, which was shown` } : {}),
      },
    ),
  };
}
