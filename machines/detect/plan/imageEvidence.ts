import { tellsVersion } from '../../compose/imageNames';
import type { Attempt } from '../../model/attempt';
import type { Facts } from '../../model/facts';
import type { Risk } from '../../model/plan';
import type { Target } from '../../model/target';
import { shortHash } from '../history/releases';
import { pinName } from './targetImages';

const repository = (reference: string): string => reference.replace(/@.*$/, '').replace(/:[^:/]*$/, '');

/** A name that says which image it means: by a version or a digest. One that moves says nothing. */
export const isPrecise = (reference: string): boolean => tellsVersion(reference) || reference.includes('@');

/**
 * The image of a service at a commit, by the last line of the deploy record that has it; by that of a number, where one is given,
 * as several releases may be of one commit.
 */
export const recordedImage = (
  { deployments }: Pick<Facts, 'deployments'>,
  commit: string,
  service: string,
  number?: number,
): string | undefined =>
  (
    deployments.find((line) => number !== undefined && line.number === number && line.images[service]) ??
    deployments.findLast((line) => line.commit === commit && line.images[service])
  )?.images[service];

/** The images of a service at a commit that a plan of the journal saw running there, or had built from it; oldest first. */
export function journalledImages(attempts: readonly Attempt[], commit: string, service: string): string[] {
  return attempts.flatMap(({ plan, verdicts }) => {
    const change = plan.services.find((one) => one.service === service);
    if (!change) return [];
    const { before, ran, source, imageUnproven } = change;
    const built = verdicts.findLast(({ step, ok }) => ok && step === 'prepare')?.images?.[service];
    return [
      ...(ran && before && plan.from.commit === commit ? [before] : []),
      ...(source === 'build' && !imageUnproven && built && plan.to.commit === commit ? [built] : []),
    ];
  });
}

/**
 * The image that a service ran at a commit, where it is still there: by the deploy record, by a tag that is the commit, by
 * the label of its revision, by what the journal saw. A pin alone is no evidence, as it may have been given to any image.
 */
export function provenImage(
  facts: Pick<Facts, 'attempts' | 'deployments'>,
  target: Target,
  project: string,
  service: string,
  reference: string,
): string | undefined {
  const { commit } = target.release;
  const base = repository(reference);
  const candidates = [
    recordedImage(facts, commit, service, target.recorded),
    target.imagesByName.get(`${base}:${commit}`),
    target.imagesByName.get(`${base}:${shortHash(commit)}`),
    target.labelled.get(base),
    target.labelled.get(repository(pinName(project, service, commit))),
    ...journalledImages(facts.attempts, commit, service).reverse(),
  ];
  return candidates.find((id) => id !== undefined && target.imageIds.has(id));
}

/** The image that only a pin says was the service's at the commit; none where its label names another release. */
export function pinnedImage(
  { git }: Pick<Facts, 'git'>,
  { release, imagesByName, pinned }: Target,
  project: string,
  service: string,
): string | undefined {
  const pin = pinName(project, service, release.commit);
  const revision = pinned.get(pin) ?? '';
  return revision !== release.commit && git.releases.has(revision) ? undefined : imagesByName.get(pin);
}

/** What an operator consents to where the image of a service is known by nothing but a pin. */
export function unprovenPin(project: string, service: string, image: string, commit: string): Risk {
  return {
    kind: 'tainted',
    code: 'risk.image-unproven',
    what: `only the pin ${pinName(project, service, commit)} says that ${service} ran ${image.slice(0, 19)} at ${shortHash(commit)}, and no line of the journal says how that is known; a line of the deploy record or the image's label org.opencontainers.image.revision would prove it`,
  };
}

/** The same where nothing runs, and the image has the name by which the release asks for what it builds. */
export function unprovenName(reference: string, service: string, image: string, commit: string): Risk {
  return {
    kind: 'tainted',
    code: 'risk.image-unproven',
    what: `only its name ${reference} says that ${image.slice(0, 19)} is the image of ${service} at ${shortHash(commit)}`,
  };
}
