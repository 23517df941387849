import { type Refusal, refuse } from './model';
import type { Settings } from './settings';
import type { Vault } from './vault';

const KINDS: Readonly<Record<string, string>> = {
  prepared: 'a prepared transaction',
  slot: 'a replication slot',
  subscription: 'a subscription',
};
const WAYS: Readonly<Record<string, (name: string) => string>> = {
  prepared: (name) => `COMMIT PREPARED '${name}', or ROLLBACK PREPARED '${name}'`,
  slot: (name) => `SELECT pg_drop_replication_slot('${name}'), once nobody needs it`,
  subscription: (name) => `DROP SUBSCRIPTION ${name}`,
};

/** What of the database stands in the way of giving its name to another one. */
export function databaseObstacle(
  { deployment }: Settings,
  { database, bound }: Pick<Vault, 'database' | 'bound'>,
): Refusal | undefined {
  const { databaseService, database: settings } = deployment;
  const { name, user } = settings;
  if (!database)
    return refuse(
      `the database does not answer, so nothing can be restored into it: ${databaseService}`,
      `pulumi up -c scenario=infrastructure -c service=${databaseService}`,
      { got: `no answer from ${name} as ${user}` },
    );
  if (database.isStandby)
    return refuse(
      `${databaseService} is a standby of another server and cannot be written to`,
      'go to its primary',
    );
  if (!database.isSuperuser)
    return refuse(
      `config "deployment.database.user" is no superuser of PostgreSQL, and only one can swap databases`,
      'pulumi config set --path deployment.database.user …',
      { got: user, accepts: 'a superuser, who can be used by the socket in the container' },
    );
  const [first] = bound;
  if (!first) return undefined;
  const { kind, name: which } = first;
  return refuse(
    `${name} has ${KINDS[kind] ?? kind}, which would stay with the database that is left`,
    WAYS[kind]?.(which) ?? '',
    { got: bound.map((one) => one.name).join(', '), accepts: 'a database without any' },
  );
}
