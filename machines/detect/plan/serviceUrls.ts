import type { ComposeModel } from '../../model/composeModel';
import { type Refusal, refuse } from '../../model/refusal';
import type { Settings } from '../../config/schema';
import { hostOf } from '../../text/urlHost';

/** A name without dot can only be a service's; addresses have dots or colons, and localhost is none. */
const isServiceName = (host: string): boolean => host !== 'localhost' && !/[.:]/.test(host);

/** Says which of the configured links and health URLs names a service that the target does not have. */
export function foreignAddress({ deployment }: Settings, target: ComposeModel): Refusal | undefined {
  const services = Object.keys(target.services);
  const { links, health } = deployment;
  const refusal = (key: 'links' | 'health', name: string, got: string) => {
    const others = Object.entries(deployment[key]).filter(([other]) => other !== name);
    return refuse(
      'config.foreign-address',
      `config "deployment.${key}.${name}" names ${got}, which is no service of the target`,
      ['take it out: ', { do: 'set', key: `deployment.${key}`, value: Object.fromEntries(others) }],
      { got, accepts: services.join(', ') },
    );
  };

  const linked = Object.keys(links).find((service) => !services.includes(service));
  if (linked !== undefined) return refusal('links', linked, linked);
  for (const [key, urls] of [['links', links] as const, ['health', health] as const]) {
    for (const [name, url] of Object.entries(urls)) {
      const host = hostOf(url);
      if (isServiceName(host) && !services.includes(host)) return refusal(key, name, host);
    }
  }
  return undefined;
}
