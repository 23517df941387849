import type { Facts } from '../../model/facts';
import { releaseEvents, shortHash } from '../history/releases';
import type { Attempt } from '../../model/attempt';
import { NO_COMMIT, type Plan } from '../../model/plan';
import type { Target } from '../../model/target';

/** The name under which an image is pinned so that no prune takes it. */
export function pinName(project: string, service: string, commit: string): string {
  return `chronos-rollback/${project}-${service}:${commit.slice(0, 12)}`.toLowerCase();
}

/** The image that is pinned of what a service runs; none where no commit is known, as the name of a pin tells it. */
export const pinnedBefore = ({ from }: Plan, { before }: Plan['services'][number]): string | undefined =>
  from.commit === NO_COMMIT ? undefined : before;

/** How long the pins of a rollback stay at least. */
const PINNED_DAYS = 7;

/** Every name under which a plan pinned an image: of what ran before, and of its target. */
const pinsOf = ({ project, services, from, to }: Plan): string[] =>
  services.flatMap(({ service }) =>
    [from.commit, to.commit]
      .filter((commit) => commit !== NO_COMMIT)
      .map((commit) => pinName(project, service, commit)),
  );

/** Pins of rollbacks that ended more than 7 days ago and that neither a later one nor the present one has. */
export function oldPins(attempts: readonly Attempt[], present: Plan, clock: string): string[] {
  const isOld = ({ closed }: Attempt) =>
    closed !== undefined && Date.parse(clock) - Date.parse(closed) > PINNED_DAYS * 86_400_000;
  const kept = new Set(
    [present, ...attempts.filter((one) => !isOld(one)).map(({ plan }) => plan)].flatMap(pinsOf),
  );
  const old = attempts.filter(isOld).flatMap(({ plan }) => pinsOf(plan));
  return [...new Set(old)].filter((name) => !kept.has(name));
}

const repository = (reference: string): string => reference.replace(/@.*$/, '').replace(/:[^:/]*$/, '');

/**
 * The image that a service ran at a commit, where it is still there: by the deploy record or an
 * earlier rollback, by our own pin, by a tag that is the commit, by its label.
 */
export function imageAt(
  facts: Facts,
  target: Target,
  project: string,
  service: string,
  reference: string,
): string | undefined {
  const { commit } = target.release;
  const recorded = releaseEvents(facts).findLast((event) => event.commit === commit)?.images[service];
  const base = repository(reference);
  const candidates = [
    recorded,
    target.imagesByName.get(pinName(project, service, commit)),
    target.imagesByName.get(`${base}:${commit}`),
    target.imagesByName.get(`${base}:${shortHash(commit)}`),
    target.labelled.get(base),
  ];
  return candidates.find((id) => id !== undefined && target.imageIds.has(id));
}
