import type { Settings } from '../../config/schema';
import { type Identity, identityByLabels, identityByProject } from '../../compose/identity';
import type { Facts } from '../../model/facts';
import type { Refusal } from '../../model/refusal';
import { containersRefusal, hostRefusal } from './hostRefusals';

/** Tells which deployment this is, or what stands in the way of looking at it at all. */
export function identify(settings: Settings, facts: Facts): Identity | Refusal {
  return hostRefusal(settings, facts) ?? identityByLabels(settings, facts);
}

/** The same for a restart of containers that are there: neither checkout nor Compose files can stand in its way. */
export function identifyContainers(settings: Settings, facts: Facts): Identity | Refusal {
  return containersRefusal(settings, facts) ?? identityByProject(settings, facts);
}
