import { type Backup, FORMATS, PACKINGS } from '../../model/backup';
import { lines } from './decodeFacts';
import type { RawFacts } from '../../model/facts';
import { type DumpHeader, type DumpOutline, readHeader, readOutline } from '../../postgres/dump';
import { parsePairs } from './backupStore';

/** What cannot be restored: a dump of a whole server, an empty file, and what is no backup. */
const UNRESTORABLE = ['cluster', 'empty', 'none'] as const;

/** What backup.sh tells of one backup, read to its end where there was time. */
export interface Inspection extends Omit<DumpHeader, 'error'>, Omit<DumpOutline, 'version'> {
  /** Where it is; absent when it is in neither place. */
  readonly place?: 'container' | 'host';
  readonly bytes: number;
  readonly format: Backup['format'] | (typeof UNRESTORABLE)[number];
  readonly packed: Backup['packed'];
  readonly sha256: string;
  /** Why its header cannot be read. */
  readonly headerError?: string;
  /** What is wrong with it, by the tool that read it. */
  readonly damage?: string;
  /** It was not read to its end in time. */
  readonly isUnread: boolean;
  /** By table: rows of the live database written since its snapshot, and rows that are as they were. */
  readonly since?: ReadonlyMap<string, readonly [written: number, kept: number]>;
  /** By table: rows that only the live database has, and rows that only the backup has. */
  readonly compared?: ReadonlyMap<string, readonly [written: number, gone: number]>;
}

/** What nobody knows how to restore is no backup. */
function kindOf(format: string | undefined, packing = ''): Pick<Inspection, 'format' | 'packed'> {
  const known = [...FORMATS, ...UNRESTORABLE].find((one) => one === format);
  const packed = PACKINGS.find((one) => one === packing);
  return known !== undefined && packed !== undefined
    ? { format: known, packed }
    : { format: 'none', packed: '' };
}

/** Parses what backup.sh printed. */
export function parseInspection(raw: RawFacts): Inspection {
  const { error, version: archived, ...header } = readHeader(lines(raw.get('backup.header')));
  const { version: written, ...outline } = readOutline(lines(raw.get('backup.outline')));
  const place = raw.get('backup.place');
  const version = archived ?? written;
  const damage = raw.get('backup.damage');
  const since = parsePairs(raw, 'db.since');
  const compared = parsePairs(raw, 'db.compared');
  return {
    ...(place === 'container' || place === 'host' ? { place } : {}),
    bytes: Number(raw.get('backup.bytes')) || 0,
    ...kindOf(raw.get('backup.format'), raw.get('backup.packed')),
    sha256: (raw.get('backup.sha256') ?? '').trim(),
    ...header,
    ...outline,
    ...(version ? { version } : {}),
    ...(error ? { headerError: error } : {}),
    ...(damage === undefined ? {} : { damage }),
    isUnread: raw.has('backup.unread'),
    ...(since ? { since } : {}),
    ...(compared ? { compared } : {}),
  };
}
