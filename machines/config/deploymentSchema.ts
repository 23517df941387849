import { z } from 'zod';
import {
  absolutePath,
  checkName,
  critical,
  filePath,
  httpUrl,
  profileName,
  projectName,
  relativePath,
  serviceName,
  sqlName,
  variableName,
  variableValue,
  word,
} from './fields';

/** The keys below `deployment`. */
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
        'HTTP probes from outside, read-only: name to URL; a service name as host means its published port, and is said there',
      ),
    links: z
      .record(serviceName, httpUrl, 'an object: service to URL')
      .default({ frontend: 'http://backend:8080/health' })
      .describe('service to a URL that it must reach inside the network'),
    critical: z
      .record(checkName, critical, 'an object: name to URL or command')
      .default({})
      .describe(
        'checks of critical functionality, run once in verify: name to URL or command, or to an object with `check` and `idempotent`, which may run again; the only values that may be secrets of Pulumi (`--secret`)',
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
