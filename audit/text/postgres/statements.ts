import { OPEN, type Statement } from '../../../machines/model/remedy';
import { identifier, literal } from '../../../machines/postgres/quoting';

/** A name as one would type it: in quotes only where it needs them, and as it is where only the operator knows it. */
const typed = (name: string): string =>
  name === OPEN || /^[a-z_][a-z0-9_]*$/.test(name) ? name : identifier(name);

/** Lets clients connect to a database. */
export const openDatabase = (name: string): string =>
  `ALTER DATABASE ${identifier(name)} ALLOW_CONNECTIONS true`;

/** Lets nobody connect to a database any more. */
export const sealDatabase = (name: string): string =>
  `ALTER DATABASE ${identifier(name)} ALLOW_CONNECTIONS false`;

export const renameDatabase = (name: string, to: string): string =>
  `ALTER DATABASE ${identifier(name)} RENAME TO ${identifier(to)}`;

export const dropDatabase = (name: string): string => `DROP DATABASE ${identifier(name)}`;

/** Says of a database what it is. */
export const describeDatabase = (name: string, what: string): string =>
  `COMMENT ON DATABASE ${identifier(name)} IS ${literal(what)}`;

/** Ends whatever is connected to some databases, but who says it. */
export const endSessions = (...names: readonly string[]): string =>
  `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname IN (${names.map(literal).join(', ')}) AND pid <> pg_backend_pid()`;

/**
 * Gives a database a name: it is found by its oid, under whatever name it was left, and what has that name now gets
 * another one. Both or neither, and nothing where it has its name.
 */
export function nameDatabase(oid: string, name: string, former: string): string {
  const rename = [
    `IF (SELECT datname FROM pg_database WHERE oid = ${oid}) <> ${literal(name)} THEN`,
    `IF EXISTS (SELECT FROM pg_database WHERE datname = ${literal(name)}) THEN`,
    `${renameDatabase(name, former)}; END IF;`,
    `EXECUTE (SELECT format('ALTER DATABASE %I RENAME TO %I', datname, ${literal(name)}) FROM pg_database WHERE oid = ${oid});`,
    'END IF;',
  ];
  return `DO $$ BEGIN ${rename.join(' ')} END $$`;
}

/** Several statements as one transaction: psql makes it of one argument. */
export const asOne = (...statements: readonly string[]): string => statements.join('; ');

/** The SQL of a statement. */
export function sqlOf(statement: Statement): string {
  switch (statement.do) {
    case 'open-database':
      return openDatabase(statement.database);
    case 'rename-database':
      return renameDatabase(statement.database, statement.to);
    case 'commit-prepared':
      return `COMMIT PREPARED ${literal(statement.transaction)}`;
    case 'roll-back-prepared':
      return `ROLLBACK PREPARED ${literal(statement.transaction)}`;
    case 'drop-slot':
      return `SELECT pg_drop_replication_slot(${literal(statement.slot)})`;
    case 'drop-subscription':
      return `DROP SUBSCRIPTION ${typed(statement.subscription)}`;
    case 'create-role':
      return `CREATE ROLE ${typed(statement.role)}`;
  }
}
