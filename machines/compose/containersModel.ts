import type { ComposeModel } from '../model/composeModel';
import type { Container } from '../model/container';

/** The service whose network a container is in, where that one's container is still there. */
function networkModeOf({ networkMode }: Container, containers: readonly Container[]) {
  const owner = containers.find(({ id }) => networkMode === `container:${id}`);
  return owner ? { network_mode: `service:${owner.service}` } : {};
}

/**
 * As much of the definition as the containers themselves tell, by Docker and Compose's labels: names of images, what a
 * service depends on, and whose network it uses.
 */
export function modelOfContainers(containers: readonly Container[]): ComposeModel {
  const services = containers.map((container) => {
    const { service, reference: image, needs, awaited } = container;
    const condition = (name: string) =>
      awaited.includes(name) ? 'service_completed_successfully' : 'service_started';
    const dependencies = Object.fromEntries(needs.map((name) => [name, { condition: condition(name) }]));
    return [service, { image, depends_on: dependencies, ...networkModeOf(container, containers) }] as const;
  });
  return { services: Object.fromEntries(services) };
}
