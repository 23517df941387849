import { z } from 'zod';
import type { ComposeModel } from '../model/composeModel';
import type { Container } from '../model/container';

/** What Docker calls a network of the definition: an external one as it says, one of its own after the project. */
function networkName(model: ComposeModel, project: string, key: string): string {
  const { name, external } = model.networks?.[key] ?? {};
  if (name !== undefined) return name;
  if (typeof external === 'object') return external.name ?? key;
  return external ? key : `${project}_${key}`;
}

/** The networks that a service has by a definition. None with a network mode of its own. */
export function networkKeys({ services }: ComposeModel, service: string): string[] {
  const { networks = ['default'], network_mode: mode } = services[service] ?? {};
  if (mode !== undefined || !services[service]) return [];
  const keys = Array.isArray(networks) ? networks : Object.keys(networks);
  return keys.length > 0 ? keys : ['default'];
}

/**
 * The Docker networks that a service should be attached to, by what `config` of either major version of
 * Compose prints: version 1 leaves the default network out. None with a network mode of its own.
 */
export function expectedNetworks(model: ComposeModel, project: string, service: string): string[] {
  return networkKeys(model, service).map((key) => networkName(model, project, key));
}

/** The networks that a container should be in and is not. */
export function lostNetworks(container: Container, model: ComposeModel, project: string): string[] {
  const attached = Object.keys(container.networks ?? {});
  return expectedNetworks(model, project, container.service).filter((name) => !attached.includes(name));
}

/** What Docker calls the network of the host itself, in which no service has a name. */
export const HOST_NETWORK = 'host';

/** Whether a container has no network of its own but the host's. */
export const isOnHost = ({ networkMode }: Pick<Container, 'networkMode'>): boolean =>
  networkMode === HOST_NETWORK;

const Network = z.looseObject({
  IPAddress: z.string().default(''),
  GlobalIPv6Address: z.string().default(''),
});

/** The addresses that a container has in its networks. */
export function addressesOf({ networks }: Container): string[] {
  return Object.values(networks ?? {}).flatMap((network) => {
    const { data } = Network.safeParse(network);
    return data ? [data.IPAddress, data.GlobalIPv6Address].filter(Boolean) : [];
  });
}
