import type { Attempt } from '../../model/attempt';
import type { Plan } from '../../model/plan';
import { NO_COMMIT } from '../../model/release';

/** The name under which an image is pinned so that no prune takes it. */
export function pinName(project: string, service: string, commit: string): string {
  return `chronos-rollback/${project}-${service}:${commit.slice(0, 12)}`.toLowerCase();
}

/** The image that is pinned of what a service runs; none where no commit is known, as the name of a pin tells it. */
export const pinnedBefore = ({ from }: Plan, { before }: Plan['services'][number]): string | undefined =>
  from.commit === NO_COMMIT ? undefined : before;

/** How long the pins of a rollback stay at least. */
const PINNED_DAYS = 7;

/** The release whose image a service has when a plan begins: the pin of that image is named after it. */
export const runningCommit = (
  { action, from }: Plan,
  { runs = from.commit }: Plan['services'][number],
): string => (action === 'rollback' ? runs : from.commit);

/** The name under which a plan pins what a service runs; with the image's id where the target is of the same commit. */
export function pinOfBefore(plan: Plan, change: Plan['services'][number]): string {
  const commit = runningCommit(plan, change);
  const name = pinName(plan.project, change.service, commit);
  const isSame = plan.settings !== undefined && commit === plan.to.commit;
  return isSame && change.before ? `${name}-${change.before.slice(7, 19)}` : name;
}

/** Every name under which a plan pinned an image: of what ran before, and of its target. */
const pinsOf = (plan: Plan): string[] =>
  plan.services.flatMap((change) => [
    ...(runningCommit(plan, change) === NO_COMMIT ? [] : [pinOfBefore(plan, change)]),
    ...(plan.to.commit === NO_COMMIT ? [] : [pinName(plan.project, change.service, plan.to.commit)]),
  ]);

/** Of an older version, whose plans do not say what they saw running: nobody knows of what its pins are the last name. */
const isOfBefore = ({ plan }: Attempt): boolean => plan.services.every(({ ran }) => ran === undefined);

/**
 * Pins of rollbacks that ended more than 7 days ago and that neither a later one nor the present one has. Those of older
 * versions stay.
 */
export function oldPins(attempts: readonly Attempt[], present: Plan, clock: string): string[] {
  const isOld = (attempt: Attempt) =>
    attempt.closed !== undefined &&
    !isOfBefore(attempt) &&
    Date.parse(clock) - Date.parse(attempt.closed) > PINNED_DAYS * 86_400_000;
  const kept = new Set(
    [present, ...attempts.filter((one) => !isOld(one)).map(({ plan }) => plan)].flatMap(pinsOf),
  );
  const old = attempts.filter(isOld).flatMap(({ plan }) => pinsOf(plan));
  return [...new Set(old)].filter((name) => !kept.has(name));
}
