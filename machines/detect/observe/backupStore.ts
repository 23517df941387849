import { z } from 'zod';
import type { RawFacts } from '../../model/facts';
import { queried } from '../../postgres/queryAnswer';
import { fields } from './decodeFacts';
import { type BackupFile, parseBackupFile } from './backupFile';

/** Somebody who is connected to the database; alike ones are one. */
export interface Session {
  readonly user: string;
  readonly application: string;
  /** Empty for one by the container's own socket. */
  readonly address: string;
  readonly count: number;
  /** How many of them have written what they have not committed; older facts do not tell. */
  readonly writing?: number | undefined;
}

/** What the server has counted since its counters were reset: by table the rows written, and the bytes that it has. */
export interface Writes {
  /** When that was, ISO 8601; empty where nobody knows. */
  readonly since: string;
  readonly tables: ReadonlyMap<
    string,
    {
      readonly inserted: number;
      readonly updated: number;
      readonly deleted: number;
      readonly bytes: number;
    }
  >;
}

/** What backups.sh tells: the database, who is on it, and the backups. */
export interface BackupStore {
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
  /** Of the roles that are connected those that may write to a table; absent where that could not be told. */
  readonly writers?: ReadonlySet<string>;
  /** Prepared transactions, replication slots and subscriptions of the database: kind and name. */
  readonly bound: readonly { readonly kind: string; readonly name: string }[];
  readonly roles: ReadonlySet<string>;
  readonly extensions: ReadonlySet<string>;
  readonly tables: ReadonlySet<string>;
  /** Oid by name of every database of the server. */
  readonly names: ReadonlyMap<string, string>;
  /** Absent where it could not be told. */
  readonly writes?: Writes;
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

/** What backups.sh asks the server, and the live database itself; docs name the columns as they are here. */
const Server = z.object({
  live: z
    .object({
      oid: z.string(),
      versionNumber: z.number(),
      version: z.string(),
      bytes: z.number(),
      isSuperuser: z.boolean(),
      counts: z.boolean(),
      isStandby: z.boolean(),
      isOpen: z.boolean(),
    })
    .nullable(),
  sessions: z.array(
    z.object({
      user: z.string(),
      application: z.string(),
      address: z.string(),
      count: z.number(),
      writing: z.number().optional(),
    }),
  ),
  bound: z.array(z.object({ kind: z.string(), name: z.string() })),
  roles: z.array(z.string()),
  names: z.array(z.object({ name: z.string(), oid: z.string() })),
});
const count = z.number();
const Live = z.object({
  extensions: z.array(z.string()),
  since: z.string().nullable(),
  writers: z.array(z.string()).optional(),
  tables: z.array(
    z.object({ table: z.string(), inserted: count, updated: count, deleted: count, bytes: count }),
  ),
});
const Left = z.array(z.object({ name: z.string(), bytes: count }));

const Pairs = z.array(z.tuple([z.string(), count, count]));
/** Two counts by table; nothing where they could not be told. */
export const parsePairs = (
  raw: RawFacts,
  name: string,
): ReadonlyMap<string, readonly [number, number]> | undefined => {
  const pairs = queried(Pairs, raw, name);
  return pairs && new Map(pairs.map(([table, one, two]) => [table, [one, two]]));
};

const optionalNumber = <K extends string>(key: K, text: string | undefined): { [P in K]?: number } =>
  /^\d+$/.test(text?.trim() ?? '') ? ({ [key]: Number(text) } as { [P in K]: number }) : {};

const writesOf = ({ since, tables }: z.infer<typeof Live>): Writes => ({
  since: since ?? '',
  tables: new Map(tables.map(({ table, ...counts }) => [table, counts])),
});

/** Parses what backups.sh printed of the backups in a directory. */
export function parseBackupStore(raw: RawFacts, directory: string): BackupStore {
  const server = queried(Server, raw, 'db.server');
  const live = queried(Live, raw, 'db.live');
  const since = parsePairs(raw, 'db.since');
  const files = fields(raw.get('backups'), '\t').flatMap((columns) => parseBackupFile(directory, columns));
  return {
    ...(server?.live ? { database: server.live } : {}),
    sessions: server?.sessions ?? [],
    ...(live?.writers ? { writers: new Set(live.writers) } : {}),
    bound: server?.bound ?? [],
    roles: new Set(server?.roles),
    extensions: new Set(live?.extensions),
    tables: new Set(live?.tables.map(({ table }) => table)),
    names: new Map(server?.names.map(({ name, oid }) => [name, oid])),
    ...(live ? { writes: writesOf(live) } : {}),
    ...(since ? { since } : {}),
    left: new Map(queried(Left, raw, 'db.left')?.map(({ name, bytes }) => [name, bytes])),
    ...optionalNumber('freeKiB', raw.get('db.free')),
    ...(raw.get('db.mount')?.trim() ? { mount: raw.get('db.mount')?.trim() ?? '' } : {}),
    ...optionalNumber('temporaryKiB', raw.get('db.temporary')),
    files: files.sort((a, b) => b.takenAt.localeCompare(a.takenAt)),
  };
}
