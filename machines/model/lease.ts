import { z } from 'zod';

const time = z.string().refine((at) => !Number.isNaN(Date.parse(at)), 'a time');

/** Who is at work on the deployment, between steps as well; docs/journal.md tells of the file. */
export const Lease = z.object({
  v: z.literal(1),
  rollback: z.string(),
  /** Which stack it is, and who typed it. */
  holder: z.string(),
  user: z.string(),
  since: time,
  /** The state of the machine, and until when it may take. */
  state: z.string(),
  until: time,
});
export type Lease = Omit<z.infer<typeof Lease>, 'v'>;

export const Hold = z.object({
  /** The rollback that left it. */
  id: z.string().regex(/^r-/),
  /** What the deployment's own script must not deploy: the release that was left, or any. */
  mode: z.enum(['release', 'all']),
  commit: z.string().default(''),
  /** The number on record of that release, where only that one of its commit is held. */
  release: z.string().optional(),
  since: z.string().default(''),
  operator: z.string().default(''),
  reason: z.string().default(''),
});
export type Hold = z.infer<typeof Hold>;
