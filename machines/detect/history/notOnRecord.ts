import type { Facts } from '../../model/facts';
import { ImageId } from '../../model/release';
import { releaseEvents } from './releaseEvents';

const later = (time: string | undefined, at: string): boolean =>
  time !== undefined && Date.parse(time) > Date.parse(at);

/** Whether containers were made since a time: what runs came up then. */
export const isMadeSince = ({ containers }: Pick<Facts, 'containers'>, at: string): boolean =>
  containers.some(({ created }) => later(created, at));

/**
 * That what runs is not what the deploy record, with the rollbacks since, has as the last release: containers were made later,
 * of other images than those of its line. Nothing where they agree, or the record tells no images.
 */
export function notOnRecord(facts: Facts): string | undefined {
  const last = facts.deployments.length > 0 ? releaseEvents(facts).at(-1) : undefined;
  if (!last || last.commit !== facts.git.head) return undefined;
  const others = facts.containers.filter(({ service, image, created }) => {
    const recorded = last.images[service];
    const isTold = ImageId.safeParse(recorded).success;
    return isTold && recorded !== image && later(created, last.at);
  });
  if (others.length === 0) return undefined;
  const services = [...new Set(others.map(({ service }) => service))].join(', ');
  return `what runs is not on record since ${last.at}: ${services} came up later, on another image than the record has`;
}
