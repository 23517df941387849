import { z } from 'zod';
import type { ComposeModel } from '../model/composeModel';
import type { ServiceChange } from '../model/plan';

const Sized = z.looseObject({
  scale: z.number().optional(),
  deploy: z.looseObject({ replicas: z.number().optional() }).optional(),
});

/** How many containers a definition says that a service has; 1 where it says nothing. */
function definedCount({ services }: ComposeModel, service: string): number {
  const sized = Sized.safeParse(services[service]);
  return (sized.success && (sized.data.scale ?? sized.data.deploy?.replicas)) || 1;
}

/**
 * How many containers a service has, and gets: as many as there are, running or not, unless the two definitions name
 * different numbers. Undefined where both are one, or there is none yet.
 */
export function containerCount(
  current: ComposeModel,
  wanted: ComposeModel,
  service: string,
  before: number,
): ServiceChange['containers'] {
  const [was, is] = [current, wanted].map((model) => definedCount(model, service));
  const target = was === is || is === undefined ? before : is;
  return before === 0 || (before === 1 && target === 1) ? undefined : { before, target };
}
