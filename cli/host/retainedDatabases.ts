import { z } from 'zod';
import { retainedDatabaseOf, shortened } from '../../machines/postgres/databaseNames';
import { decodeFacts, lines } from '../../machines/detect/observe/decodeFacts';
import { queried } from '../../machines/postgres/queryAnswer';
import type { Settings } from '../../machines/config/schema';
import { shellQuote } from '../../machines/text/shellQuote';
import { hostValues, runHost } from './scripts';
import { Stop } from '../exit';

/** A database that a rollback has left, as the server tells of it. */
const Left = z.object({
  name: z.string(),
  oid: z.string(),
  bytes: z.number(),
  /** Somebody can connect to it. */
  isOpen: z.boolean(),
  comment: z.string(),
});
export type Left = Readonly<z.infer<typeof Left>>;

/** The deployment's server and what rollbacks have left there. */
export interface RetainedDatabases {
  /** The live database's name. */
  readonly live: string;
  /** The container's id, as one types it, and who asks there. */
  readonly server: string;
  readonly user: string;
  readonly left: readonly Left[];
  /** What the scripts need that look at one of them. */
  readonly values: Readonly<Record<string, string>> & Readonly<Record<'STATE' | 'BASE' | 'OPERATOR', string>>;
  /** The line that says SQL, or a command of psql, to the server, from a database that nobody drops or renames. */
  readonly line: (sql: string) => string;
}

/** Looks at the server of this machine's deployment. Throws a Stop when it does not answer. */
export function retainedDatabasesOn(settings: Settings): RetainedDatabases {
  const { databaseService, database } = settings.deployment;
  const { user, name: live } = database;
  const identity = hostValues(settings);
  const values = {
    ...identity,
    STATE: identity['STATE'] ?? '',
    BASE: shortened(live),
    OPERATOR: settings.operator,
  };
  const { stdout, stderr } = runHost('queries/list-retained-databases', values);
  const facts = decodeFacts(stdout);
  const [container] = lines(facts.get('server'));
  if (!container)
    throw new Stop('database.no-container', stderr.trim() || `${databaseService} has no container`);
  const server = container.slice(0, 12);
  const maintenance = live === 'postgres' ? 'template1' : 'postgres';
  const line = (sql: string) =>
    ['docker', 'exec', server, 'psql', '-U', user, '-d', maintenance, '-c', sql].map(shellQuote).join(' ');
  const all = queried(z.array(Left), facts, 'left');
  if (!all) throw new Stop('database.silent', ['the database does not answer:', `  ${line('\\l')}`]);
  const left = all.filter(({ name }) => retainedDatabaseOf(live, name));
  return { live, server, user, left, values, line };
}

/** A name as SQL has it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
