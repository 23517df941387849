import { posix } from 'node:path';
import type { Deployment, RecordedBackup } from '../../model/deployRecord';
import type { Facts } from '../../model/facts';
import type { Note } from '../../model/note';
import { isoTime } from '../../text/isoTime';
import { calledOnRecord } from '../history/releases';
import type { BackupFile } from '../observe/backupFile';

/** The backup that the record names for a release, as it lies there now, and what is said of that. */
export interface OnRecord {
  /** None where what lies there is not what the record names. */
  readonly found?: { readonly file: BackupFile; readonly recorded: RecordedBackup };
  readonly note: Note;
}

/** A release by which another one was followed, and the backup that `checkpoint before` took in between. */
interface Followed {
  readonly next: Deployment;
  readonly backup: RecordedBackup;
}

/** What followed a release on record, the newest first. */
function followers(
  { deployments }: Pick<Facts, 'deployments'>,
  isIt: (line: Deployment) => boolean,
): Followed[] {
  return deployments
    .flatMap((line, index): Followed[] => {
      const next = deployments[index + 1];
      const backup = next?.before?.backup;
      return isIt(line) && next && backup ? [{ next, backup }] : [];
    })
    .reverse();
}

/** Why a file is not the backup on record; a directory has no size in a list. */
function otherwise(
  { bytes, isDirectory, sidecar }: BackupFile,
  recorded: RecordedBackup,
): string | undefined {
  if (!isDirectory && bytes !== recorded.bytes)
    return `it has ${bytes} bytes now, and ${recorded.bytes} on record`;
  return (sidecar.sha256 ?? recorded.sha256) === recorded.sha256
    ? undefined
    : 'the file beside it has another SHA-256 than the record';
}

/** The file as it is on record: its sidecar tells best when it was taken, then the record. */
const asRecorded = (file: BackupFile, { takenAt }: RecordedBackup): BackupFile =>
  file.takenBy === 'its sidecar'
    ? file
    : { ...file, takenAt: isoTime(Date.parse(takenAt)) ?? file.takenAt, takenBy: 'the record' };

/**
 * The backup that the record names for a release: what was taken before the next one was deployed, and fits by its time.
 * Nothing where no record names one.
 */
export function backupOnRecord(
  facts: Pick<Facts, 'deployments'>,
  files: readonly BackupFile[],
  isIt: (line: Deployment) => boolean,
  fits: (takenAt: string) => boolean,
): OnRecord | undefined {
  const named = followers(facts, isIt).find(
    ({ backup: { takenAt } }) => !Number.isNaN(Date.parse(takenAt)) && fits(takenAt),
  );
  if (!named) return undefined;
  const { next, backup } = named;
  const name = posix.basename(backup.path);
  const file = files.find(({ path }) => posix.normalize(path) === posix.normalize(backup.path));
  const why = file ? otherwise(file, backup) : 'it is not there any more';
  if (!file || why !== undefined)
    return {
      note: {
        code: 'note.backup-not-as-recorded',
        what: `by the record ${name} was taken before ${calledOnRecord(next)} was deployed, but ${why ?? ''}: the match is by time`,
      },
    };
  const found = asRecorded(file, backup);
  const newer = files.find(
    ({ takenAt, inode }) => inode !== file.inode && takenAt > found.takenAt && fits(takenAt),
  );
  const another = newer ? `; by its time ${newer.name}, which is newer, fits, too` : '';
  return {
    found: { file: found, recorded: backup },
    note: {
      code: 'note.backup-by-record',
      what: `by the record ${name} was taken before ${calledOnRecord(next)} was deployed: it is the match${another}`,
    },
  };
}

/** The releases since one came up that were deployed without a backup, and why. */
export function deployedWithoutBackup(
  { deployments }: Pick<Facts, 'deployments'>,
  isIt: (line: Deployment) => boolean,
): Note[] {
  const first = deployments.findIndex(isIt);
  if (first < 0) return [];
  return deployments.slice(first + 1).flatMap((line): Note[] =>
    line.before?.noBackup === undefined
      ? []
      : [
          {
            code: 'note.deployed-without-backup',
            what: `by the record ${calledOnRecord(line)} was deployed without a backup: ${line.before.noBackup}`,
          },
        ],
  );
}
