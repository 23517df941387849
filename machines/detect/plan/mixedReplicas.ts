import type { Facts } from '../../model/facts';
import type { Risk } from '../../model/plan';
import type { ServiceChange } from '../../model/serviceChange';

/**
 * Containers of one service that run different images, as a deployment leaves them that ended half-way: Compose knows one image
 * for all of them, so that an undo brings them all back on that of the newest.
 */
export const mixedReplicas = (
  { containers }: Pick<Facts, 'containers'>,
  services: readonly ServiceChange[],
): Risk[] =>
  services.flatMap(({ service, action }): Risk[] => {
    const images = new Set(containers.flatMap((one) => (one.service === service ? [one.image] : [])));
    if (images.size < 2 || action === 'keep') return [];
    return [
      {
        kind: 'drift',
        code: 'risk.replicas-differ',
        what: `the containers of ${service} run ${images.size} different images: an undo brings all of them back on the newest one's`,
      },
    ];
  });
