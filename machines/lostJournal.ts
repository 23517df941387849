import type { Facts } from './facts';

const few = (names: readonly string[]): string =>
  [...names.slice(0, 3), ...(names.length > 3 ? [`and ${names.length - 3} more`] : [])].join(', ');

/** Pins of the services that are here: `shop-*` also finds those of a project called shop-eu. */
function ownPins({ pins, containers }: Facts): string[] {
  const services = containers.map(({ project, service }) =>
    `chronos-rollback/${project}-${service}:`.toLowerCase(),
  );
  return pins.filter((pin) => services.some((start) => pin.startsWith(start)));
}

/**
 * Says that the journal is lost, with the evidence: rollbacks have left traces, and there is no journal.
 * Nothing when there is one, when it is there and cannot be read, or when nothing tells of a rollback.
 */
export function lostJournal(facts: Facts): string | undefined {
  const { journalHead, journalError, attempts, rollbackDirectories, holds, lease } = facts;
  if (journalHead || journalError || attempts.length > 0) return undefined;
  const pins = ownPins(facts);
  const evidence = [
    ...(rollbackDirectories.length > 0 ? [`logs of ${few(rollbackDirectories)}`] : []),
    ...(holds.length > 0 ? [`the hold of ${few(holds.map(({ id }) => id))}`] : []),
    ...(lease ? [`the lease of ${lease.rollback}`] : []),
    ...(pins.length > 0 ? [`images kept as ${few(pins)}`] : []),
  ];
  return evidence.length > 0
    ? `the journal is lost: there is none, yet there are ${evidence.join('; ')}; a new one is begun`
    : undefined;
}
