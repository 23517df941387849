import { definedData } from '../../compose/databaseDefinition';
import type { Identity } from '../../compose/identity';
import type { Settings } from '../../config/schema';
import type { Facts } from '../../model/facts';
import type { Target } from '../../model/target';

interface Seen {
  readonly settings: Settings;
  readonly facts: Facts;
  readonly identity: Identity;
  readonly target: Pick<Target, 'current' | 'target'>;
}

/** Where the data of a database without container is, by the definition that brings it up; nothing where it has one. */
export function placesToLookAt({ settings, facts, identity, target }: Seen): readonly string[] | undefined {
  const { databaseService: service } = settings.deployment;
  const model = target.target ?? target.current;
  const isThere = facts.containers.some((container) => container.service === service);
  return service === undefined || isThere || !model
    ? undefined
    : definedData(model, identity.project, service);
}
