import type { ComposeModel } from '../model/composeModel';
import type { Container } from '../model/container';

/** The services whose namespaces a container is in, as the definition would say it, where their containers are still there. */
function namespacesOf(container: Container, containers: readonly Container[]) {
  const modes = { network_mode: container.networkMode, pid: container.pidMode, ipc: container.ipcMode };
  const found = Object.entries(modes).flatMap(([key, mode]) => {
    const owner = containers.find(({ id }) => mode === `container:${id}`);
    return owner ? [[key, `service:${owner.service}`]] : [];
  });
  return Object.fromEntries(found) as Partial<Record<keyof typeof modes, string>>;
}

/**
 * As much of the definition as the containers themselves tell, by Docker and Compose's labels: names of images, what a
 * service depends on, and whose namespaces it uses.
 */
export function modelOfContainers(containers: readonly Container[]): ComposeModel {
  const services = containers.map((container) => {
    const { service, reference: image, needs, awaited } = container;
    const condition = (name: string) =>
      awaited.includes(name) ? 'service_completed_successfully' : 'service_started';
    const dependencies = Object.fromEntries(needs.map((name) => [name, { condition: condition(name) }]));
    return [service, { image, depends_on: dependencies, ...namespacesOf(container, containers) }] as const;
  });
  return { services: Object.fromEntries(services) };
}
