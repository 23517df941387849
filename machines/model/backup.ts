import { z } from 'zod';

export const FORMATS = ['custom', 'directory', 'tar', 'plain'] as const;

/** What a plain backup may be compressed with; with nothing, mostly. */
export const PACKINGS = ['', 'gzip', 'zstd', 'lz4'] as const;

/** How a backup is restored: beside and swapped in. `in-place` is read in the journals of older versions; none is planned. */
export const STRATEGIES = ['shadow', 'in-place'] as const;

/** The backup that a plan restores, pinned: a concrete file and its checksum. */
export const Backup = z.object({
  /** Absolute; as the database's container sees it, or this host where the container does not have it. */
  path: z.string(),
  place: z.enum(['container', 'host']),
  format: z.enum(FORMATS),
  /** What a plain one is compressed with. */
  packed: z.enum(PACKINGS).default(''),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256'),
  bytes: z.number(),
  /** When it was taken, ISO 8601, and what says so. */
  takenAt: z.string(),
  takenBy: z.string(),
  /** PostgreSQL's snapshot of which it is (`txid_current_snapshot()`), where its sidecar has it. */
  snapshot: z.string().default(''),
  strategy: z.enum(STRATEGIES).default('shadow'),
});
export type Backup = z.infer<typeof Backup>;

/** Whether a plan restores in place, as older versions could, or takes such a one back: it is replayed, and nothing else. */
export const isInPlace = ({ backup }: { readonly backup?: Backup | undefined }): boolean =>
  backup?.strategy === 'in-place';

/** What happened to one table since a backup, in rows. */
export const TableLoss = z.object({
  table: z.string(),
  /** New or changed since: they live only in the live database. */
  written: z.number(),
  /** Changed or deleted since: the backup brings them back. */
  gone: z.number(),
  /** Only in lines of older versions: by the server's statistics, in which failed transactions count too. */
  inserted: z.number().optional(),
  updated: z.number().optional(),
  deleted: z.number().optional(),
});
export type TableLoss = z.infer<typeof TableLoss>;

/**
 * Rows that would leave the live database, and how they were counted; `unknown` counts as loss, and `statistics` is only
 * said of none any more.
 */
export const Loss = z.object({
  method: z.enum(['snapshot', 'statistics', 'comparison', 'unknown']),
  rows: z.number(),
  gone: z.number(),
  tables: z.array(TableLoss),
});
export type Loss = z.infer<typeof Loss>;
