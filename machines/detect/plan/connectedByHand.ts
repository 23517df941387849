import { z } from 'zod';
import { expectedNetworks } from '../../compose/networks';
import type { ComposeModel } from '../../model/composeModel';
import type { Facts } from '../../model/facts';
import type { Note } from '../../model/note';
import type { Connection, ServiceChange } from '../../model/serviceChange';

const Endpoint = z.looseObject({ Aliases: z.array(z.string()).nullish() });
/** A name of a network or an alias that a step can be told of. */
const isWord = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(text);
/** Docker gives each container its short id as an alias, and Compose its own name. */
const isOwn = (alias: string): boolean => /^[0-9a-f]{12}$/.test(alias);

interface Seen {
  readonly facts: Pick<Facts, 'containers' | 'networks'>;
  readonly project: string;
  /** The definitions of which a network may be. */
  readonly models: readonly ComposeModel[];
}

/**
 * The networks that containers of a service are in by no definition: somebody has connected them by hand, such as a proxy's that
 * several projects use. Compose knows nothing of it, so that a container that is made anew would lack it.
 */
export function connectionsByHand({ facts, project, models }: Seen, service: string): Connection[] {
  if (models.some((model) => model.services[service]?.network_mode !== undefined)) return [];
  const defined = new Set([
    ...facts.networks,
    ...models.flatMap((model) => expectedNetworks(model, project, service)),
  ]);
  const found = new Map<string, Set<string>>();
  for (const { service: own, networks } of facts.containers)
    for (const [network, endpoint] of own === service ? Object.entries(networks ?? {}) : [])
      if (!defined.has(network) && isWord(network)) {
        const { data } = Endpoint.safeParse(endpoint);
        const aliases = (data?.Aliases ?? []).filter((alias) => isWord(alias) && !isOwn(alias));
        found.set(network, new Set([...(found.get(network) ?? []), ...aliases]));
      }
  return [...found].map(([network, aliases]) => ({ network, aliases: [...aliases] }));
}

/** The field of a service's change that holds them; none where there are none. */
export function connectionsOf(seen: Seen, service: string): Pick<ServiceChange, 'connections'> {
  const connections = connectionsByHand(seen, service);
  return connections.length > 0 ? { connections } : {};
}

/** That a service is connected by hand, and is connected once more. */
export const connectionNotes = (services: readonly ServiceChange[]): Note[] =>
  services.flatMap(({ service, action, connections = [] }) =>
    action === 'keep' || action === 'restart'
      ? []
      : connections.map(({ network }): Note => ({
          code: 'note.connected-by-hand',
          what: `${service} is in the network ${network} by no definition: it is connected to it once more`,
        })),
  );
