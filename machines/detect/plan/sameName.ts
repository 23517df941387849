import { tellsVersion, withTag } from '../../compose/imageNames';
import type { Attempt } from '../../model/attempt';
import type { Container } from '../../model/container';
import type { Facts } from '../../model/facts';
import type { ServiceChange } from '../../model/serviceChange';
import type { Target } from '../../model/target';
import { checkedOut } from '../history/checkedOut';
import { cameUpAt, isPulled, leftAt, seconds } from './cameUp';

/** Whether a rollback of this program was at work at a time: it gives images names of its own. */
const isOwnDoing = ({ attempts, clock }: Facts, time: string): boolean =>
  attempts.some(
    ({ opened, closed = clock }) =>
      seconds(opened) <= seconds(time) + 1 && seconds(time) <= seconds(closed) + 1,
  );

/** Whether a rollback took an image for the service's at the commit, and that was proven then. */
const wasProven = (attempts: readonly Attempt[], commit: string, service: string, image: string): boolean =>
  attempts.some(
    ({ plan }) =>
      plan.action === 'rollback' &&
      plan.to.commit === commit &&
      plan.services.some(
        (change) => change.service === service && change.target === image && !change.imageUnproven,
      ),
  );

/** Whether a rollback of this program gave an image its name last, and took it for the service's at the target, which was proven. */
const isGivenByUs = (
  facts: Facts,
  target: Target,
  time: string,
  { service, target: image = '' }: ServiceChange,
) => isOwnDoing(facts, time) && wasProven(facts.attempts, target.release.commit, service, image);

/**
 * Whether a name that both releases use may mean another image than it did at the target: it was given after HEAD went on from
 * there; what was pulled was built after the target came up here; or nobody knows when that was.
 */
function isSameNameMoved(facts: Facts, target: Target, change: ServiceChange, container: Container): boolean {
  const { imageTagged, imageCreated = '' } = container;
  if (imageTagged === undefined || container.image !== change.target) return false;
  if (isPulled(imageTagged)) {
    const ran = cameUpAt(facts, target, change);
    return ran === undefined || !(seconds(imageCreated) <= ran);
  }
  const left = leftAt(facts, target);
  if (left !== undefined && seconds(imageTagged) <= left) return false;
  return !isGivenByUs(facts, target, imageTagged, change);
}

/**
 * The same of a name that only the target uses: it means the image that runs now, was given after that came up, or was pulled and
 * built after HEAD went on from the target.
 */
function isOtherNameMoved(facts: Facts, target: Target, change: ServiceChange): boolean {
  const { service, reference, target: image } = change;
  const own = facts.containers.filter((one) => one.service === service);
  if (image === undefined || target.imagesByName.get(withTag(reference)) !== image) return false;
  if (own.some((one) => one.image === image)) return true;
  const { tagged, created } = target.namedImages?.get(image) ?? {};
  if (tagged === undefined || created === undefined) return false;
  const left = leftAt(facts, target);
  if (isPulled(tagged)) return left !== undefined && seconds(created) > left;
  const times = own.map((one) => seconds(one.created ?? '')).filter((time) => !Number.isNaN(time));
  const cameUp = times.length > 0 ? Math.min(...times) : left;
  return cameUp !== undefined && seconds(tagged) > cameUp && !isGivenByUs(facts, target, tagged, change);
}

/**
 * Whether a name that tells a version (`v2`, `1.0.0`) may mean another image than it did at the target, as any name may be given
 * once more. A digest never moves. Facts of older versions do not tell.
 */
export function mayHaveMoved(facts: Facts, target: Target, change: ServiceChange): boolean {
  const { service, reference, target: image } = change;
  if (!tellsVersion(reference) || image === undefined) return false;
  if (checkedOut(facts) === target.release.commit) return false;
  const container = facts.containers.find((one) => one.service === service);
  return container !== undefined && withTag(container.reference) === withTag(reference)
    ? isSameNameMoved(facts, target, change, container)
    : isOtherNameMoved(facts, target, change);
}
