import { isBuilt } from '../../compose/definition';
import { shortHash } from '../history/releases';
import type { ServiceChange } from '../../model/plan';
import { isPrecise, provenImage } from './imageEvidence';
import { type ImageContext, targetImage } from './serviceChange';

/**
 * What of the target nobody can prove, a sentence each, with what would prove it: the image of a name that moves, where no
 * record, tag, label or journal says which one the release ran, the image that only a pin says it ran, and definitions under Compose v1, which has no hash that could
 * be compared.
 */
export function unprovenOf(context: ImageContext, services: readonly ServiceChange[]): string[] {
  const { facts, target, wanted, project, compose } = context;
  const at = shortHash(target.release.commit);
  return services.flatMap(({ service, source, reference }) => {
    const isKnown =
      source !== 'reuse' ||
      isPrecise(reference) ||
      provenImage(facts, target, project, service, reference) !== undefined ||
      (isBuilt(wanted, service) && !targetImage(context, service).isOnlyPinned);
    return [
      ...(isKnown
        ? []
        : [
            `image of ${service}: no record says which image ${reference} was at ${at}; a line of the deploy record would`,
          ]),
      ...(compose === 'v1'
        ? [`definition of ${service}: Compose v1 has no hash that could be compared; Compose v2 would`]
        : []),
    ];
  });
}
