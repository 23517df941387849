import { isInPlace } from '../../model/backup';
import { numberNamed } from '../../config/request';
import type { Deployment, RecordedBackup } from '../../model/deployRecord';
import type { Facts } from '../../model/facts';
import type { Note } from '../../model/note';
import type { Request } from '../../model/request';
import { shortHash } from '../history/releases';
import { releaseEvents, releasesOnData } from '../history/releaseEvents';
import { unreadBetween, unreadWords } from '../history/unreadRecord';
import { OPEN, type Remedy } from '../../model/remedy';
import { type Refusal, refuse } from '../../model/refusal';
import type { Settings } from '../../config/schema';
import type { BackupManifest } from '../observe/backupManifest';
import type { BackupStore } from '../observe/backupStore';
import type { BackupFile } from '../observe/backupFile';
import { backupOnRecord, deployedWithoutBackup } from './backupOnRecord';
import { minuteOf } from '../../text/isoTime';

/** The backup that a request comes to: a known file, or a path that is looked at next. */
export type Chosen = Pick<BackupFile, 'path'> & {
  readonly file?: BackupFile;
  /** What the record has of it, where the record names it for the target. */
  readonly recorded?: RecordedBackup;
  readonly notes?: readonly Note[];
};

const SHOWN = 5;
/** `database_20261125_020000.sql of 2026-11-25 02:00 UTC`. */
const named = ({ name, takenAt }: BackupFile): string => `${name} of ${minuteOf(takenAt)} UTC`;

/** When a release first came up, by the record. */
const firstUp = (facts: Facts, commit: string): number =>
  Date.parse(releaseEvents(facts).find((event) => event.commit === commit)?.at ?? '');

/**
 * Why a backup may not fit the release that it is restored for: a later one had been up on that data when it was
 * taken, or this one had not. One of which nobody knows when it was taken, or what was up then, is not doubted.
 */
export function misfit(facts: Facts, commit: string, takenAt: string): string | undefined {
  const first = firstUp(facts, commit);
  if (Number.isNaN(Date.parse(takenAt)) || Number.isNaN(first)) return undefined;
  const later = releasesOnData(facts, takenAt).find((other) => firstUp(facts, other) > first);
  if (later)
    return `the backup was taken after ${shortHash(later)} had come up: it may hold what is to be got rid of`;
  const unread = unreadBetween(facts, new Date(first).toISOString(), takenAt);
  if (unread.length > 0)
    return `${unreadWords(unread)}: another release may have come up before the backup was taken`;
  return Date.parse(takenAt) < first
    ? `the backup was taken before ${shortHash(commit)} was up: it lacks what its migrations have made`
    : undefined;
}

/**
 * The backup's sidecar, as far as it says what was written since: a database that was restored since then has all
 * its rows anew, and neither snapshot nor counters of the backup tell anything of that one.
 */
export function countableManifest(
  { attempts }: Facts,
  { database }: Pick<BackupStore, 'database'>,
  { file }: Chosen,
): Partial<BackupManifest> {
  if (!file) return {};
  const { sidecar, takenAt } = file;
  const isRestored = attempts.some(({ plan, verdicts, begun = [], opened, closed = opened }) => {
    const swap = verdicts.findLast((verdict) => verdict.swap)?.swap;
    // One in place, as older versions did it, may have come so far without saying so.
    const isLive = isInPlace(plan)
      ? swap !== undefined || begun.includes('restore')
      : swap !== undefined && swap.oid === database?.oid;
    return isLive && Date.parse(closed) > Date.parse(takenAt);
  });
  if (!isRestored) return sidecar;
  const { tables: _, snapshot: __, ...rest } = sidecar;
  return rest;
}

const candidates = ({ files }: BackupStore): Partial<Refusal> =>
  files.length > 0 ? { accepts: `one of ${files.slice(0, SHOWN).map(named).join(', ')}; or a path` } : {};

/** Which lines of the record are the target: the one that was named by its number, else those of its commit. */
function linesOf(request: Pick<Request, 'commit'>, commit: string): (line: Deployment) => boolean {
  const named = numberNamed(request);
  return (line) => line.commit === commit && (named === undefined || line.number === named);
}

/**
 * The backup that the record names for the target; else the newest that was taken after the target had come up, and before any
 * later release had on the same data.
 */
function matching(
  facts: Facts,
  store: BackupStore,
  commit: string,
  directory: string,
  isTarget: (line: Deployment) => boolean,
): Chosen | Refusal {
  const next: Remedy = { do: 'update', for: { backup: 'NAME' } };
  if (store.files.length === 0)
    return refuse(
      'backup.none',
      `there is no backup in ${directory}`,
      { do: 'set', key: 'deployment.backupDirectory', value: OPEN },
      { accepts: "a directory with backups, as the database's container sees it, or on this host" },
    );
  const runs = releaseEvents(facts).filter((event) => event.commit === commit);
  if (runs.length === 0)
    return refuse(
      'backup.match-unknown',
      `which backup matches cannot be told: no deploy record says when ${shortHash(commit)} was up`,
      next,
      candidates(store),
    );
  const fits = (takenAt: string) => misfit(facts, commit, takenAt) === undefined;
  const known = backupOnRecord(facts, store.files, isTarget, fits);
  const notes = [...(known ? [known.note] : []), ...deployedWithoutBackup(facts, isTarget)];
  if (known?.found) return { path: known.found.file.path, ...known.found, notes };
  const file = store.files.find(({ takenAt }) => fits(takenAt));
  if (file) return { path: original(file, store).path, file: original(file, store), notes };
  return refuse(
    'backup.no-match',
    `no backup was taken after ${shortHash(commit)} had come up and before a later release had`,
    next,
    {
      got: [`it came up at ${runs.map(({ at }) => at).join(', ')}`, ...notes.map(({ what }) => what)].join(
        '; ',
      ),
      ...candidates(store),
    },
  );
}

/** A moving name, such as `database_latest`, is pinned as the file that it is another name of. */
const original = (file: BackupFile, { files }: BackupStore): BackupFile =>
  files.find(({ inode, name }) => inode === file.inode && !/latest/.test(name)) ?? file;

/** What config "backup" comes to, or why it comes to nothing. */
export function chooseBackup(
  { request, deployment }: Settings,
  facts: Facts,
  store: BackupStore,
  commit: string,
): Chosen | Refusal {
  const { backup } = request;
  const { backupDirectory } = deployment;
  if (backup.startsWith('/')) {
    const file = store.files.find(({ path }) => path === backup);
    return { path: backup, ...(file ? { file } : {}) };
  }
  if (backup === 'matching') return matching(facts, store, commit, backupDirectory, linesOf(request, commit));
  const byName = ({ name }: BackupFile) =>
    backup === 'latest' ? /^database_latest\b/.test(name) : name === backup;
  const dated = store.files.filter(({ name }) => /^\d{8}_\d{6}$/.test(backup) && name.includes(backup));
  const file =
    store.files.find(byName) ??
    (dated.length === 1 ? dated[0] : undefined) ??
    (backup === 'latest' ? store.files[0] : undefined);
  if (file) {
    const pinned = original(file, store);
    return { path: pinned.path, file: pinned };
  }
  return refuse(
    'backup.not-found',
    `config "backup" names no backup in ${backupDirectory}`,
    { do: 'set', key: 'backup', value: 'matching' },
    {
      got: `"${backup}"`,
      ...candidates(store),
    },
  );
}
