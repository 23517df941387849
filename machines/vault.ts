import { z } from 'zod';
import { lines, type RawFacts } from './parseFacts';
import { queried } from './queried';
import { parseSidecar, type Sidecar } from './sidecar';

/** A backup that is there, before anything of it but its beginning was read. */
export interface BackupFile {
  readonly name: string;
  readonly path: string;
  /** The same for two names of one file. */
  readonly inode: string;
  readonly bytes: number;
  /** ISO 8601, and what says so. */
  readonly takenAt: string;
  readonly takenBy: 'its sidecar' | 'the archive' | 'its name' | 'the time of the file';
  readonly sidecar: Partial<Sidecar>;
}

/** Somebody who is connected to the database; alike ones are one. */
export interface Session {
  readonly user: string;
  readonly application: string;
  /** Empty for one by the container's own socket. */
  readonly address: string;
  readonly count: number;
}

/** What the server has counted since its counters were reset: by table the rows written, and the bytes that it has. */
const Writes = z.object({
  /** When that was, ISO 8601; empty where nobody knows. */
  since: z
    .string()
    .nullable()
    .transform((at) => at ?? ''),
  tables: z
    .array(
      z.object({
        table: z.string(),
        inserted: z.number(),
        updated: z.number(),
        deleted: z.number(),
        bytes: z.number(),
      }),
    )
    .transform((all) => new Map(all.map(({ table, ...counts }) => [table, counts] as const))),
});

/** What backups.sh tells: the database, who is on it, and the backups. */
export interface Vault {
  /** Absent where the database does not answer. */
  readonly database?: {
    readonly oid: string;
    /** `server_version_num`, such as 150018, and as people say it. */
    readonly versionNumber: number;
    readonly version: string;
    readonly bytes: number;
    readonly isSuperuser: boolean;
    /** Whether the server keeps statistics of what is written. */
    readonly counts: boolean;
    readonly isStandby: boolean;
    /** Whether anybody may connect to it: not behind the fence of a rollback that was cut off. */
    readonly isOpen: boolean;
  };
  readonly sessions: readonly Session[];
  /** Prepared transactions, replication slots and subscriptions of the database: kind and name. */
  readonly bound: readonly { readonly kind: string; readonly name: string }[];
  readonly roles: ReadonlySet<string>;
  readonly extensions: ReadonlySet<string>;
  readonly tables: ReadonlySet<string>;
  /** Oid by name of every database of the server. */
  readonly names: ReadonlyMap<string, string>;
  /** Absent where it could not be told. */
  readonly writes?: z.infer<typeof Writes>;
  /** Rows by table that were written since the snapshot that was asked for; absent when that could not be told. */
  readonly since?: ReadonlyMap<string, readonly [written: number, kept: number]>;
  /** The databases that rollbacks have left on the server, each with its size in bytes. */
  readonly left?: ReadonlyMap<string, number>;
  /** Free where the data is, what is mounted there, and free in the container's /tmp; absent when not told. */
  readonly freeKiB?: number;
  readonly mount?: string;
  readonly temporaryKiB?: number;
  /** Newest first by the time at which they were taken. */
  readonly files: readonly BackupFile[];
}

const fields = (text: string | undefined): string[][] => lines(text).map((line) => line.split('\t'));
const decoded = (base64 = ''): string => Buffer.from(base64, 'base64').toString('utf8');
/** The last moment that a Date can hold. */
const LAST_MS = 8.64e15;
const iso = (at: number): string | undefined =>
  Math.abs(at) <= LAST_MS ? new Date(at).toISOString() : undefined;

/** `2026-11-25 02:00:00 UTC`, as pg_restore tells it. */
export const archiveTime = (text: string): string | undefined =>
  iso(Date.parse(text.replace(/ UTC$/, 'Z').replace(' ', 'T')));

/** `database_20261125_020000.sql`. */
function nameTime(name: string): string | undefined {
  const [, year, month, day, hour, minute, second] =
    /(\d{4})(\d\d)(\d\d)[_T-]?(\d\d)(\d\d)(\d\d)/.exec(name) ?? [];
  return year ? iso(Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)) : undefined;
}

function parseFile(directory: string, columns: readonly string[]): BackupFile[] {
  const [name = '', , bytes, changed, inode = '', , made = '', json, sum] = columns;
  if (name === '' || inode === '') return [];
  const sidecar = parseSidecar(decoded(json), decoded(sum));
  const times = [
    [sidecar.takenAt && iso(Date.parse(sidecar.takenAt)), 'its sidecar'],
    [archiveTime(made), 'the archive'],
    [nameTime(name), 'its name'],
    [iso(1000 * Number(changed)), 'the time of the file'],
  ] as const;
  const [takenAt, takenBy] = times.find(([at]) => at) ?? [new Date(0).toISOString(), 'the time of the file'];
  return [
    {
      name,
      path: `${directory.replace(/\/+$/, '')}/${name}`,
      inode,
      bytes: Number(bytes),
      takenAt: takenAt ?? '',
      takenBy,
      sidecar,
    },
  ];
}

function parseSelf(text: string | undefined): Vault['database'] {
  const [oid, number, version = '', bytes, superuser, counts, standby, open] = fields(text)[0] ?? [];
  if (!oid) return undefined;
  return {
    oid,
    versionNumber: Number(number),
    version,
    bytes: Number(bytes),
    isSuperuser: superuser === 't',
    counts: counts === 'on',
    isStandby: standby === 't',
    isOpen: open !== 'f',
  };
}

/** Three columns, name and two counts, of a fact that ends with an empty line; without it, it was cut off and is none. */
export function parsePairs(
  text: string | undefined,
): ReadonlyMap<string, readonly [number, number]> | undefined {
  if (text === undefined || !/(^|\n)\n$/.test(text)) return undefined;
  const rows = fields(text);
  if (rows.some(([, ...counts]) => counts.length !== 2 || !counts.every((one) => /^\d+$/.test(one))))
    return undefined;
  return new Map(rows.map(([name = '', ...counts]) => [name, [Number(counts[0]), Number(counts[1])]]));
}

const optionalNumber = <K extends string>(key: K, text: string | undefined): { [P in K]?: number } =>
  /^\d+$/.test(text?.trim() ?? '') ? ({ [key]: Number(text) } as { [P in K]: number }) : {};

const Left = z.array(z.object({ name: z.string(), bytes: z.number() }));

/** Parses what backups.sh printed of the backups in a directory. */
export function parseVault(raw: RawFacts, directory: string): Vault {
  const database = parseSelf(raw.get('db.self'));
  const since = parsePairs(raw.get('db.since'));
  const writes = queried(Writes, raw, 'db.writes');
  const files = fields(raw.get('backups')).flatMap((columns) => parseFile(directory, columns));
  return {
    ...(database ? { database } : {}),
    sessions: fields(raw.get('db.sessions')).map(([user = '', application = '', address = '', count]) => ({
      user,
      application,
      address,
      count: Number(count),
    })),
    bound: fields(raw.get('db.bound')).map(([kind = '', name = '']) => ({ kind, name })),
    roles: new Set(lines(raw.get('db.roles'))),
    extensions: new Set(lines(raw.get('db.extensions'))),
    tables: new Set(lines(raw.get('db.tables'))),
    names: new Map(fields(raw.get('db.names')).map(([name = '', oid = '']) => [name, oid])),
    ...(writes ? { writes } : {}),
    ...(since ? { since } : {}),
    left: new Map(queried(Left, raw, 'db.left')?.map(({ name, bytes }) => [name, bytes])),
    ...optionalNumber('freeKiB', raw.get('db.free')),
    ...(raw.get('db.mount')?.trim() ? { mount: raw.get('db.mount')?.trim() ?? '' } : {}),
    ...optionalNumber('temporaryKiB', raw.get('db.temporary')),
    files: files.sort((a, b) => b.takenAt.localeCompare(a.takenAt)),
  };
}
