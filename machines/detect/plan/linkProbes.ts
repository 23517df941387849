import { composeCall } from '../../compose/composeCall';
import { HOST_NETWORK, isOnHost } from '../../compose/networks';
import { hostOf } from '../../text/urlHost';
import type { Container } from '../../model/container';
import type { Facts } from '../../model/facts';
import type { Plan } from '../../model/plan';
import { type Refusal, refuse } from '../../model/refusal';
import type { Settings } from '../../config/schema';

/**
 * In which network each link is probed, and the services whose link can be probed in none. That is a network of the
 * service's own container, one shared with the service it calls where there is such. A service without container is probed
 * from the network of the one it calls, or of the database. What is in the host's network is called from there, at that
 * host's own address.
 */
export function findNetworks(
  { links, databaseService }: Settings['deployment'],
  { containers }: { readonly containers: readonly Pick<Container, 'service' | 'networks' | 'networkMode'>[] },
): { readonly links: Plan['links']; readonly unplaced: readonly string[] } {
  const networks = (service: string | undefined): string[] =>
    Object.keys(
      containers.find((container) => service !== undefined && container.service === service)?.networks ?? {},
    );
  const placed: Plan['links'] = {};
  for (const [service, url] of Object.entries(links)) {
    if (containers.some((one) => one.service === hostOf(url) && isOnHost(one))) {
      placed[service] = { url, network: HOST_NETWORK, address: '127.0.0.1' };
      continue;
    }
    const [own, called] = [networks(service), networks(hostOf(url))];
    const network =
      own.find((name) => called.includes(name)) ?? own[0] ?? called[0] ?? networks(databaseService)[0];
    if (network) placed[service] = { url, network };
  }
  return { links: placed, unplaced: Object.keys(links).filter((service) => !placed[service]) };
}

/** The links as a plan has them, or why one of them cannot be probed. */
export function placeLinks(
  deployment: Settings['deployment'],
  { containers, compose }: Facts,
): { readonly links: Plan['links'] } | Refusal {
  const { links, unplaced } = findNetworks(deployment, { containers });
  const [service] = unplaced;
  if (service === undefined) return { links };
  return refuse(
    'link.no-network',
    `config "deployment.links.${service}" cannot be probed: ${service} has no container in a network`,
    { do: 'bring-up', compose: composeCall({ containers, compose }, []), service },
  );
}
