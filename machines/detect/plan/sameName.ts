import { tellsBuild, tellsVersion, withTag } from '../../compose/imageNames';
import type { Attempt } from '../../model/attempt';
import type { Facts } from '../../model/facts';
import type { ServiceChange } from '../../model/serviceChange';
import type { Target } from '../../model/target';
import { checkedOut } from '../history/checkedOut';
import { cameUpAt, leftAt } from './cameUp';

const seconds = (time: string): number => Date.parse(time) / 1000;

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

/**
 * Whether a name that both releases use, and whose tag has a digit without being a whole version (`v2`, `php8`, `eu1`), may mean
 * another image than it did at the target: it was given after HEAD went on from there; what was pulled was built after the target
 * came up here; or nobody knows when that was. Facts of older versions do not tell.
 */
export function mayHaveMoved(facts: Facts, target: Target, change: ServiceChange): boolean {
  const { service, reference, target: image } = change;
  const container = facts.containers.find((one) => one.service === service);
  const isSame = container !== undefined && withTag(container.reference) === withTag(reference);
  if (!isSame || !tellsVersion(reference) || tellsBuild(reference)) return false;
  const { imageTagged, imageCreated = '' } = container;
  if (imageTagged === undefined || image === undefined || container.image !== image) return false;
  if (checkedOut(facts) === target.release.commit) return false;
  // Docker has the year 1 for what was pulled.
  if (imageTagged.startsWith('0001')) {
    const ran = cameUpAt(facts, target, change);
    return ran === undefined || !(seconds(imageCreated) <= ran);
  }
  const left = leftAt(facts, target);
  if (left !== undefined && seconds(imageTagged) <= left) return false;
  return !(
    isOwnDoing(facts, imageTagged) && wasProven(facts.attempts, target.release.commit, service, image)
  );
}
