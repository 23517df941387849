import { z } from 'zod';

/** A full git commit hash. Short hashes, branches and tags are requests, never pins. */
export const CommitHash = z.string().regex(/^[0-9a-f]{40}$/, 'a commit of 40 hexadecimal digits');
/** Stands in a plan for the commit where git does not tell which one is checked out. */
export const NO_COMMIT = '0'.repeat(40);
export const isCommit = (text: string): boolean => CommitHash.safeParse(text).success;

/** A Docker image id: the SHA-256 of the image's configuration, the same on every host. */
export const ImageId = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'an image id, sha256: and 64 hexadecimal digits');

/** A release as git and the deploy record know it. */
export const Release = z.object({
  commit: CommitHash,
  /** A tag or branch that names it, when there is one. */
  name: z.string().optional(),
  subject: z.string(),
  /** Its number on record, where that tells it from others of the same commit. */
  number: z.number().int().positive().optional(),
});
export type Release = z.infer<typeof Release>;
