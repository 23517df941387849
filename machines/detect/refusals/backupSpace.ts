import { retainedDatabaseOf } from '../../postgres/databaseNames';
import type { Inspection } from '../observe/backupInspection';
import type { Remedy } from '../../model/remedy';
import { type Refusal, refuse } from '../../model/refusal';
import { inMib, MIB } from './diskSpace';
import type { Settings } from '../../config/schema';
import type { BackupManifest } from '../observe/backupManifest';
import type { BackupStore } from '../observe/backupStore';

/** Beyond this PostgreSQL writes its log of changes over again (`max_wal_size`, 1 GiB where nobody has set it). */
const WAL_KIB = 1024 * MIB;

/**
 * Room for a second database beside the first: its size as it is now or as it was, whichever is more, a tenth for
 * what restoring writes besides, the log of changes, and 64 MiB.
 */
function roomNeededKiB(
  { database }: BackupStore,
  sidecar: Partial<BackupManifest>,
  { bytes }: Pick<Inspection, 'bytes'>,
): number {
  const size = Math.max(database?.bytes ?? 0, sidecar.databaseBytes ?? 0, bytes) / 1024;
  return 1.1 * size + Math.min(size, WAL_KIB) + 64 * MIB;
}

/** What could go for it, what was never live first: databases that rollbacks have left, with their sizes. */
function removable(live: string, { left = new Map() }: BackupStore): readonly (string | Remedy)[] {
  const order = ['shadow', 'undone', 'before'];
  return [...left]
    .flatMap(([name, bytes]) => {
      const kind = retainedDatabaseOf(live, name)?.kind;
      return kind && order.includes(kind) ? [{ name, bytes, at: order.indexOf(kind) }] : [];
    })
    .sort((a, b) => a.at - b.at || b.bytes - a.bytes)
    .flatMap(({ name, bytes }, index) => [
      ...(index === 0 ? [] : [', ']),
      { do: 'prune', database: name } as const,
      ` (${inMib(bytes / 1024)})`,
    ]);
}

/** Why there is no room for the restore, how much is missing where, and what could go. */
export function backupSpaceRefusal(
  { deployment }: Settings,
  store: BackupStore,
  found: Inspection,
  sidecar: Partial<BackupManifest>,
): Refusal | undefined {
  const need = roomNeededKiB(store, sidecar, found);
  const { freeKiB, temporaryKiB, mount = 'the disk of the data' } = store;
  const staging = (1.1 * found.bytes) / 1024;
  const container = `in the container of ${deployment.databaseService}`;
  if (found.place === 'host' && temporaryKiB !== undefined && temporaryKiB < staging)
    return refuse(
      'space.container',
      `not enough disk space for bringing the backup in: ${inMib(staging - temporaryKiB)} are missing in /tmp ${container}`,
      'make room there, or have the backup where the container sees it',
      { got: `${inMib(temporaryKiB)} free`, accepts: inMib(staging) },
    );
  if (freeKiB === undefined || freeKiB >= need) return undefined;
  const could = removable(deployment.database.name, store);
  return refuse(
    'space.database',
    `not enough disk space for the restored database beside the live one: ${inMib(need - freeKiB)} are missing on ${mount} ${container}`,
    could.length > 0
      ? [
          'remove what nobody needs of what rollbacks have left; each tells first what lives only there: ',
          ...could,
        ]
      : `make room on ${mount}; rollbacks have left no database there that could go`,
    { got: `${inMib(freeKiB)} free`, accepts: inMib(need) },
  );
}
