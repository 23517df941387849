import type { Settings } from '../../config/schema';
import type { Plan } from '../../model/plan';

/** How often a health URL is called in one round, every call of which must be answered well. */
export const PROBE_TRIES = 20;

/**
 * The seconds that each step of a plan may take, as the host holds it to and as a preview shows. The deployment's own
 * script does more than a checkout: it builds, and brings services up.
 */
export const deadlinesOf = ({ revertWith }: Plan, timeouts: Settings['timeouts']): Settings['timeouts'] => ({
  ...timeouts,
  ...(revertWith === 'script' ? { revert: timeouts.revert + timeouts.prepare + timeouts.restart } : {}),
});
