import { composeCall } from '../../compose/composeCall';
import { describeFormer, formerImages } from '../../compose/formerImages';
import type { Identity } from '../../compose/identity';
import type { Settings } from '../../config/schema';
import { isSecret } from '../../config/secretVariables';
import type { Facts } from '../../model/facts';
import { OPEN } from '../../model/remedy';
import type { Refusal } from '../../model/refusal';
import { listed, said } from '../../model/said';

/** What a refusal is looked at with. */
interface Seen {
  readonly settings: Settings;
  readonly identity: Pick<Identity, 'files' | 'project'>;
  readonly facts: Facts;
}

/** Whether a refusal says that nobody knows which release ran before. */
const isUnknown = ({ code }: Refusal, { deployments }: Facts): boolean =>
  code === 'commit.previous-unknown' || (code === 'cause.unknown' && deployments.length === 0);

/** What Compose is to get of the configured variables; what only a release tells, or is secret, the operator knows. */
const variablesOf = ({ variables = {} }: Settings['deployment']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      /[{}]/.test(value) || isSecret(name, value) ? OPEN : value,
    ]),
  );

/**
 * The refusal of a rollback to a release that nobody knows, with the images that services had before, where such are still here:
 * a moving name may be all that was pulled. Nothing says that they ran, so it is left to the operator to bring them up.
 */
export function withFormerImages(refusal: Refusal, { settings, identity, facts }: Seen): Refusal {
  const { appServices, directory } = settings.deployment;
  const former = formerImages(facts, appServices);
  if (!isUnknown(refusal, facts) || former.length === 0) return refusal;
  const names = new Map(former.map(({ reference, image }) => [reference, image.id]));
  const found = former.map((one) => `${one.service}: ${describeFormer(one)}`);
  const { accepts, next } = refusal;
  return {
    ...refusal,
    accepts: said`${accepts === undefined ? '' : said`${accepts}; or `}an image that is still here and has lost its name (${listed(found, '; ')})`,
    next: said`${next}; or, where only a newer image was pulled or built, and nothing says that the former one ran, bring that one up by hand: ${{
      do: 'bring-up-images',
      compose: { ...composeCall(facts, identity.files), variables: variablesOf(settings.deployment) },
      project: identity.project,
      directory,
      images: [...names].map(([name, id]) => ({ id, name })),
      services: former.map(({ service }) => service),
    }}`,
  };
}
