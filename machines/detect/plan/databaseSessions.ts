import { addressesOf } from '../../compose/networks';
import type { Facts } from '../../model/facts';
import type { Settings } from '../../config/schema';
import type { BackupStore, Session } from '../observe/backupStore';

const POOLERS = /pgbouncer|pgpool|pgcat|odyssey|supavisor|pgagroal/i;

/** Addresses in Docker's networks, and the service that has each. */
const serviceByAddress = ({ containers }: Facts): ReadonlyMap<string, string> =>
  new Map(
    containers.flatMap((container) => addressesOf(container).map((at) => [at, container.service] as const)),
  );

/** Who is connected to the database. */
export interface Connected {
  /** All of them, a line each; of those that are not the app's and write nothing, why they do not. */
  readonly all: readonly string[];
  /** Those that are not the app's and have written what goes with them when they are cut off, as far as anybody knows. */
  readonly outside: readonly string[];
  /** Connection poolers in between, by the service, image or application that names one. */
  readonly poolers: readonly string[];
}

/** Why nothing is lost with a session; nothing where something may be, or nobody can tell. */
function harmless({ user, writing }: Session, writers: ReadonlySet<string> | undefined): string | undefined {
  if (writing === 0) return 'which has written nothing that is not committed';
  return writers && !writers.has(user) ? 'whose role can write to no table' : undefined;
}

export function connected(
  { deployment }: Settings,
  facts: Facts,
  { sessions, writers }: Pick<BackupStore, 'sessions' | 'writers'>,
): Connected {
  const services = serviceByAddress(facts);
  const told = sessions.map((session) => {
    const { user, application, address, count } = session;
    const service = services.get(address);
    const from = service ?? (address || "the container's own socket");
    const isOurs = service !== undefined && deployment.appServices.includes(service);
    const place = service ? `${from} at ${address}` : from;
    const words = [`${user} from ${place}`, application && `(${application})`, count > 1 && `${count} times`];
    const line = words.filter(Boolean).join(' ');
    const why = isOurs ? undefined : harmless(session, writers);
    return { line: why ? `${line}, ${why}` : line, isAtStake: !isOurs && !why, application };
  });
  const inBetween = facts.containers.filter(({ service, reference }) =>
    POOLERS.test(`${service} ${reference}`),
  );
  return {
    all: told.map(({ line }) => line),
    outside: told.filter(({ isAtStake }) => isAtStake).map(({ line }) => line),
    poolers: [
      ...new Set([
        ...inBetween.map(({ service }) => service),
        ...told.flatMap(({ application }) => (POOLERS.test(application) ? [application] : [])),
      ]),
    ],
  };
}
