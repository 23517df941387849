import { z } from 'zod';
import { expectedNetworks, networkKeys } from '../networks';
import { type Compared, compared, SAME, type Seen, uncompared } from './seen';
import { isSameSet } from './values';

const Ports = z.array(
  z.looseObject({
    target: z.union([z.number(), z.string()]),
    published: z.union([z.number(), z.string()]).optional(),
    protocol: z.string().default('tcp'),
    host_ip: z.string().default(''),
  }),
);

const Exposed = z.array(
  z
    .union([z.string(), z.number()])
    .transform((port) => (String(port).includes('/') ? String(port) : `${port}/tcp`)),
);

/** The ports that it is open at for its network: its image's, those of `expose`, and those that it publishes. */
function exposed({ definition, made, image }: Seen, published: readonly string[]): Compared {
  const wanted = Exposed.safeParse(definition['expose'] ?? []);
  // Docker writes a range as each of its ports.
  if (!wanted.success || wanted.data.some((port) => port.includes('-'))) return uncompared('expose');
  const all = [...Object.keys(image.config.ExposedPorts ?? {}), ...wanted.data, ...published];
  return compared(isSameSet([...new Set(all)], Object.keys(made.config.ExposedPorts ?? {})));
}

/** The ports that it publishes, and those that it exposes. */
export function ports(seen: Seen): Compared {
  const { definition, made } = seen;
  const wanted = Ports.safeParse(definition['ports'] ?? []);
  if (!wanted.success) return uncompared('ports');
  const found = Object.entries(made.host.PortBindings ?? {}).flatMap(([place, bindings]) =>
    (bindings ?? []).map(({ HostIp, HostPort }) => `${HostIp}:${HostPort === '0' ? '' : HostPort}:${place}`),
  );
  const all = wanted.data.map(
    ({ target, published = '', protocol, host_ip: ip }) => `${ip}:${published}:${target}/${protocol}`,
  );
  return isSameSet(all, found)
    ? exposed(
        seen,
        wanted.data.map(({ target, protocol }) => `${target}/${protocol}`),
      )
    : compared(false);
}

const Network = z.looseObject({ aliases: z.array(z.string()).optional() }).nullable();
const Attached = z
  .looseObject({
    Aliases: z.array(z.string()).nullish(),
    IPAMConfig: z.record(z.string(), z.unknown()).nullish(),
  })
  .catch({});

/** Compose's ways to name a network mode; those of another container are told by its id. */
function mode({ definition, container, containers, made }: Seen, wanted: string): Compared {
  const [, owner] = /^service:(.+)$/.exec(wanted) ?? [];
  if (owner === undefined)
    return wanted.startsWith('container:')
      ? uncompared('network_mode')
      : compared(made.host.NetworkMode === wanted);
  const own = containers.filter(({ service }) => service === owner);
  return definition['networks'] !== undefined || container.networkMode === ''
    ? uncompared('network_mode')
    : compared(own.some(({ id }) => made.host.NetworkMode === `container:${id}`));
}

/** The names that Compose and Docker give to each container in a network. */
const usualNames = ({ container: { service, id }, made }: Seen): string[] => [
  ...[service, made.name.slice(1), id.slice(0, 12)],
  ...(made.config.Hostname ? [made.config.Hostname] : []),
];

/** The networks that it is attached to, and its names there. */
export function networks(seen: Seen): Compared {
  const { model, project, definition, container } = seen;
  const { network_mode: wanted, networks: listed } = definition;
  if (typeof wanted === 'string') return mode(seen, wanted);
  const attached = container.networks ?? {};
  const names = expectedNetworks(model, project, container.service);
  if (!isSameSet(names, Object.keys(attached))) return compared(false);
  const options = listed === undefined || listed === null || Array.isArray(listed) ? {} : listed;
  for (const [at, key] of networkKeys(model, container.service).entries()) {
    const own = Network.safeParse((options as Record<string, unknown>)[key] ?? null);
    if (!own.success) return uncompared('networks');
    const { aliases = [], ...others } = own.data ?? {};
    const { Aliases: has, IPAMConfig: addresses } = Attached.parse(attached[names[at] ?? '']);
    if (Object.keys(others).length > 0 || Object.keys(addresses ?? {}).length > 0)
      return uncompared('networks');
    const usual = usualNames(seen);
    const isOther = (has ?? []).some((alias) => !aliases.includes(alias) && !usual.includes(alias));
    if (isOther || !aliases.every((alias) => (has ?? []).includes(alias))) return compared(false);
  }
  return SAME;
}
