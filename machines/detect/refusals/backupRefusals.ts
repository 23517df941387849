import { errorsText, errorText, isOfLaterVersion } from '../../postgres/restoreErrors';
import { isBuiltIn } from '../../postgres/roles';
import type { Inspection } from '../observe/backupInspection';
import { type Advice, OPEN, type Remedy } from '../../model/remedy';
import { type Refusal, refuse } from '../../model/refusal';
import type { RecordedBackup } from '../../model/deployRecord';
import type { Settings } from '../../config/schema';
import type { BackupManifest } from '../observe/backupManifest';
import type { BackupStore } from '../observe/backupStore';
import { firstOf } from '../../text/listed';

const NAMED: Remedy = { do: 'update', for: { backup: 'NAME' } };
const ANOTHER: Advice = ['name another backup: ', NAMED];
const few = (names: readonly string[]): string => firstOf(names, 5);
const missing = (wanted: ReadonlySet<string>, there: ReadonlySet<string>): string[] =>
  [...wanted].filter((name) => !there.has(name)).sort();

/** 15 of `15.18 (Debian 15.18-0)`; 9.6 counts as 9. */
const major = (version: string): number => Number(/^\d+/.exec(version)?.[0] ?? 0);

/** What is wrong with the backup itself, found by reading it, before anything is touched. */
export function backupDamageRefusal(
  path: string,
  found: Inspection,
  sidecar: Partial<BackupManifest>,
  recorded?: Pick<RecordedBackup, 'sha256'>,
): Refusal | undefined {
  const { place, format, headerError, damage, sha256, bytes } = found;
  if (!place)
    return refuse('backup.not-found', 'config "backup" names no file', ANOTHER, {
      got: path,
      accepts: "a path in the database's container, or on this host",
    });
  if (format === 'empty' || bytes === 0)
    return refuse('backup.empty', `the backup is empty: ${path}`, ANOTHER);
  if (!/^[0-9a-f]{64}$/.test(sha256))
    return refuse('backup.unread', `the backup cannot be read in time for its checksum: ${path}`, [
      'the same again when the disk has less to do; else another backup: ',
      NAMED,
    ]);
  const expected = sidecar.sha256 ?? recorded?.sha256;
  if (expected && expected !== sha256)
    return refuse('backup.changed', `the backup is not what it was when it was taken: ${path}`, ANOTHER, {
      got: `SHA-256 ${sha256}`,
      accepts: `${expected}, as the ${sidecar.sha256 ? 'file beside it' : 'record'} says`,
    });
  if (format === 'cluster')
    return refuse('backup.of-server', `the backup is one of a whole server (pg_dumpall): ${path}`, ANOTHER, {
      accepts: 'what pg_dump has made of one database',
    });
  if (format === 'none')
    return refuse('backup.unknown-format', `this is no backup of PostgreSQL: ${path}`, ANOTHER, {
      accepts: 'custom, directory, tar or plain format; plain also with gzip, zstd or lz4',
    });
  if (headerError && isOfLaterVersion(headerError))
    return refuse(
      'backup.newer',
      `the backup was made by a newer pg_dump than the server has: ${path}`,
      ANOTHER,
      {
        got: errorText(headerError),
      },
    );
  const what = damage ?? headerError;
  if (what !== undefined)
    return refuse('backup.damaged', `the backup is damaged: ${path}`, ANOTHER, {
      got: errorsText(what),
    });
  return found.commands.length > 0
    ? refuse(
        'backup.commands',
        `the backup has commands that would lead to another database or out of it: ${path}`,
        ANOTHER,
        {
          got: few(found.commands),
          accepts: 'a plain dump made without --create',
        },
      )
    : undefined;
}

/** Why the backup does not fit this server and this database. */
export function backupFitRefusal(
  { deployment }: Settings,
  path: string,
  found: Inspection,
  sidecar: Partial<BackupManifest>,
  { database, roles, extensions, tables }: BackupStore,
): Refusal | undefined {
  const { name, user } = deployment.database;
  const of = sidecar.database ?? found.database;
  if (of && of !== name)
    return refuse('backup.of-another-database', `the backup is one of another database: ${path}`, ANOTHER, {
      got: of,
      accepts: name,
    });
  if (found.tables.size > 0 && tables.size > 0 && [...found.tables].every((table) => !tables.has(table)))
    return refuse(
      'backup.of-another-database',
      `the backup is one of another database: no table of it is in ${name}`,
      ANOTHER,
      {
        got: few([...found.tables]),
        accepts: few([...tables]),
      },
    );
  if (found.version && database && major(found.version) > major(database.version))
    return refuse('backup.newer', `the backup is of a newer PostgreSQL than the server: ${path}`, ANOTHER, {
      got: found.version,
      accepts: `${database.version} or older`,
    });
  const strangers = missing(found.roles, roles);
  if (strangers.length > 0)
    return refuse(
      'backup.unknown-roles',
      'the backup names roles that the server does not have',
      [`make them, as ${user}: `, { do: 'create-role', role: OPEN }],
      {
        got: few(strangers),
        accepts: few([...roles].filter((role) => !isBuiltIn(role)).sort()),
      },
    );
  const lacking = missing(found.extensions, extensions);
  return lacking.length > 0
    ? refuse(
        'backup.missing-extensions',
        'the backup needs extensions that the server does not have',
        'install them in the image of the database',
        {
          got: few(lacking),
        },
      )
    : undefined;
}
