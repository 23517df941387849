import { z } from 'zod';
import { listDatabases, psqlLine } from '../../audit/text/postgres/programs';
import { inContainer } from '../../audit/text/runtime/dockerLine';
import { maintenanceDatabase, retainedDatabaseOf, shortened } from '../../machines/postgres/databaseNames';
import { lines } from '../../machines/detect/observe/decodeFacts';
import { queried } from '../../machines/postgres/queryAnswer';
import type { Settings } from '../../machines/config/schema';
import { shellQuote } from '../../machines/text/shellQuote';
import { hostVariables } from './deployment';
import { factsFrom } from './scripts';
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
  /** The rollbacks that restored in place of which there still is the dump of what was live before. */
  readonly dumps: ReadonlySet<string>;
  /** What the scripts need that look at one of them. */
  readonly values: Readonly<Record<string, string>> & Readonly<Record<'STATE' | 'BASE' | 'OPERATOR', string>>;
  /** The line that tells the server something, from a database that nobody drops or renames. */
  readonly line: (statement: string) => string;
}

/** Looks at the deployment's server. Throws a Stop when it does not answer. */
export async function retainedDatabasesOn(settings: Settings): Promise<RetainedDatabases> {
  const { databaseService, database } = settings.deployment;
  const { user, name: live } = database;
  if (databaseService === undefined)
    throw new Stop(
      'database.none',
      'config "deployment.databaseService" is none, so no rollback has left a database here',
    );
  const values = { ...(await hostVariables(settings)), BASE: shortened(live) };
  const failed = 'which databases rollbacks have left is not known:';
  const facts = await factsFrom('list-retained-databases', values, failed);
  const [container] = lines(facts.get('server'));
  if (!container)
    throw new Stop(
      'database.no-container',
      facts.get('server.error')?.trim() || `${databaseService} has no container`,
    );
  const server = container.slice(0, 12);
  const to = { user, database: maintenanceDatabase(live) };
  const line = (statement: string) => `${inContainer(shellQuote(server))} ${psqlLine(to, statement)}`;
  const all = queried(z.array(Left), facts, 'left');
  if (!all)
    throw new Stop('database.silent', ['the database does not answer:', `  ${line(listDatabases())}`]);
  const left = all.filter(({ name }) => retainedDatabaseOf(live, name));
  const dumps = new Set(lines(facts.get('dumps')));
  return { live, server, user, left, dumps, values, line };
}
