import { withTag } from '../../compose/imageNames';
import type { Facts } from '../../model/facts';
import type { Container } from '../../model/container';
import type { ServiceChange } from '../../model/serviceChange';
import { NO_COMMIT } from '../../model/release';
import { checkedOut, checkedOutAt } from '../history/checkedOut';
import { journalledImages } from './imageEvidence';
import { type Defined, ranHere, wasBroughtUp } from './ranHere';

/** What of a definition names a release. */
type Named = Pick<Defined, 'isBuilt' | 'filesOf'> & Partial<Pick<Defined, 'reference'>>;

/** The commit at which a container was made, by the reflog. */
export const madeAt = (facts: Facts, { created }: Container): string | undefined =>
  created === undefined ? undefined : checkedOutAt(facts, created);

/** Whether something says that this image is the one of the commit that is checked out, or was taken for it before. */
function isOfHead(
  facts: Facts,
  head: string,
  { service, image, revision }: Container,
  isOther: boolean,
): boolean {
  const { attempts, deployments } = facts;
  const recorded = deployments.filter(({ images }) => images[service] === image).map(({ commit }) => commit);
  return (
    revision === head ||
    // Several releases may have the same image.
    (isOther ? recorded.at(-1) === head : recorded.includes(head)) ||
    journalledImages(attempts, head, service).includes(image) ||
    wasBroughtUp(attempts, head, service, image) ||
    attempts.some(({ plan }) =>
      plan.services.some(
        (change) =>
          plan.action === 'rollback' &&
          plan.from.commit === head &&
          change.service === service &&
          change.before === image &&
          change.runs === undefined,
      ),
    )
  );
}

/** The release that the deploy record names for an image; nothing where the record has one at HEAD that names none. */
function recordedRelease(
  { deployments }: Facts,
  head: string,
  { service, image }: Container,
): string | undefined {
  const here = deployments.filter(({ commit }) => commit === head);
  if (here.length > 0 && here.every(({ images }) => images[service] === undefined)) return undefined;
  return deployments.findLast(({ images }) => images[service] === image)?.commit;
}

/**
 * The release by its label, or by the name of its image, whose tag is the release's; nothing where what is checked out has the
 * image by that name, too.
 */
function namedRelease(
  { git }: Facts,
  { isBuilt, reference: here }: Named,
  { reference, revision = '' }: Container,
): string | undefined {
  if (!isBuilt && here !== undefined && withTag(here) === withTag(reference)) return undefined;
  if (git.releases.has(revision)) return revision;
  const tag = isBuilt ? undefined : /:([^:/@]+)$/.exec(reference)?.[1];
  return tag && [...git.releases.values()].find(({ name }) => name === tag)?.commit;
}

/** Whether no container was made while what is checked out was: it was moved, and nothing deployed since. */
const isNothingDeployed = (facts: Facts, head: string): boolean =>
  facts.containers.every((container) => ![head, undefined].includes(madeAt(facts, container)));

/**
 * The release that a service runs where that is not the one that is checked out, as after `git pull`, or after a deployment
 * that died half-way; undefined where nothing says that it is another. What was made while HEAD was where it is counts as
 * deployed from there, and so does what a rollback left or brought up there.
 */
export function otherRelease(
  facts: Facts,
  service: string,
  defined: Named & Pick<Defined, 'isAsDefined'>,
): string | undefined {
  const { isAsDefined, isBuilt, filesOf } = defined;
  const head = checkedOut(facts);
  const container = facts.containers.find((one) => one.service === service);
  if (!container || head === NO_COMMIT || facts.git.moves === undefined) return undefined;
  const at = madeAt(facts, container);
  if (at === head) return undefined;
  const isOther = isAsDefined === false;
  if (filesOf === undefined && isOfHead(facts, head, container, isOther)) return undefined;
  const recorded = recordedRelease(facts, head, container);
  if (recorded !== undefined && recorded !== head) return recorded;
  if (at === undefined) return undefined;
  // The hash says nothing of what a built image is made from.
  const isOlder = isBuilt && isAsDefined === true && isNothingDeployed(facts, head);
  return isOther || isOlder ? (namedRelease(facts, defined, container) ?? at) : filesOf;
}

/** What a plan says of what a service runs: whether it was seen to be of what is checked out, or else of which release. */
export function whatRuns(
  facts: Facts,
  service: string,
  defined: Defined,
): Pick<ServiceChange, 'ran' | 'runs'> {
  const runs = otherRelease(facts, service, defined);
  return { ran: ranHere(facts, service, defined), ...(runs === undefined ? {} : { runs }) };
}
