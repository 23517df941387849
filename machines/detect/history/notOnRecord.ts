import { isAsRecorded } from '../../compose/configHash';
import { livesWithOthers } from '../../compose/namespaces';
import type { Container } from '../../model/container';
import { cameUpWell } from '../../model/deployRecord';
import type { Facts } from '../../model/facts';
import { ImageId } from '../../model/release';
import { type ReleaseEvent, releaseEvents } from './releaseEvents';

const later = (time: string | undefined, at: string): boolean =>
  time !== undefined && Date.parse(time) > Date.parse(at);

/** Whether containers were made since a time: what runs came up then. */
export const isMadeSince = ({ containers }: Pick<Facts, 'containers'>, at: string): boolean =>
  containers.some(({ created }) => later(created, at));

const hasOtherImage = (last: ReleaseEvent, { service, image }: Container): boolean => {
  const recorded = last.images[service];
  return ImageId.safeParse(recorded).success && recorded !== image;
};

/** Whether a container was made by another definition, as with other settings; one that lives in another's has that one's id in its hash. */
const hasOtherDefinition = (last: ReleaseEvent, container: Container): boolean =>
  !livesWithOthers(container) &&
  isAsRecorded(last, container.service, container.configHash, container.composeVersion) === false;

const services = (containers: readonly Container[]): string =>
  [...new Set(containers.map(({ service }) => service))].join(', ');

/**
 * That what runs is not what the deploy record, with the rollbacks since, has as the last release: containers were made later,
 * of other images or by other definitions than those of its line. Nothing where they agree, or the record does not tell.
 */
export function notOnRecord(facts: Facts): string | undefined {
  const last = facts.deployments.length > 0 ? releaseEvents(facts).at(-1) : undefined;
  if (!last || last.commit !== facts.git.head) return undefined;
  const since = facts.containers.filter(({ created }) => later(created, last.at));
  const images = since.filter((container) => hasOtherImage(last, container));
  const others = since.filter(
    (container) => !images.includes(container) && hasOtherDefinition(last, container),
  );
  const words = [
    ...(images.length > 0 ? [`${services(images)} came up later, on another image than the record has`] : []),
    ...(others.length > 0
      ? [
          `${services(others)} came up later, by another definition or with other settings than the record has`,
        ]
      : []),
  ];
  return words.length > 0 ? `what runs is not on record since ${last.at}: ${words.join('; ')}` : undefined;
}

/**
 * The number of the last release on record where that is the one before what runs, which is of the same commit and not on record
 * itself. Nothing where it came up badly, or its settings are not known.
 */
export function lastBeforeUnrecorded(facts: Facts): number | undefined {
  const line = facts.deployments.at(-1);
  if (!line || line.settings === undefined || !cameUpWell(line)) return undefined;
  const isLast = releaseEvents(facts).at(-1)?.at === line.at;
  return isLast && notOnRecord(facts) !== undefined ? line.number : undefined;
}
