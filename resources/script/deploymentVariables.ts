import type { Plan } from '../../machines/model/plan';
import type { Settings } from '../../machines/config/schema';
import { stateDirectory } from '../../machines/config/stateDirectory';
import { part } from './hostScript';

const LINK_PROBE = part('container/link-probe');

const record = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');

/** The deployment as every script on the host needs it, in the order in which scripts read it. */
export function identityOf(
  settings: Settings,
  plan?: Pick<Plan, 'project' | 'files' | 'compose'>,
): Record<string, string> {
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
    COMPOSE: plan?.compose ?? 'v2',
    DATABASE_SERVICE: deployment.databaseService,
    DATABASE_USER: deployment.database.user,
    DATABASE_NAME: deployment.database.name,
    HEALTH: record(deployment.health),
    // What is linked can be probed while facts are collected; a step is told by its pins.
    PROBED: record(deployment.links),
    LINK_PROBE,
    TRIES: '20',
    CRITICAL: record(Object.fromEntries(critical)),
    HEALTH_SCRIPT: deployment.healthScript,
    DEPLOY_SCRIPT: deployment.deployScript,
    ENVIRONMENT: deployment.environment,
  };
}
