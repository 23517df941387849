import { modelOfContainers } from '../../compose/containersModel';
import { networkOwner } from '../../compose/releaseServices';
import type { Settings } from '../../config/schema';
import type { ComposeModel } from '../../model/composeModel';
import type { Facts } from '../../model/facts';
import type { ServiceChange } from '../../model/serviceChange';
import type { Advice } from '../../model/remedy';
import { type Refusal, refuse } from '../../model/refusal';

/** The services whose network a service uses: that of the first, which may itself use that of the next. */
function networkOwners(model: ComposeModel, service: string): string[] {
  const owners: string[] = [];
  for (
    let owner = networkOwner(model, service);
    owner !== undefined && !owners.includes(owner);
    owner = networkOwner(model, owner)
  )
    owners.push(owner);
  return owners;
}

interface Seen {
  readonly settings: Settings;
  readonly facts: Pick<Facts, 'containers'>;
  /** What else than the containers says which network a service uses. */
  readonly models?: readonly ComposeModel[];
}

/**
 * A database in the network of a service that a plan starts anew, which itself stays: a network ends with the container that
 * it belongs to, and whatever else is in it is cut off from everybody.
 */
function cutOff({ settings, facts, models = [] }: Seen, services: readonly ServiceChange[]) {
  const { databaseService: database } = settings.deployment;
  if (database === undefined || services.some(({ service }) => service === database)) return undefined;
  const owners = [modelOfContainers(facts.containers), ...models].flatMap((model) =>
    networkOwners(model, database),
  );
  const owner = services.find(({ service, action }) => action !== 'keep' && owners.includes(service));
  return owner && { database, owner: owner.service };
}

const refusal = ({ database, owner }: { database: string; owner: string }, next: Advice): Refusal =>
  refuse(
    'database.network-moves',
    `${database} is in the network of ${owner}, which would be started anew: the database would be cut off`,
    next,
    { got: `network_mode of ${database}: service:${owner}`, accepts: `${database} in a network that stays` },
  );

/** The same of a plan of code, which never touches the database. */
export function networkMoves(seen: Seen, services: readonly ServiceChange[]): Refusal | undefined {
  const found = cutOff(seen, services);
  return (
    found &&
    refusal(
      found,
      `give ${found.database} a network of its own and deploy that, or choose a target that keeps ${found.owner} as it is`,
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
