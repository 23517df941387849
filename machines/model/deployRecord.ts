import { z } from 'zod';
import { CommitHash } from './release';

/** A backup that stands on record with a release. */
export const RecordedBackup = z.object({
  path: z.string(),
  sha256: z.string(),
  bytes: z.number(),
  takenAt: z.string(),
});
export type RecordedBackup = z.infer<typeof RecordedBackup>;

/** How Compose had made the containers of a release: in which directory, by which files. */
const RecordedCompose = z.object({
  directory: z.string(),
  files: z.array(z.string()),
  envFiles: z.array(z.string()).default([]),
});
export type RecordedCompose = z.infer<typeof RecordedCompose>;

/** One line of the deploy record, `deployments.jsonl`, in format 1 or 2; docs/journal.md tells of each field. */
export const Deployment = z.object({
  at: z.string().refine((at) => !Number.isNaN(Date.parse(at)), 'a time'),
  commit: CommitHash,
  images: z.record(z.string(), z.string()).default({}),
  /** Format 2: by service the digests by which registries know its image. */
  digests: z.record(z.string(), z.array(z.string())).optional(),
  /** How the deployment ended; a release that did not come up well is no place to go back to. */
  outcome: z.string().optional(),
  /** The release that the deployment's own script rolled back from. */
  rolledBackFrom: z.string().optional(),
  /** Format 2: which release of this host it is, from 1. */
  number: z.number().int().positive().optional(),
  branch: z.string().optional(),
  tag: z.string().optional(),
  subject: z.string().optional(),
  /** Who deployed it: user@host. */
  by: z.string().optional(),
  /** What was unhealthy when it had come up: `NAME is STATE` of a service, `NAME answers CODE` of a call. */
  unhealthy: z.array(z.string()).optional(),
  /** By service Compose's hash of its definition as it ran, and the version of that Compose: another one may hash otherwise. */
  definitions: z.record(z.string(), z.string()).optional(),
  composeVersions: z.record(z.string(), z.string()).optional(),
  /** Compose files and env files, how many containers each service had, and the database's image and volumes. */
  compose: RecordedCompose.optional().catch(undefined),
  containers: z.record(z.string(), z.number().int().positive()).optional().catch(undefined),
  database: z
    .object({ image: z.string(), volumes: z.array(z.string()) })
    .optional()
    .catch(undefined),
  /** Names of the migrations that were applied. */
  migrations: z.array(z.string()).optional(),
  /** The files that Compose read and git does not know, whether their content is kept, and keyed digests of it: never a value. */
  settings: z
    .array(
      z.object({
        path: z.string(),
        kept: z.boolean(),
        digest: z.string().optional(),
        keys: z.record(z.string(), z.string()).optional(),
      }),
    )
    .optional(),
  /** What `checkpoint before` has left: of the release before, and of the data as it was then. */
  before: z
    .object({
      at: z.string(),
      seconds: z.number(),
      /** `healthy`, or what was unhealthy of the release that was left. */
      found: z.string(),
      backup: RecordedBackup.nullable(),
      /** Why there was to be no backup. */
      noBackup: z.string().optional(),
    })
    .nullish(),
});
export type Deployment = z.infer<typeof Deployment>;

/** A line of the deploy record that nobody can read, by its number from 1, and when the releases before and after it came up. */
export interface UnreadLine {
  readonly line: number;
  readonly after?: string;
  readonly before?: string;
}

/** Whether a release came up well; one of which the record does not say is not held against it. */
export const cameUpWell = ({ outcome }: Pick<Deployment, 'outcome'>): boolean =>
  outcome === undefined || outcome === 'healthy';
