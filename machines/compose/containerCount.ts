import { z } from 'zod';
import type { ComposeModel } from '../model/composeModel';
import type { ServiceChange } from '../model/serviceChange';

const Sized = z.looseObject({
  scale: z.number().optional(),
  deploy: z.looseObject({ replicas: z.number().optional() }).optional(),
});

/** How many containers a definition says that a service has; 1 where it says nothing. */
export function definedCount({ services }: ComposeModel, service: string): number {
  const sized = Sized.safeParse(services[service]);
  return (sized.success ? (sized.data.scale ?? sized.data.deploy?.replicas) : undefined) ?? 1;
}

/**
 * How many containers a service has, and gets: as many as there are, running or not, unless the two definitions name
 * different numbers. Undefined where both are one, or there is none yet and nothing else than one is said.
 */
export function containerCount(
  current: ComposeModel,
  wanted: ComposeModel,
  service: string,
  before: number,
): ServiceChange['containers'] {
  const [was, is] = [definedCount(current, service), definedCount(wanted, service)];
  if (before === 0) return is === 1 ? undefined : { before, target: is };
  const target = was === is ? before : is;
  return before === 1 && target === 1 ? undefined : { before, target };
}
