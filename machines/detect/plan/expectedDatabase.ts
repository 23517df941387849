import type { Plan } from '../../model/plan';

/** The database as verify and undo must find it. */
export interface ExpectedDatabase {
  /** The container that it runs in; empty where it may be another one. */
  readonly container: string;
  readonly volumes: readonly string[];
  /** Of the live database, before a restore; what a restore leaves live is another one, as the step has written down. */
  readonly oid: string;
}

/** A container that the plan makes need not be the same one; volumes always are. None in a deployment without. */
export function expectedDatabase(
  { all, database, services }: Plan,
  databaseService: string | undefined,
): ExpectedDatabase | undefined {
  if (!database) return undefined;
  const isMade = services.some(({ service, action }) => service === databaseService && action === 'recreate');
  const { container, volumes, oid } = database;
  return { container: all || isMade ? '' : container, volumes, oid };
}

/** The oid that must be live when an attempt is opened; none for an undo, before which the restored one may be live. */
export const liveOidToOpen = ({ action, database }: Plan): string =>
  (action === 'rollback' && database?.oid) || '';
