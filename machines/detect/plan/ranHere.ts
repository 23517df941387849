import type { Attempt } from '../../model/attempt';
import type { Facts } from '../../model/facts';
import type { Container } from '../../model/container';
import { imageFor } from '../../model/verdict';
import { checkedOut, checkedOutAt } from '../history/checkedOut';
import { isPrecise, journalledImages, recordedImage } from './imageEvidence';

/** What is known of a service as it is defined where HEAD is. */
export interface Defined {
  /** Whether its containers were made by that definition; undefined where nobody can tell. */
  readonly isAsDefined: boolean | undefined;
  readonly isBuilt: boolean;
  /** The name by which the definition asks for its image. */
  readonly reference: string;
  /** The other commit whose files it has mounted, as far as that is known. */
  readonly filesOf?: string | undefined;
}

/** Whether a rollback brought the image up as that of the commit: then running there proves nothing. */
export const wasBroughtUp = (
  attempts: readonly Attempt[],
  commit: string,
  service: string,
  image: string,
): boolean =>
  attempts.some(
    ({ plan, verdicts }) =>
      plan.scenario !== 'infrastructure' &&
      plan.to.commit === commit &&
      plan.services.some(
        (change) =>
          change.service === service && imageFor(change, verdicts) === image && change.runs === undefined,
      ),
  );

/** Whether what runs was deployed from where HEAD is, where no record and no name says so: it was made while HEAD was there. */
const wasMadeHere = (containers: readonly Container[], isBuilt: boolean, facts: Facts): boolean =>
  containers.every(({ created = '', imageCreated = '' }) =>
    (isBuilt ? [created, imageCreated] : [created]).every(
      (time) => checkedOutAt(facts, time) === checkedOut(facts),
    ),
  );

/**
 * Whether the image that a service runs was seen to be the one of the commit that is checked out. Its containers were made
 * by the definition there, which is as it was committed; what runs is of that commit by the deploy record, by a name that
 * tells a version, or by the time when it was made; and it was not a rollback that brought it up there.
 */
export function ranHere(
  facts: Facts,
  service: string,
  { isAsDefined, isBuilt, reference }: Defined,
): boolean {
  const { attempts, containers, deployments, git } = facts;
  const own = containers.filter((container) => container.service === service);
  const [image, ...others] = [...new Set(own.map((container) => container.image))];
  if (image === undefined || others.length > 0) return false;
  const isAsCommitted = git.modified.length === 0 && isAsDefined === true;
  if (!isAsCommitted) return false;
  const head = checkedOut(facts);
  const recorded = recordedImage(facts, head, service);
  if (recorded !== undefined) return recorded === image;
  const revisions = own.flatMap(({ revision }) => (git.releases.has(revision ?? '') ? revision : []));
  if (revisions.some((revision) => revision !== head)) return false;
  if (journalledImages(attempts, head, service).includes(image)) return true;
  if (wasBroughtUp(attempts, head, service, image)) return false;
  const last = deployments.at(-1);
  if (last) return last.commit === head;
  return (!isBuilt && isPrecise(reference)) || wasMadeHere(own, isBuilt, facts);
}
