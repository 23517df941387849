import { imageReference, isBuilt, isRedefined } from '../../compose/definition';
import { withTag } from '../../compose/imageNames';
import { isMadeBy } from '../../compose/configHash';
import { containerCount } from '../../compose/containerCount';
import { namespaceOwners } from '../../compose/namespaces';
import { broughtByTarget } from '../../compose/releaseServices';
import { isOneShot } from '../../compose/oneShot';
import type { ComposeModel } from '../../model/composeModel';
import type { Facts } from '../../model/facts';
import type { Container } from '../../model/container';
import type { ServiceChange } from '../../model/serviceChange';
import type { Target } from '../../model/target';
import { countAsLeft } from '../history/touchedSince';
import { asDefined } from '../../compose/made/asDefined';
import { connectionsOf } from './connectedByHand';
import { isPrecise, pinnedImage, provenImage } from './imageEvidence';
import { whatRuns } from './runningRelease';
import type { UnreadFile } from './unreadFiles';

/** What the plan needs to know to place an app service's image. */
export interface ImageContext {
  readonly facts: Facts;
  readonly target: Target;
  readonly current: ComposeModel;
  readonly wanted: ComposeModel;
  readonly project: string;
  readonly compose: 'v1' | 'v2';
  /** Whether a service is one of config `deployment.appServices`. */
  readonly isConfigured: (service: string) => boolean;
  /** Configs, secrets and tracked files that a service reads and that the target has in another state. */
  readonly changedFiles: (service: string) => readonly string[];
  /** Why it is made anew although it reads the same files now and at the target; the commit whose files it has. */
  readonly readsOther?: (service: string) => string | undefined;
  readonly releaseOfFiles?: (service: string) => string | undefined;
  /** Whether the deploy record tells of a file, by its absolute path, what the release had. */
  readonly isProven?: (path: string) => boolean;
  /** Whether settings that stay, and are named, may be why a service comes up otherwise than on record. */
  readonly isExplained?: (service: string) => boolean;
  /** Compose files that the release had on record, and that are not read today. */
  readonly unread?: readonly UnreadFile[];
}

/** Why a container is not left as it is although image and definition stay; nothing where it is. */
function unwell({ status, health }: Container): string | undefined {
  if (status !== 'running') return `it is ${status}`;
  return health === 'unhealthy' ? 'it is unhealthy' : undefined;
}

/** The name by which what runs was asked for, where that is not the target's: an undo gives it back. */
function formerName({ current, project, compose }: ImageContext, service: string, container?: Container) {
  if (!container) return undefined;
  const isName = container.reference !== '' && !container.reference.startsWith('sha256:');
  return isName ? container.reference : imageReference(current, project, service, compose);
}

/** The target's image of a service where it is there, and whether only a pin says that it is. */
export function targetImage(
  context: ImageContext,
  service: string,
): { readonly image?: string | undefined; readonly isOnlyPinned?: true } {
  const { facts, target, wanted, project, compose } = context;
  const reference = imageReference(wanted, project, service, compose);
  const container = facts.containers.find((candidate) => candidate.service === service);
  const was = formerName(context, service, container);
  const isBuiltThere = isBuilt(wanted, service);
  const sameName = !isBuiltThere && was !== undefined && withTag(was) === withTag(reference);
  const byName = isBuiltThere
    ? undefined
    : sameName
      ? container?.image
      : target.imagesByName.get(withTag(reference));
  const proven =
    provenImage(facts, target, project, service, reference) ?? (isPrecise(reference) ? byName : undefined);
  if (proven !== undefined) return { image: proven };
  const pinned = pinnedImage(facts, target, project, service);
  return pinned === undefined || pinned === byName
    ? { image: byName }
    : { image: pinned, isOnlyPinned: true };
}

/** How one service of the release gets the target's image, and whether its containers must be made anew. */
export function serviceChange(context: ImageContext, service: string): ServiceChange {
  const { facts, target, current, wanted, project, compose } = context;
  const reference = imageReference(wanted, project, service, compose);
  const containers = facts.containers.filter((candidate) => candidate.service === service);
  const [container] = containers;
  const before = container?.image;
  const was = formerName(context, service, container);
  const { image } = targetImage(context, service);
  const [changed] = context.changedFiles(service);
  const other = context.readsOther?.(service);
  const isDefined = isMadeBy(target.hashes.target, facts.containers, service);
  const isOther = isDefined === undefined ? isRedefined(current, wanted, service) : !isDefined;
  const counts = countAsLeft(
    facts,
    target.release.commit,
    service,
    containerCount(current, wanted, service, containers.length),
  );
  const isOnce = isOneShot(wanted, service, facts.containers, context.isConfigured(service));
  const isAdded = !container && broughtByTarget(current, wanted, target.usual, service);
  const isCounted = counts !== undefined && counts.before !== counts.target;
  const count = counts && `it has ${counts.before || 'no'} containers, and gets ${counts.target || 'none'}`;
  const why = !container
    ? counts?.target === 0
      ? undefined
      : isAdded
        ? 'it has no container, and the target brings it up'
        : 'it has no container'
    : containers.some((one) => one.image !== image)
      ? 'its image changes'
      : isOther
        ? 'its definition changes'
        : changed !== undefined
          ? `${changed}, which it reads, changes`
          : other !== undefined
            ? other
            : isCounted
              ? count
              : isOnce
                ? undefined
                : containers.map(unwell).find((said) => said !== undefined);
  return {
    service,
    ...(before ? { before } : {}),
    ...whatRuns(facts, service, {
      isAsDefined: asDefined(facts, target, project, service).is,
      isBuilt: isBuilt(current, service),
      reference: imageReference(current, project, service, compose),
      filesOf: context.releaseOfFiles?.(service),
    }),
    ...(image ? { target: image } : {}),
    source: image ? 'reuse' : isBuilt(wanted, service) ? 'build' : 'pull',
    reference,
    ...(was !== undefined && withTag(was) !== withTag(reference) ? { was } : {}),
    ...(isOnce ? { once: true as const } : {}),
    ...(counts ? { containers: counts } : {}),
    ...connectionsOf({ facts, project, models: [current, wanted] }, service),
    ...(isAdded ? { added: true as const } : {}),
    // Compose sees no difference in a file that is only mounted.
    action: why === undefined ? 'keep' : (changed ?? other) !== undefined && container ? 'recreate' : 'up',
    why:
      why === undefined
        ? 'image and definition stay'
        : isCounted && container && why !== count
          ? `${why}; ${count}`
          : why,
  };
}

/**
 * A name means one image: a service gets the one that another service gets by the same name, which is built, or whose image is
 * known. A service that is built itself is left as it is.
 */
function withImageOfName(
  change: ServiceChange,
  others: readonly ServiceChange[],
  isOwn: (service: string) => boolean,
): ServiceChange {
  const isSame = ({ service, reference }: ServiceChange) =>
    service !== change.service && withTag(reference) === withTag(change.reference);
  const same = others.find((one) => isSame(one) && (change.added || isOwn(one.service)));
  if (!same || isOwn(change.service)) return change;
  const { target: _, ...rest } = change;
  const given = { ...rest, source: same.source, ...(same.target ? { target: same.target } : {}) };
  const isOther = change.before !== undefined && change.before !== same.target;
  // Compose does not always see that a name which another service is built by means another image.
  return isOther && change.action === 'keep'
    ? { ...given, action: 'recreate', why: 'its image changes' }
    : given;
}

/** The same, in dependency order, of services of which some use a namespace of another: that ends with its container. */
export function serviceChanges(context: ImageContext, ordered: readonly string[]): ServiceChange[] {
  const own = ordered.map((service) => serviceChange(context, service));
  const isOwn = (service: string) => isBuilt(context.wanted, service);
  const changes: ServiceChange[] = [];
  for (const change of own.map((one) => withImageOfName(one, own, isOwn))) {
    const isMade = (name: string) =>
      changes.some(({ service, action }) => service === name && action !== 'keep');
    const made = namespaceOwners(context.wanted, change.service).find(({ owner }) => isMade(owner));
    const why = made && `it uses the ${made.namespace} of ${made.owner}, which is made anew`;
    changes.push(why && change.before ? { ...change, action: 'recreate', why } : change);
  }
  return changes;
}
