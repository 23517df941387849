import { isInPlace } from '../../model/backup';
import { type Plan } from '../../model/plan';
import type { Release } from '../../model/release';
import type { Connection, ServiceChange } from '../../model/serviceChange';
import type { Step } from '../../model/vocabulary';
import { namesOf } from '../../postgres/databaseNames';

/** A service of a release, as it comes up. */
export interface ServiceOfRelease {
  readonly service: string;
  /** None where it must be built or pulled first. */
  readonly image: string | undefined;
  readonly reference: string;
  /** How many containers it has, where that is not one. */
  readonly containers?: number | undefined;
  readonly isOnce: boolean;
  readonly connections: readonly Connection[];
}

/** One of the two releases of a plan, with all that it comes up with. */
export interface ReleaseOfPlan {
  readonly release: Release;
  readonly files: readonly string[];
  readonly envFiles: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly services: readonly ServiceOfRelease[];
  /** What is not told of it, a sentence each. */
  readonly remarks: readonly string[];
}

const common = ({ service, once, connections = [] }: ServiceChange) => ({
  service,
  isOnce: once === true,
  connections,
});

/** The release that a plan goes to. */
const targetOf = (plan: Plan): ReleaseOfPlan => ({
  release: plan.to,
  files: plan.targetFiles ?? plan.files,
  envFiles: plan.envFiles ?? [],
  variables: plan.variables?.to ?? {},
  services: plan.services.map((change) => ({
    ...common(change),
    image: change.target,
    reference: change.reference,
    containers: change.containers?.target,
  })),
  remarks: [],
});

/** The release that a plan starts from. */
const startOf = (plan: Plan): ReleaseOfPlan => ({
  release: plan.from,
  files: plan.files,
  envFiles: plan.formerEnvFiles ?? plan.envFiles ?? [],
  variables: plan.variables?.from ?? {},
  services: plan.services
    .filter(({ before }) => before !== undefined)
    .map((change) => ({
      ...common(change),
      image: change.before,
      reference: change.was ?? change.reference,
      containers: change.containers?.before,
    })),
  remarks: [
    ...(plan.settings
      ? [
          'Settings were others with it: what they were lies in the directory of the rollback, below settings/.',
        ]
      : []),
    ...plan.services.flatMap(({ service, runs }) =>
      runs ? [`${service} was brought up by another release: ${runs}.`] : [],
    ),
  ],
});

/** The releases of a plan: where it goes to, and where it starts from where that is another one. */
export function releasesOfPlan(plan: Plan): {
  readonly target: ReleaseOfPlan;
  readonly start?: ReleaseOfPlan;
} {
  const { from, to, services } = plan;
  const isOther =
    from.commit !== to.commit ||
    from.number !== to.number ||
    services.some(({ before, target }) => before && target && before !== target);
  return { target: targetOf(plan), ...(isOther ? { start: startOf(plan) } : {}) };
}

/** The database that a plan has swapped away by the time that a step runs; none where it swaps none. */
export const swappedAway = (plan: Plan, step: Step | 'undo'): string | undefined =>
  plan.backup && !isInPlace(plan) && (step === 'restart' || step === 'verify')
    ? namesOf(plan).sealed
    : undefined;
