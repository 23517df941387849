import { z } from 'zod';
import { STRATEGIES } from './backup';
import { SETTINGS } from './settings';
import { SCENARIOS } from './vocabulary';

/** What Compose is given beside its files, each only where there is some. */
export const Supplied = {
  /** Config `deployment.variables`, as they are written there. */
  variables: z.record(z.string(), z.string()).optional(),
  envFiles: z.array(z.string()).optional(),
  profiles: z.array(z.string()).optional(),
};

/** What the operator typed, before anything was resolved. */
export const Request = z.object({
  commit: z.string(),
  scenario: z.enum(['auto', ...SCENARIOS]),
  /** Services to restart, separated by commas, or `all`; empty for those that are unhealthy. */
  service: z.string().default(''),
  /** The id of the rollback to take back; empty for none. */
  undo: z.string().default(''),
  /** database: `matching`, `latest`, a file name, or a path as the database's container sees it. */
  backup: z.string().default('matching'),
  /** Only in lines of older versions: there is one way, and nothing is compared or written by it. */
  strategy: z.enum(STRATEGIES).optional(),
  /** database: whether the app is stopped before anything else. */
  stopFirst: z.boolean().default(false),
  /** Whose settings come up with a release on record: by what each is for, today's, or all of the release's. */
  settings: z.enum(SETTINGS).default('auto'),
  ...Supplied,
});
export type Request = z.infer<typeof Request>;
