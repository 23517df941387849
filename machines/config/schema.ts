import { z } from 'zod';
import { STRATEGIES } from '../model/backup';
import { SETTINGS } from '../model/settings';
import {
  backupName,
  filePath,
  planId,
  profileName,
  seconds,
  truth,
  variableName,
  variableValue,
  word,
} from './fields';
import { Request } from '../model/request';
import type { Supply } from './request';
import { Deployment } from './deploymentSchema';

export const Timeouts = z.strictObject({
  prepare: seconds.prefault(900).describe('seconds for fetching, building and pulling'),
  stop: seconds.prefault(180).describe('seconds for taking services down, the database with 120 s of grace'),
  restore: seconds.prefault(600).describe('seconds for the swap'),
  revert: seconds.prefault(60).describe('seconds for the checkout'),
  restart: seconds
    .prefault(180)
    .describe(
      "seconds until all services are healthy; extended once where a service's own health check allows a slower start",
    ),
  verify: seconds.prefault(60).describe('seconds that each check may take'),
  undo: seconds.prefault(300).describe('seconds until everything stands as before'),
});

/** Every key of the stack's configuration. README.md's table is made equal to it by a test. */
export const Config = z.strictObject({
  commit: word(
    'a hash, tag or branch name, "previous", or a release on record such as "#12"',
    /^#[1-9]\d{0,8}$|^(?!-)(?!.*\.\.)(?!.*@\{)[A-Za-z0-9][A-Za-z0-9._/+@#-]{0,254}$/,
  )
    .default('previous')
    .describe(
      'release to go back to: hash, tag, branch, `previous`, or `#12` for the one of that number on record',
    ),
  scenario: Request.shape.scenario.default('auto').describe('`auto`, `code`, `database` or `infrastructure`'),
  backup: backupName
    .prefault('matching')
    .describe(
      "database: `matching` (the newest of the target's time), `latest`, a file name, or a path as the database's container sees it",
    ),
  service: word(
    'service names separated by commas, or "all"',
    /^$|^[A-Za-z0-9][A-Za-z0-9._-]{0,127}( *, *[A-Za-z0-9][A-Za-z0-9._-]{0,127})*$/,
  )
    .transform((names) => names.replaceAll(' ', ''))
    .prefault('')
    .describe(
      'infrastructure: services to restart, separated by commas, or `all` for down and up; the unhealthy ones, never the database, when not set',
    ),
  confirm: planId.describe('consent to one plan, by its id'),
  undo: planId.describe('id of a rollback to take back'),
  revertWith: z
    .enum(['git', 'script'])
    .default('git')
    .describe("`git`, or `script`: the deployment's own `deployScript` does the revert"),
  hold: z
    .enum(['release', 'all', 'none'])
    .default('release')
    .describe(
      'what the deploy script refuses after a rollback: the `release` that was left, `all`, or `none`',
    ),
  // What older versions asked for: it does nothing, stands in no table, and is told of in a note.
  strategy: z.enum(STRATEGIES).optional(),
  stopFirst: truth.describe(
    'database: the app is stopped before anything else, for a release that is corrupting data',
  ),
  settings: z
    .enum(SETTINGS)
    .default('auto')
    .describe(
      "whose settings come up with a release on record: `auto` (what the definition reads is the release's; what only containers get, and what is secret, is today's), `keep` (today's), `release` (the release's)",
    ),
  reason: word('one line of at most 500 characters', /^[^\0\n\r]{0,500}$/)
    .default('')
    .describe('why, for the audit'),
  operator: word('one line of at most 200 characters', /^[^\0\n\r]{0,200}$/)
    .default('')
    .describe('who, for the audit; user@host when not set'),
  // Without a default they are not declared in Pulumi.yaml: Pulumi would ask for them.
  variables: z
    .record(variableName, variableValue.nullable(), 'an object: name to text')
    .optional()
    .describe(
      'of one request, as JSON: variables beside those of `deployment.variables`; null: that one is not supplied',
    ),
  envFiles: z
    .array(filePath, 'a list of paths')
    .optional()
    .describe('of one request, as JSON: instead of `deployment.envFiles`'),
  profiles: z
    .array(profileName, 'a list of names of profiles')
    .optional()
    .describe('of one request, as JSON: instead of `deployment.profiles`'),
  deployment: Deployment.prefault({}).describe('the deployment; CHRONOS Financial when not set'),
  timeouts: Timeouts.prefault({}).describe('deadline of each step in seconds'),
});

/** The validated configuration, with the request apart from the rest. */
export type Settings = Omit<z.infer<typeof Config>, keyof Request | 'operator'> & {
  readonly request: Request;
  readonly operator: string;
  /** The keys of what is supplied for this request alone. */
  readonly supplied?: readonly Supply[];
  /** The checks of `deployment.critical` that are secret. */
  readonly secretChecks?: readonly string[];
  readonly strategy?: (typeof STRATEGIES)[number] | undefined;
};
