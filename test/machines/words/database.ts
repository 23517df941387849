import type { Code } from '../../../machines/model/codes';

/** What a database or a backup is refused for, as it is written there. */
export const DATABASE_WORDS: readonly (readonly [Code, string])[] = [
  ['backup.changed', 'the backup is not what it was when it was taken: ${path}'],
  ['backup.commands', 'the backup has commands that would lead to another database or out of it: ${path}'],
  ['backup.damaged', 'the backup is damaged: ${path}'],
  ['backup.empty', 'the backup is empty: ${path}'],
  [
    'backup.match-unknown',
    'which backup matches cannot be told: no deploy record says when ${shortHash(commit)} was up',
  ],
  ['backup.missing-extensions', 'the backup needs extensions that the server does not have'],
  ['backup.newer', 'the backup is of a newer PostgreSQL than the server: ${path}'],
  ['backup.newer', 'the backup was made by a newer pg_dump than the server has: ${path}'],
  [
    'backup.no-match',
    'no backup was taken after ${shortHash(commit)} had come up and before a later release had',
  ],
  ['backup.none', 'there is no backup in ${directory}'],
  ['backup.not-found', 'config "backup" names no backup in ${backupDirectory}'],
  ['backup.not-found', 'config "backup" names no file'],
  ['backup.of-another-database', 'the backup is one of another database: ${path}'],
  ['backup.of-another-database', 'the backup is one of another database: no table of it is in ${name}'],
  ['backup.of-server', 'the backup is one of a whole server (pg_dumpall): ${path}'],
  ['backup.unknown-format', 'this is no backup of PostgreSQL: ${path}'],
  ['backup.unknown-roles', 'the backup names roles that the server does not have'],
  ['backup.unread', 'the backup cannot be read in time for its checksum: ${path}'],
  ['database.bound', '${name} has ${what}, which would stay with the database that is left'],
  [
    'database.closed',
    'nobody may connect to ${name}: a rollback was cut off behind its fence and the journal knows no more of it, or somebody has closed it',
  ],
  [
    'database.in-place-unfinished',
    '${database.name} is called ${found.name}: rollback ${found.of} was restoring it in place and has not come to its end, and the journal knows no more of it',
  ],
  [
    'database.no-superuser',
    'config "deployment.database.user" is no superuser of PostgreSQL, and only one can swap databases',
  ],
  [
    'database.none',
    'this deployment has no PostgreSQL service, so nothing can be restored: config "deployment.databaseService" is none',
  ],
  ['database.silent', 'the database does not answer, so nothing can be restored into it: ${databaseService}'],
  ['database.standby', '${databaseService} is a standby of another server and cannot be written to'],
  ['database.other-volumes', '${service} has no container, and would come up on other volumes than it had'],
  [
    'database.volume-empty',
    '${service} has no container, and no database is in ${names}: what came up would be a new one, and empty',
  ],
  [
    'database.volume-gone',
    '${service} has no container, and ${names} is gone: what came up would be a new database, and empty',
  ],
  [
    'database.volume-unnamed',
    '${service} has no container, and its definition has no volume with a name and no directory for its data',
  ],
  [
    'rollback.in-place',
    'rollback ${plan.id} restored in place and ${stateOf(of)}; this version neither goes on with that nor takes it back',
  ],
  [
    'space.container',
    'not enough disk space for bringing the backup in: ${inMib(staging - temporaryKiB)} are missing in /tmp ${container}',
  ],
  [
    'space.database',
    'not enough disk space for the restored database beside the live one: ${inMib(need - freeKiB)} are missing on ${mount} ${container}',
  ],
  ['strategy.in-place', 'config "strategy" got in-place, and no backup is restored in place any more'],
  ['undo.database-gone', 'the database that was live before ${plan.id} is gone, so it cannot be taken back'],
  [
    'undo.not-newest',
    'rollback ${later.plan.id} to ${describeRelease(later.plan.to)} came after ${id}: the newest is undone first',
  ],
  ['undo.of-restart', '${id} was a restart, and a restart has no undo'],
  ['undo.other-database', '${name} is not the database that rollback ${plan.id} has left'],
  ['undo.unknown', "config \"undo\" names no rollback of this host${of ? ', but an undo' : ''}"],
];
