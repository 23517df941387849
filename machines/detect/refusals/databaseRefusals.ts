import { maintenanceDatabase, retainedDatabaseOf } from '../../postgres/databaseNames';
import { CLOSED_TO_CLIENTS } from '../../postgres/silence';
import { composeCall, type ComposeFacts } from '../../compose/composeCall';
import { type Advice, OPEN, type Remedy, type Statement } from '../../model/remedy';
import { type Refusal, refuse } from '../../model/refusal';
import type { Settings } from '../../config/schema';
import type { BackupStore } from '../observe/backupStore';

/** What a database can be bound to, and what looses it. */
const BONDS = new Map<string, readonly [what: string, way: (name: string) => Advice]>([
  [
    'prepared',
    [
      'a prepared transaction',
      (transaction) => [
        { do: 'commit-prepared', transaction },
        ', or ',
        { do: 'roll-back-prepared', transaction },
      ],
    ],
  ],
  ['slot', ['a replication slot', (slot) => [{ do: 'drop-slot', slot }, ', once nobody needs it']]],
  ['subscription', ['a subscription', (subscription) => ({ do: 'drop-subscription', subscription })]],
]);

/** Has the server run statements, whatever state the live database is in. */
function runSql({ deployment }: Settings, facts: ComposeFacts, statements: readonly Statement[]): Remedy {
  const { directory, composeFile, databaseService, database } = deployment;
  return {
    do: 'run-sql',
    compose: composeCall(facts, [`${directory}/${composeFile}`]),
    service: databaseService ?? OPEN,
    user: database.user,
    database: maintenanceDatabase(database.name),
    statements,
  };
}

/** The live database under the name that a restore in place gives it, where the journal that would go on with it is lost. */
function hiddenObstacle(
  settings: Settings,
  names: BackupStore['names'],
  facts: ComposeFacts,
): Refusal | undefined {
  const { database } = settings.deployment;
  const [found] = [...names.keys()].flatMap((name) => {
    const left = retainedDatabaseOf(database.name, name);
    return left?.kind === 'inplace' ? [{ name, of: left.of }] : [];
  });
  if (!found) return undefined;
  const statements = [
    { do: 'rename-database', database: found.name, to: database.name },
    { do: 'open-database', database: database.name },
  ] as const;
  return refuse(
    'database.in-place-unfinished',
    `${database.name} is called ${found.name}: rollback ${found.of} was restoring it in place and has not come to its end, and the journal knows no more of it`,
    ['give it its name back, as it was before or as the backup is: ', runSql(settings, facts, statements)],
    {
      got: `no database ${database.name}`,
      accepts: `a database ${database.name}; what was in it before is in ${found.of}/safety.dump in the state directory, where that exists`,
    },
  );
}

/** Why nothing can be restored where no PostgreSQL runs in the deployment. */
const NONE: Refusal = refuse(
  'database.none',
  'this deployment has no PostgreSQL service, so nothing can be restored: config "deployment.databaseService" is none',
  [
    'restore a managed or foreign database by its own means; or ',
    { do: 'set', key: 'deployment.databaseService', value: 'SERVICE' },
  ],
  { got: 'scenario database', accepts: 'scenario "code" or "infrastructure"' },
);

export const databaseMissing = ({ deployment }: Settings): Refusal | undefined =>
  deployment.databaseService === undefined ? NONE : undefined;

/** What of the database stands in the way of giving its name to another one. */
export function databaseRefusal(
  settings: Settings,
  { database, bound, names }: Pick<BackupStore, 'database' | 'bound' | 'names'>,
  facts: ComposeFacts,
): Refusal | undefined {
  const { databaseService, database: live } = settings.deployment;
  const { name, user } = live;
  if (databaseService === undefined) return NONE;
  if (!database)
    return (
      hiddenObstacle(settings, names, facts) ??
      refuse(
        'database.silent',
        `the database does not answer, so nothing can be restored into it: ${databaseService}`,
        { do: 'update', for: { scenario: 'infrastructure', service: databaseService } },
        { got: `no answer from ${name} as ${user}` },
      )
    );
  if (database.isStandby)
    return refuse(
      'database.standby',
      `${databaseService} is a standby of another server and cannot be written to`,
      'go to its primary',
    );
  if (!database.isSuperuser)
    return refuse(
      'database.no-superuser',
      `config "deployment.database.user" is no superuser of PostgreSQL, and only one can swap databases`,
      { do: 'set', key: 'deployment.database.user', value: OPEN },
      { got: user, accepts: 'a superuser, who can be used by the socket in the container' },
    );
  if (!database.isOpen)
    return refuse(
      'database.closed',
      `nobody may connect to ${name}: a rollback was cut off behind its fence and the journal knows no more of it, or somebody has closed it`,
      ['let clients in again: ', runSql(settings, facts, [{ do: 'open-database', database: name }])],
      { got: CLOSED_TO_CLIENTS, accepts: 'a database that can be connected to' },
    );
  const [first] = bound;
  if (!first) return undefined;
  const [what, way] = BONDS.get(first.kind) ?? [first.kind, () => 'see what needs it, and remove it'];
  return refuse(
    'database.bound',
    `${name} has ${what}, which would stay with the database that is left`,
    way(first.name),
    {
      got: bound.map((one) => one.name).join(', '),
      accepts: 'a database without any',
    },
  );
}
