import { isBuilt } from '../../compose/definition';
import { describeFormer, formerImages } from '../../compose/formerImages';
import { withTag } from '../../compose/imageNames';
import { shortHash } from '../history/releases';
import type { ServiceChange } from '../../model/serviceChange';
import { otherThanRecorded } from './asOnRecord';
import { builtAnew } from './builtAnew';
import { isPrecise, provenImage } from './imageEvidence';
import { defaultedValues } from './defaultedValues';
import { mayHaveMoved } from './sameName';
import { keptVolumes, madeOtherwise } from './madeOtherwise';
import { type ImageContext, targetImage } from './serviceChange';
import { unhashedValues } from './unhashedValues';
import { type Doubt, unknownInputs } from './unknownInputs';
import { unreadDoubts } from './unreadFiles';

/**
 * What of a service nobody can prove: the image of a name that moves, where no record, tag, label or journal says which one
 * the release ran; the image that only a pin says it ran; what rests on something that git does not know.
 */
function doubtsOf(context: ImageContext, change: ServiceChange): Doubt[] {
  const { facts, target, wanted, project } = context;
  const { service, source, reference } = change;
  const isKnown =
    source === 'build' ||
    (source === 'pull' && (isPrecise(reference) || target.inputs === undefined)) ||
    (isPrecise(reference) && !mayHaveMoved(facts, target, change)) ||
    provenImage(facts, target, project, service, reference) !== undefined ||
    (isBuilt(wanted, service) && !targetImage(context, service).isOnlyPinned);
  const at = shortHash(target.release.commit);
  const doubts: Doubt[] = [
    ...(isKnown
      ? []
      : [
          {
            what: 'image' as const,
            why: [
              `no record says which image ${reference} was at ${at}; a line of the deploy record would`,
              ...formerImages(facts, [service]).map((one) => `${describeFormer(one)}, had that name before`),
            ].join('; '),
          },
        ]),
    ...builtAnew(context, change),
    ...unhashedValues(context, change),
    ...defaultedValues(context, change),
    ...madeOtherwise(context, change),
    ...unknownInputs(context, change),
    ...keptVolumes(context, change),
    ...unreadDoubts(context.unread ?? []),
  ];
  const isDoubted = doubts.some(({ what }) => what === 'definition' || what === 'environment');
  return isDoubted ? doubts : [...doubts, ...otherThanRecorded(context, change)];
}

const HASHLESS = 'Compose v1 has no hash that could be compared; Compose v2 would';

/** What of the target nobody can prove, a sentence each, with what would prove it. */
export const unprovenOf = (context: ImageContext, services: readonly ServiceChange[]): string[] =>
  services.flatMap((change) => [
    ...doubted(context, [change]),
    ...(context.compose === 'v1' ? [`definition of ${change.service}: ${HASHLESS}`] : []),
  ]);

/** The same without what is so of every plan, as Compose v1 is what it is. */
export const doubted = (context: ImageContext, services: readonly ServiceChange[]): string[] =>
  services.flatMap((change) =>
    doubtsOf(context, change).map(({ what, why }) => `${what} of ${change.service}: ${why}`),
  );

/**
 * The services, and of which it is unproven that their image is the target's: then it is not taken for it later. A name that is
 * built means one image for all that ask for it.
 */
export function withDoubts(context: ImageContext, services: readonly ServiceChange[]): ServiceChange[] {
  if (!context.target.inputs) return [...services];
  const doubtful = services.filter((change) =>
    doubtsOf(context, change).some(({ what }) => what === 'image'),
  );
  const built = new Set(
    doubtful.flatMap(({ source, reference }) => (source === 'build' ? withTag(reference) : [])),
  );
  return services.map((change) =>
    doubtful.includes(change) || (change.source === 'build' && built.has(withTag(change.reference)))
      ? { ...change, imageUnproven: true }
      : change,
  );
}
