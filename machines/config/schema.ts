import { z } from 'zod';
import { STRATEGIES } from '../model/backup';
import {
  absolutePath,
  backupName,
  checkName,
  critical,
  filePath,
  httpUrl,
  planId,
  profileName,
  projectName,
  relativePath,
  seconds,
  serviceName,
  sqlName,
  truth,
  variableName,
  variableValue,
  word,
} from './fields';
import { Request } from '../model/request';
import type { Supply } from './request';

export const Deployment = z
  .strictObject({
    directory: absolutePath
      .default('/opt/chronos-financial')
      .describe('git checkout that runs the deployment'),
    composeFile: relativePath
      .default('docker-compose.production.yml')
      .describe('Compose file, relative to the directory'),
    variables: z
      .record(variableName, variableValue, 'an object: name to text')
      .default({})
      .describe(
        'what the Compose file reads from the shell that deploys: name to text, with `{commit}`, `{commit:7}` or `{tag}` for the release; shown in clear, so what is secret belongs into an env file',
      ),
    envFiles: z
      .array(filePath, 'a list of paths')
      .default([])
      .describe(
        'files that Compose reads instead of `.env`, absolute or relative to the directory; when not set, those that the containers were made with',
      ),
    profiles: z
      .array(profileName, 'a list of names of profiles')
      .default([])
      .describe('profiles that are brought up with everything; what has a container comes up in any case'),
    environment: word('letters, digits, "_", "-"', /^[A-Za-z0-9_-]{1,64}$/)
      .default('production')
      .describe('argument of the health script and of the deploy script'),
    project: projectName.optional().describe('Compose project, when several run from the directory'),
    appServices: z
      .array(serviceName, 'a list of service names')
      .min(1, 'at least one service name')
      .default(['backend', 'frontend'])
      .describe('services that a release brings'),
    databaseService: serviceName
      .default('postgres')
      .transform((name) => (name === 'none' ? undefined : name))
      .describe(
        'the PostgreSQL service, which a code rollback never touches; `none` where the database is managed, of another kind, or not there',
      ),
    database: z
      .strictObject({
        user: sqlName.default('chronos_user').describe('database user'),
        name: sqlName.default('chronos_financial').describe('database name'),
      })
      .prefault({})
      .describe('how the database is reached inside its container'),
    backupDirectory: absolutePath
      .default('/backups/pre-deployment')
      .describe("where backups are, as the database's container sees it, else this host"),
    health: z
      .record(checkName, httpUrl, 'an object: name to URL')
      .default({
        frontend: 'http://frontend:3000/',
        backend: 'http://backend:8080/health',
        transfers: 'http://backend:8080/api/transfers',
      })
      .describe(
        'HTTP probes from outside, read-only: name to URL; a service name as host means its published port',
      ),
    links: z
      .record(serviceName, httpUrl, 'an object: service to URL')
      .default({ frontend: 'http://backend:8080/health' })
      .describe('service to a URL that it must reach inside the network'),
    critical: z
      .record(checkName, critical, 'an object: name to URL or command')
      .default({})
      .describe(
        'checks of critical functionality, run once in verify: name to URL or command, or to an object with `check` and `idempotent`, which may run again',
      ),
    deployScript: relativePath
      .default('deployment/scripts/deploy.sh')
      .describe(
        "the deployment's own deploy script, called with the environment and `--rollback` where it does the revert",
      ),
    healthScript: relativePath
      .default('deployment/scripts/health-check.sh')
      .describe("the deployment's own check, run once in verify when it is there"),
    stateDirectory: absolutePath
      .optional()
      .describe('journal and logs on the host; `/var/lib/chronos-rollback/<project>` when not set'),
  })
  .refine(({ appServices, databaseService }) => !databaseService || !appServices.includes(databaseService), {
    path: ['appServices'],
    error: 'services without the databaseService, which a code rollback never touches',
  });

export type Deployment = z.infer<typeof Deployment>;

export const Timeouts = z.strictObject({
  prepare: seconds.prefault(900).describe('seconds for fetching, building and pulling'),
  stop: seconds.prefault(180).describe('seconds for taking services down, the database with 120 s of grace'),
  restore: seconds.prefault(600).describe('seconds for the swap'),
  revert: seconds.prefault(60).describe('seconds for the checkout'),
  restart: seconds.prefault(180).describe('seconds until all services are healthy'),
  verify: seconds.prefault(60).describe('seconds until all checks pass'),
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
  readonly strategy?: (typeof STRATEGIES)[number] | undefined;
};
