import { changedResources } from '../../compose/namedResources';
import type { ComposeModel } from '../../model/composeModel';
import { type Refusal, refuse } from '../../model/refusal';

/** A network or a volume of the release that the target defines otherwise: it stays as it was made, whatever a file says. */
export function otherResource(
  current: ComposeModel,
  wanted: ComposeModel,
  services: readonly string[],
): Refusal | undefined {
  const [found] = changedResources(current, wanted, services);
  if (!found) return undefined;
  const { kind, name, keys } = found;
  return refuse(
    'compose.resource-differs',
    `the target defines the ${kind} ${name} otherwise than the deployment does, and a rollback makes no network and no volume again`,
    `deploy that release by hand, with a ${kind} that is made for it, or choose a target that has the ${kind} as it is`,
    { got: `${kind} ${name}, other: ${keys.join(', ')}`, accepts: `the same ${kind} at both releases` },
  );
}
