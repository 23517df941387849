import type { Container } from '../model/container';
import type { Facts, FormerImage } from '../model/facts';
import { repositoryOf, withTag } from './imageNames';
import { minuteOf } from '../text/isoTime';

/** `ID CREATED DIGESTS PROJECT SERVICE` a line, with tabs between. */
export function parseFormerImages(text: string | undefined): FormerImage[] {
  const read = (text ?? '').split('\n').flatMap((line): FormerImage[] => {
    const [id = '', created = '', digests = '', project = '', service = ''] = line.split('\t');
    if (!/^sha256:[0-9a-f]{64}$/.test(id) || Number.isNaN(Date.parse(created))) return [];
    const repositories = [...new Set(digests.split(' ').filter(Boolean).map(repositoryOf))];
    return [{ id, created, repositories, ...(project && service ? { builtFor: { project, service } } : {}) }];
  });
  return read.sort((one, other) => Date.parse(other.created) - Date.parse(one.created));
}

/** An image that a service may have run before, under the name by which it asks for the present one. */
export interface Former {
  readonly service: string;
  readonly reference: string;
  readonly image: FormerImage;
}

/** Whether an image has had the name by which a container asks for its image. */
const isOfName = (
  { repositories, builtFor }: FormerImage,
  { reference, project, service }: Container,
): boolean =>
  repositories.includes(repositoryOf(reference)) ||
  (builtFor?.project === project && builtFor.service === service);

/** Whether a container asks for its image by a name that can be given to another one. */
const hasName = ({ reference }: Container): boolean => reference !== '' && !/^sha256:|@/.test(reference);

/**
 * The images that are still here without a name, by service the newest one that is no younger than what the service runs and that has
 * had its name: what ran before, where nothing but a pull or a build has come between. Nothing says that it did.
 */
export function formerImages(
  { containers, formerImages: all = [] }: Pick<Facts, 'containers' | 'formerImages'>,
  services: readonly string[],
): Former[] {
  return services.flatMap((service) => {
    const own = containers.filter((container) => container.service === service);
    const [container] = own;
    if (!container || !hasName(container)) return [];
    const { imageCreated = '' } = container;
    const isOlder = ({ created }: FormerImage) => !(Date.parse(created) > Date.parse(imageCreated));
    const image = all.find(
      (one) => isOfName(one, container) && isOlder(one) && own.every((other) => other.image !== one.id),
    );
    return image ? [{ service, reference: withTag(container.reference), image }] : [];
  });
}

/** An image as it is told: its repository or the name that it had, id and when it was made. */
export const describeFormer = ({ reference, image: { id, created, repositories } }: Former): string =>
  `${repositories[0] ?? repositoryOf(reference)} ${id.slice(0, 19)}, made ${minuteOf(created)} UTC`;
