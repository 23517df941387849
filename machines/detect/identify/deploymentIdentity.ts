import type { Settings } from '../../config/schema';
import { type Identity, identityByLabels } from '../../compose/identity';
import type { Facts } from '../../model/facts';
import type { Refusal } from '../../model/refusal';
import { hostRefusal } from './hostRefusals';

/** Tells which deployment this is, or what stands in the way of looking at it at all. */
export function identify(settings: Settings, facts: Facts): Identity | Refusal {
  return hostRefusal(settings, facts) ?? identityByLabels(settings, facts);
}
