import { imageReference, isBuilt, isRedefined } from '../../compose/definition';
import type { ComposeModel } from '../../model/composeModel';
import type { Facts } from '../../model/facts';
import { releaseEvents, shortHash } from '../history/releases';
import type { Attempt } from '../../model/attempt';
import type { Plan, ServiceChange } from '../../model/plan';
import type { Target } from '../../model/target';

/** The name under which an image is pinned so that no prune takes it. */
export function pinName(project: string, service: string, commit: string): string {
  return `chronos-rollback/${project}-${service}:${commit.slice(0, 12)}`.toLowerCase();
}

/** How long the pins of a rollback stay at least. */
const PINNED_DAYS = 7;

/** Every name under which a plan pinned an image: of what ran before, and of its target. */
const pinsOf = ({ project, services, from, to }: Plan): string[] =>
  services.flatMap(({ service }) =>
    [from.commit, to.commit].map((commit) => pinName(project, service, commit)),
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

/** A name without tag means `latest`. */
export const withTag = (reference: string): string =>
  /[@]|:[^/]*$/.test(reference) ? reference : `${reference}:latest`;

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

/** What the plan needs to know to place an app service's image. */
interface ImageContext {
  readonly facts: Facts;
  readonly target: Target;
  readonly current: ComposeModel;
  readonly wanted: ComposeModel;
  readonly project: string;
  readonly compose: 'v1' | 'v2';
}

/** How one app service gets the target's image, and whether its container must be recreated. */
export function serviceChange(context: ImageContext, service: string): ServiceChange {
  const { facts, target, current, wanted, project, compose } = context;
  const reference = imageReference(wanted, project, service, compose);
  const container = facts.containers.find((candidate) => candidate.service === service);
  const before = container?.image;
  const built = isBuilt(wanted, service);
  const sameName = !built && imageReference(current, project, service, compose) === reference;
  const image =
    imageAt(facts, target, project, service, reference) ??
    (built ? undefined : sameName ? before : target.imagesByName.get(withTag(reference)));
  const why = !container
    ? 'it has no container'
    : image !== before
      ? 'its image changes'
      : isRedefined(current, wanted, service)
        ? 'its definition changes'
        : container.status !== 'running' || container.health === 'unhealthy'
          ? `it is ${container.status === 'running' ? container.health : container.status}`
          : '';
  return {
    service,
    ...(before ? { before } : {}),
    ...(image ? { target: image } : {}),
    source: image ? 'reuse' : built ? 'build' : 'pull',
    reference,
    action: why === '' ? 'keep' : 'up',
    why: why || 'image and definition stay',
  };
}
