import { archiveTime } from '../../postgres/dump';
import { isoTime } from '../../text/isoTime';
import { parseBackupManifest, type BackupManifest } from './backupManifest';

/** A backup that is there, before anything of it but its beginning was read. */
export interface BackupFile {
  readonly name: string;
  readonly path: string;
  /** The same for two names of one file. */
  readonly inode: string;
  readonly bytes: number;
  /** Then its size is only that of its list of contents. */
  readonly isDirectory?: true;
  /** ISO 8601, and what says so. */
  readonly takenAt: string;
  readonly takenBy: 'its sidecar' | 'the archive' | 'its name' | 'the time of the file' | 'the record';
  readonly sidecar: Partial<BackupManifest>;
}

const decoded = (base64 = ''): string => Buffer.from(base64, 'base64').toString('utf8');

/** `database_20261125_020000.sql`. */
function nameTime(name: string): string | undefined {
  const [, year, month, day, hour, minute, second] =
    /(\d{4})(\d\d)(\d\d)[_T-]?(\d\d)(\d\d)(\d\d)/.exec(name) ?? [];
  return year ? isoTime(Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)) : undefined;
}

/** Parses what was printed of one file in the directory; nothing where there is none. */
export function parseBackupFile(directory: string, columns: readonly string[]): BackupFile[] {
  const [name = '', kind, bytes, changed, inode = '', , made = '', json, sum] = columns;
  if (name === '' || inode === '') return [];
  const sidecar = parseBackupManifest(decoded(json), decoded(sum));
  const times = [
    [sidecar.takenAt && isoTime(Date.parse(sidecar.takenAt)), 'its sidecar'],
    [archiveTime(made), 'the archive'],
    [nameTime(name), 'its name'],
    [isoTime(1000 * Number(changed)), 'the time of the file'],
  ] as const;
  const [takenAt, takenBy] = times.find(([at]) => at) ?? [new Date(0).toISOString(), 'the time of the file'];
  return [
    {
      name,
      path: `${directory.replace(/\/+$/, '')}/${name}`,
      inode,
      bytes: Number(bytes),
      ...(kind === 'directory' ? { isDirectory: true } : {}),
      takenAt: takenAt ?? '',
      takenBy,
      sidecar,
    },
  ];
}
