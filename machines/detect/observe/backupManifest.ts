import { z } from 'zod';

const count = z.number().nonnegative();

/**
 * What a backup script may write beside a backup, `<file>.json`: of which moment the backup is, so that what was
 * written since can be counted. Everything may be missing; docs/database.md tells of each field.
 */
export const BackupManifest = z.object({
  v: z.literal(1),
  database: z.string().optional(),
  takenAt: z
    .string()
    .refine((at) => !Number.isNaN(Date.parse(at)), 'a time')
    .optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  snapshot: z
    .string()
    .regex(/^\d+:\d+:(\d+(,\d+)*)?$/)
    .optional(),
  databaseBytes: count.optional(),
  tables: z
    .record(
      z.string(),
      z.object({
        rows: count,
        inserted: count.optional(),
        updated: count.optional(),
        deleted: count.optional(),
      }),
    )
    .optional(),
});
export type BackupManifest = z.infer<typeof BackupManifest>;

/** A sidecar from its text, and the SHA-256 of a `<file>.sha256` as sha256sum writes it; one that cannot be read is none. */
export function parseBackupManifest(json: string, sum: string): Partial<BackupManifest> {
  const [, sha256] = /^\\?([0-9a-f]{64})\b/.exec(sum) ?? [];
  let told: unknown;
  try {
    told = JSON.parse(json);
  } catch {
    return sha256 ? { sha256 } : {};
  }
  const { data } = BackupManifest.safeParse(told);
  return { ...(sha256 ? { sha256 } : {}), ...data };
}
