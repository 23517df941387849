import type { Decision } from './decision';
import { planChanges } from './difference';
import { type Plan, refuse } from './model';

/** What a preview showed, as far as an update must come to the same. */
export interface Shown {
  readonly kind: Decision['kind'];
  readonly plan?: Plan | undefined;
}

/** What a preview of this decision shows. */
export function shownOf(decision: Decision): Shown {
  return { kind: decision.kind, ...('plan' in decision ? { plan: decision.plan } : {}) };
}

const NAMES = {
  plan: 'a rollback',
  undo: 'an undo',
  healthy: 'that nothing is wrong',
  refused: 'a refusal',
} as const;

/** The decision of an update, if its own preview showed the same; else a refusal that tells what changed. */
export function asShown(decision: Decision, shown: Shown | undefined): Decision {
  const now = shownOf(decision);
  if (!shown || decision.kind === 'refused') return decision;
  if (shown.kind === now.kind && shown.plan?.id === now.plan?.id) return decision;
  const changes =
    shown.plan && now.plan
      ? planChanges(shown.plan, now.plan)
      : [`it was ${NAMES[shown.kind]}, now it is ${NAMES[now.kind]}`];
  const { facts, diagnosis } = decision;
  return {
    kind: 'refused',
    facts,
    diagnosis,
    refusal: refuse(
      `the plan has changed since the preview: ${changes.join('; ')}`,
      'pulumi up once more: it shows what would be done now',
      {
        ...(now.plan ? { got: now.plan.id } : {}),
        ...(shown.plan ? { accepts: `${shown.plan.id}, which was shown` } : {}),
      },
    ),
  };
}
