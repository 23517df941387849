import { tellsVersion, withTag } from '../../compose/imageNames';
import { shortHash } from '../history/releases';
import type { ServiceChange } from '../../model/serviceChange';
import { type Refusal, refuse } from '../../model/refusal';
import type { Target } from '../../model/target';

/**
 * An image name that tells a version and means another image now than the target had: given to the target's image, the next
 * deployment of that version would bring up another one.
 */
export function movedName(
  { release, imagesByName }: Target,
  services: readonly ServiceChange[],
): Refusal | undefined {
  for (const { service, reference, target } of services) {
    const meant = imagesByName.get(withTag(reference));
    if (!target || !meant || meant === target || !tellsVersion(reference)) continue;
    return refuse(
      'image.name-moved',
      `${reference} means another image now than ${service} had at ${shortHash(release.commit)}, and its name tells a version`,
      ['see which of the two is right: ', { do: 'look', at: 'image', of: reference }],
      { got: meant, accepts: `${target}, as ${shortHash(release.commit)} had` },
    );
  }
  return undefined;
}
