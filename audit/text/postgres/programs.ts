import { identifier } from '../../../machines/postgres/quoting';
import { shellQuote } from '../../../machines/text/shellQuote';

/** As whom, and to which database of a server, one connects. */
export interface Connection {
  readonly user: string;
  readonly database: string;
}

const at = ({ user, database }: Connection): string => `-U ${shellQuote(user)} -d ${shellQuote(database)}`;

const psql = (options: readonly string[], to: Connection, told: readonly string[]): string =>
  ['psql', ...options, at(to), ...told.map((one) => `-c ${shellQuote(one)}`)].join(' ');

/** psql with what it is told: SQL, or commands of its own. Told nothing, it asks. */
export const psqlLine = (to: Connection, ...told: readonly string[]): string => psql([], to, told);

/** The same, where the first that fails ends it. */
export const strictPsqlLine = (to: Connection, ...told: readonly string[]): string =>
  psql(['-v ON_ERROR_STOP=1'], to, told);

/** What psql lists databases by: all, or those whose names begin so, with their sizes. */
export const listDatabases = (prefix?: string): string =>
  prefix === undefined ? '\\l' : `\\l+ ${identifier(prefix)}*`;

/** Makes an empty database. */
export const createdbLine = ({ user, database }: Connection): string =>
  `createdb -U ${shellQuote(user)} ${shellQuote(database)}`;

/** Restores a dump into a database. */
export const restoreInto = (to: Connection, dump: string): string =>
  `pg_restore ${at(to)} <${shellQuote(dump)}`;

/** Restores a dump as a database of its own, which it makes under the name that the dump has; ends at the first error. */
export const restoreBeside = (to: Connection, dump: string): string =>
  `pg_restore -e -C ${at(to)} <${shellQuote(dump)}`;
