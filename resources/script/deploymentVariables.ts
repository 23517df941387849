import { ASSUMED } from '../../machines/compose/composeCall';
import { PROBE_TRIES } from '../../machines/detect/plan/deadlines';
import { filesOfStep } from '../../machines/detect/plan/filesOfStep';
import { undoTarget } from '../../machines/detect/plan/undoTarget';
import type { Plan } from '../../machines/model/plan';
import type { Step } from '../../machines/model/vocabulary';
import type { Settings } from '../../machines/config/schema';
import { stateDirectory } from '../../machines/config/stateDirectory';
import { part } from './hostScript';

const LINK_PROBE = part('container/link-probe');

const record = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');

/** What scripts are given, by name; where the journal lies the caller needs as well. */
type DeploymentVariables = Record<string, string> & Record<'STATE', string>;

/** What of a plan is said of the deployment, or is known before there is one. */
type PlannedDeployment = Pick<Plan, 'project' | 'files'> &
  Partial<Pick<Plan, 'compose' | 'database' | 'endpoint' | 'envFiles' | 'profiles' | 'variables'>>;

/** The variables that Compose gets where their values tell the release, to be filled in by the script. */
export const variableTexts = ({ deployment }: Settings): Record<string, string> => ({
  VARIABLES: record(deployment.variables),
});

/** The same for the runbook, where there are any: it needs them for releases that only the record has. */
export function runbookVariables(settings: Settings): Record<string, string> {
  const { VARIABLES = '' } = variableTexts(settings);
  return VARIABLES === '' ? {} : { RUNBOOK_VARIABLES: VARIABLES };
}

/** What Compose reads and gets in an undo, which returns to another release than the plan goes to. */
export function valuesOfUndo(plan: Plan): Record<string, string> {
  const { files, otherFiles, variables, envFiles } = undoTarget(plan);
  return {
    FILES: files.join(' '),
    ...(otherFiles ? { OTHER_FILES: otherFiles.join(' ') } : {}),
    VARIABLES: record(variables),
    ENV_FILES: envFiles.join(' '),
  };
}

/** What Compose reads in a step of a plan. */
export const valuesOfStep = (plan: Plan, step: Step | 'undo'): Record<string, string> => ({
  FILES: filesOfStep(plan, step).join(' '),
});

/** The deployment as every script on the host needs it, in the order in which scripts read it. */
export function identityOf(settings: Settings, plan?: PlannedDeployment): DeploymentVariables {
  const { deployment } = settings;
  const project = plan?.project ?? deployment.project ?? '';
  const state = project ? stateDirectory(settings, project) : (deployment.stateDirectory ?? '');
  const critical = Object.entries(deployment.critical).map(
    ([name, { check, idempotent }]) => [name, `${idempotent ? 'again' : 'once'}:${check}`] as const,
  );
  return {
    DIRECTORY: deployment.directory,
    STATE: state,
    PROJECT: project,
    FILES: (plan?.files ?? [deployment.composeFile]).join(' '),
    ENV_FILES: (plan?.envFiles ?? []).join(' '),
    PROFILES: (plan?.profiles ?? []).join(' '),
    VARIABLES: record(plan?.variables?.to ?? {}),
    COMPOSE: plan?.compose ?? ASSUMED,
    ...(plan?.endpoint ? { DOCKER_HOST: plan.endpoint } : {}),
    DATABASE_SERVICE: deployment.databaseService ?? '',
    DATABASE_USER: deployment.database.user,
    // A plan keeps the name that it was made with, whatever is configured since.
    DATABASE_NAME: plan?.database?.name || deployment.database.name,
    HEALTH: record(deployment.health),
    TRIES: String(PROBE_TRIES),
    CRITICAL: record(Object.fromEntries(critical)),
    ...(settings.secretChecks ? { SECRET_CHECKS: settings.secretChecks.join('\n') } : {}),
    HEALTH_SCRIPT: deployment.healthScript,
    DEPLOY_SCRIPT: deployment.deployScript,
    ENVIRONMENT: deployment.environment,
  };
}

/**
 * What every command is given: the deployment, and who acts on it. No step has this in its script: another operator would
 * have Pulumi run it again.
 */
export const commandVariables = (
  settings: Settings,
  plan?: Parameters<typeof identityOf>[1],
): DeploymentVariables & Record<'OPERATOR', string> => ({
  ...identityOf(settings, plan),
  OPERATOR: settings.operator,
});

/** What is linked, for the query that probes links while it collects facts; a step has its links by its pins. */
export const linksToProbe = ({ deployment }: Settings): Record<string, string> => ({
  PROBED: record(deployment.links),
  LINK_PROBE,
});

/** What `checkpoint` is given: no more than it needs, as it is kept on the host. */
export function checkpointVariables(
  settings: Settings,
  project: string,
): Record<string, string> & Record<'STATE', string> {
  const { STATE, DIRECTORY, PROJECT, DATABASE_SERVICE, DATABASE_USER, DATABASE_NAME, HEALTH } = identityOf(
    settings,
    { project, files: [settings.deployment.composeFile] },
  );
  return {
    ...{ STATE, DIRECTORY, PROJECT, DATABASE_SERVICE, DATABASE_USER, DATABASE_NAME, HEALTH },
    BACKUPS: settings.deployment.backupDirectory,
    ...runbookVariables(settings),
  } as Record<string, string> & Record<'STATE', string>;
}
