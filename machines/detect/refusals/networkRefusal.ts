import { modelOfContainers } from '../../compose/containersModel';
import { allOwners } from '../../compose/namespaces';
import type { Settings } from '../../config/schema';
import type { ComposeModel } from '../../model/composeModel';
import type { Facts } from '../../model/facts';
import type { ServiceChange } from '../../model/serviceChange';
import type { Advice } from '../../model/remedy';
import { type Refusal, refuse } from '../../model/refusal';

interface Seen {
  readonly settings: Settings;
  readonly facts: Pick<Facts, 'containers'>;
  /** What else than the containers says which namespaces a service uses. */
  readonly models?: readonly ComposeModel[];
}

/**
 * A database in a namespace of a service that a plan starts anew, which itself stays: a namespace ends with the container that
 * it belongs to, and whatever else is in it is cut off from everybody.
 */
function cutOff({ settings, facts, models = [] }: Seen, services: readonly ServiceChange[]) {
  const { databaseService: database } = settings.deployment;
  if (database === undefined || services.some(({ service }) => service === database)) return undefined;
  const owners = [modelOfContainers(facts.containers), ...models].flatMap((model) =>
    allOwners(model, database),
  );
  const moves = (name: string) =>
    services.some(({ service, action }) => service === name && action !== 'keep');
  const found = owners.find(({ owner }) => moves(owner));
  return found && { database, ...found };
}

const refusal = (
  { database, owner, namespace, key }: NonNullable<ReturnType<typeof cutOff>>,
  next: Advice,
): Refusal =>
  refuse(
    'database.network-moves',
    `${database} is in the ${namespace} of ${owner}, which would be started anew: the database would be cut off`,
    next,
    { got: `${key} of ${database}: service:${owner}`, accepts: `${database} in a ${namespace} that stays` },
  );

/** The same of a plan of code, which never touches the database. */
export function networkMoves(seen: Seen, services: readonly ServiceChange[]): Refusal | undefined {
  const found = cutOff(seen, services);
  return (
    found &&
    refusal(
      found,
      `give ${found.database} a ${found.namespace} of its own and deploy that, or choose a target that keeps ${found.owner} as it is`,
    )
  );
}

/** The same of a restart, which can take the database along. */
export function networkRestarts(seen: Seen, services: readonly ServiceChange[]): Refusal | undefined {
  const found = cutOff(seen, services);
  if (!found) return undefined;
  const service = [...services.map((one) => one.service), found.database].join(',');
  return refusal(found, [
    'restart the database as well: ',
    { do: 'update', for: { scenario: 'infrastructure', service } },
  ]);
}
