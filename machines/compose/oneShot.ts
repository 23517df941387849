import { z } from 'zod';
import type { ComposeModel } from '../model/composeModel';
import type { Container } from '../model/container';
import { isDone } from './running';

const Dependencies = z.record(z.string(), z.looseObject({ condition: z.string().optional() }));

/** Whether a definition has another service wait until this one has ended well. */
function isAwaited({ services }: ComposeModel, service: string): boolean {
  return Object.values(services).some(({ depends_on }) => {
    const read = Dependencies.safeParse(depends_on);
    return read.success && read.data[service]?.condition === 'service_completed_successfully';
  });
}

/**
 * Whether a container has ended well and for good: nothing is wrong with it. Of a service that is configured to be of a
 * release another container must have waited for that: a worker that somebody has stopped ends well, too.
 */
export function isFinished(
  container: Container,
  containers: readonly Container[],
  isConfigured: boolean,
): boolean {
  if (!isDone(container) || container.health !== null) return false;
  return !isConfigured || containers.some(({ awaited }) => awaited.includes(container.service));
}

/** Whether a service does one thing and ends: the definition says so, or its containers have. */
export function isOneShot(
  model: ComposeModel,
  service: string,
  containers: readonly Container[],
  isConfigured: boolean,
): boolean {
  const own = containers.filter((container) => container.service === service);
  return (
    isAwaited(model, service) ||
    (own.length > 0 && own.every((container) => isFinished(container, containers, isConfigured)))
  );
}
