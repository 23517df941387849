import type { Facts } from '../../model/facts';

/** How `checkpoint after` puts on record that a configured call is not answered well. */
const isOf = (probe: string) => (unhealthy: string) => unhealthy.startsWith(`${probe} answers `);

/**
 * Whether a probe was never answered well, by the record: each of at least two releases came up without. What has always been
 * so tells nothing of the release that runs.
 */
export function wasNeverWell({ deployments }: Pick<Facts, 'deployments'>, probe: string): boolean {
  const known = deployments.flatMap(({ unhealthy }) => (unhealthy ? [unhealthy] : []));
  return known.length > 1 && known.every((unhealthy) => unhealthy.some(isOf(probe)));
}
