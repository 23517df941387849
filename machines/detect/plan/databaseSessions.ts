import { z } from 'zod';
import type { Facts } from '../../model/facts';
import type { Settings } from '../../config/schema';
import type { Session } from '../observe/backupStore';

const Network = z.looseObject({
  IPAddress: z.string().default(''),
  GlobalIPv6Address: z.string().default(''),
});
const POOLERS = /pgbouncer|pgpool|pgcat|odyssey|supavisor|pgagroal/i;

/** Addresses in Docker's networks, and the service that has each. */
function serviceByAddress({ containers }: Facts): Map<string, string> {
  const pairs = containers.flatMap(({ service, networks }) =>
    Object.values(networks ?? {}).flatMap((network) => {
      const { data } = Network.safeParse(network);
      return data
        ? [data.IPAddress, data.GlobalIPv6Address].filter(Boolean).map((at) => [at, service] as const)
        : [];
    }),
  );
  return new Map(pairs);
}

/** Who is connected to the database. */
export interface Connected {
  /** All of them, a line each. */
  readonly all: readonly string[];
  /** Those that are not the app's: they may write, and are cut off as well. */
  readonly outside: readonly string[];
  /** Connection poolers in between, by the service, image or application that names one. */
  readonly poolers: readonly string[];
}

export function connected({ deployment }: Settings, facts: Facts, sessions: readonly Session[]): Connected {
  const services = serviceByAddress(facts);
  const told = sessions.map((session) => {
    const { user, application, address, count } = session;
    const service = services.get(address);
    const from = service ?? (address || "the container's own socket");
    const isOurs = service !== undefined && deployment.appServices.includes(service);
    const place = service ? `${from} at ${address}` : from;
    const words = [`${user} from ${place}`, application && `(${application})`, count > 1 && `${count} times`];
    return { line: words.filter(Boolean).join(' '), isOurs, application };
  });
  const inBetween = facts.containers.filter(({ service, reference }) =>
    POOLERS.test(`${service} ${reference}`),
  );
  return {
    all: told.map(({ line }) => line),
    outside: told.filter(({ isOurs }) => !isOurs).map(({ line }) => line),
    poolers: [
      ...new Set([
        ...inBetween.map(({ service }) => service),
        ...told.flatMap(({ application }) => (POOLERS.test(application) ? [application] : [])),
      ]),
    ],
  };
}
