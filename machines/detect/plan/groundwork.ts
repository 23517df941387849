import type { Identity } from '../../compose/identity';
import { volumesOf } from '../../compose/volumes';
import type { Settings } from '../../config/schema';
import type { Facts } from '../../model/facts';
import type { Container } from '../../model/container';
import type { Plan } from '../../model/plan';
import { type Refusal, refuse } from '../../model/refusal';
import type { ComposeModel } from '../../model/composeModel';
import { isAllDown } from '../diagnose/nothingRuns';
import { checkedOut } from '../history/checkedOut';
import { asRelease } from '../history/releases';
import { numberRunning } from '../history/sameCommit';
import { dataHeld } from '../refusals/dataRefusals';
import type { DataPlace } from '../../model/dataPlace';
import { linksFromNothing } from './fromNothing';
import { placeLinks } from './linkProbes';

/** What the deployment as it stands is known by. */
export interface Standing {
  readonly settings: Settings;
  readonly facts: Facts;
  readonly identity: Identity;
  /** What holds the data of the database, where that has no container. */
  readonly data?: readonly DataPlace[] | undefined;
}

type Database = Pick<Container, 'id' | 'image' | 'mounts'>;

/** The container of the database, where the deployment has one. */
export const databaseContainer = ({ settings, facts }: Standing): Database | undefined =>
  facts.containers.find(({ service }) => service === settings.deployment.databaseService);

/** The fields that any plan has from the deployment as it stands. */
export function groundOf(
  { settings, facts, identity, data }: Standing,
  links: Plan['links'],
  database?: Database,
) {
  const running = numberRunning(facts);
  return {
    action: 'rollback' as const,
    from: { ...asRelease(facts, checkedOut(facts)), ...(running === undefined ? {} : { number: running }) },
    project: identity.project,
    files: [...identity.files],
    compose: identity.compose,
    ...(database
      ? {
          database: {
            container: database.id,
            image: database.image,
            volumes: volumesOf(database),
            name: settings.deployment.database.name,
            oid: facts.database.oid ?? '',
            ...(data && database.id === '' ? { data: dataHeld(data) } : {}),
          },
        }
      : {}),
    endpoint: facts.docker.endpoint,
    links,
  };
}

/**
 * The same, or why nothing can be planned. A database without container is only good where the plan itself makes one, from
 * the image given; links where nothing runs are placed by the definition given.
 */
export function groundwork(
  standing: Standing,
  made?: string,
  model?: ComposeModel,
): ReturnType<typeof groundOf> | Refusal {
  const { deployment } = standing.settings;
  const { databaseService } = deployment;
  const database = databaseContainer(standing) ?? (made ? { id: '', image: made, mounts: [] } : undefined);
  if (!database && databaseService !== undefined) {
    return refuse('database.no-container', `${databaseService} has no container`, {
      do: 'update',
      for: { scenario: 'infrastructure', service: databaseService },
    });
  }
  if (model && isAllDown(standing.facts))
    return groundOf(standing, linksFromNothing(deployment, model, standing.identity.project), database);
  const placed = placeLinks(deployment, standing.facts);
  return 'what' in placed ? placed : groundOf(standing, placed.links, database);
}
