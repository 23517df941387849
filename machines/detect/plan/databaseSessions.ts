import { addressesOf } from '../../compose/networks';
import type { Facts } from '../../model/facts';
import type { Settings } from '../../config/schema';
import type { Session } from '../observe/backupStore';

const POOLERS = /pgbouncer|pgpool|pgcat|odyssey|supavisor|pgagroal/i;

/** Addresses in Docker's networks, and the service that has each. */
const serviceByAddress = ({ containers }: Facts): ReadonlyMap<string, string> =>
  new Map(
    containers.flatMap((container) => addressesOf(container).map((at) => [at, container.service] as const)),
  );

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
