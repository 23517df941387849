import { relative } from 'node:path';
import { type Description, parseDescriptions, USUAL_FILE } from '../../machines/compose/description';
import {
  discoveredServices,
  oneShots,
  serversOf,
  servicesOf,
} from '../../machines/compose/discoveredServices';
import { whichProject } from '../../machines/compose/project';
import { Deployment } from '../../machines/config/deploymentSchema';
import { lines } from '../../machines/detect/observe/decodeFacts';
import { firstDatabase } from '../../machines/postgres/officialImage';
import { isServer } from '../../machines/postgres/server';
import { shellQuote } from '../../machines/text/shellQuote';
import { runningFrom } from './deployment';
import { Stop } from '../exit';

type Discovered =
  'directory' | 'project' | 'composeFile' | 'appServices' | 'backupDirectory' | 'health' | 'links';

/** What the containers of a directory say of their deployment. */
export interface Found {
  /** As configuration. */
  readonly deployment: Partial<Pick<Deployment, Discovered>> & {
    /** `none` where no container runs PostgreSQL. */
    readonly databaseService: string;
    readonly database?: { user: string; name: string };
  };
  /** Services that were taken for no part of a release. */
  readonly others: readonly string[];
  /** Services that have done one thing and ended: they go with a release that brings their image. */
  readonly ended: readonly string[];
}

/** Reads the deployment of a directory from its containers. Throws a Stop when it cannot be told which it is. */
export async function findDeployment(directory: string): Promise<Found> {
  const { projects, facts } = await runningFrom(directory, { describe: true });
  const which = whichProject(undefined, projects);
  if (which.kind === 'none')
    throw new Stop('deployment.no-containers', [
      `no container says that it comes from ${directory}`,
      '--dir takes the directory in which Compose was run, on this machine.',
      ...lines(facts.get('linked')).map((link) => `DO     ./rollback --dir ${shellQuote(link)}`),
    ]);
  if (which.kind === 'several')
    throw new Stop(
      'deployment.several-projects',
      `several projects run from ${directory}: ${which.projects.join(', ')}`,
    );
  const [containers = [], images = [], processes = []] = ['containers', 'images', 'processes'].map((name) =>
    lines(facts.get(name)),
  );
  const described = parseDescriptions(containers, images, processes);
  const tracked = new Set(lines(facts.get('tracked')));
  const found = deploymentFrom(directory, which.project, described, facts.get('directory'), tracked);
  const backups = backupsOf(found, described, lines(facts.get('dumps')));
  return backups === undefined
    ? found
    : { ...found, deployment: { ...found.deployment, backupDirectory: backups } };
}

/**
 * Configuration from what the containers say. `real` is the directory without links, `tracked` are the paths of the host that
 * containers have mounted and git knows.
 */
export function deploymentFrom(
  directory: string,
  project: string,
  containers: readonly Description[],
  real = directory,
  tracked: ReadonlySet<string> = new Set(),
): Found {
  const servers = containers.filter(isServer);
  const apps = discoveredServices(project, containers, servers, tracked);
  if (apps.length === 0)
    throw new Stop(
      'deployment.no-app-service',
      `project ${project} has no service that a release could bring`,
    );
  const database = databaseOf(apps, servers, containers);
  const ended = servicesOf(oneShots(containers).filter((one) => !servers.includes(one)));
  const app = containers.find(({ service }) => apps.includes(service));
  const deployment = {
    directory,
    project,
    composeFile: composeFile(directory, real, app?.files),
    appServices: apps,
    databaseService: database?.service ?? 'none',
    ...(database && { database: firstDatabase(database.variables) }),
  };
  const known = [...apps, ...ended, deployment.databaseService];
  return {
    deployment: { ...deployment, ...(isOfDefaults(deployment) ? {} : { health: {}, links: {} }) },
    others: servicesOf(containers).filter((name) => !known.includes(name)),
    ended,
  };
}

/** Where the database's container sees the newest dump, by lines of container and directory; nothing where it sees none, or where it is usual. */
function backupsOf(
  { deployment }: Found,
  containers: readonly Description[],
  dumps: readonly string[],
): string | undefined {
  const ids = containers.filter(({ service }) => service === deployment.databaseService).map(({ id }) => id);
  const [backups] = dumps
    .map((line) => line.split('\t'))
    .flatMap(([id = '', directory = '']) => (ids.includes(id) ? [directory] : []));
  return backups === Deployment.parse({}).backupDirectory ? undefined : backups;
}

/** A container of the one database that the apps use. Throws a Stop where it cannot be told which that is. */
function databaseOf(
  apps: readonly string[],
  servers: readonly Description[],
  containers: readonly Description[],
): Description | undefined {
  const [service, ...more] = serversOf(apps, servers, containers);
  if (service !== undefined && more.length > 0)
    throw new Stop('deployment.several-databases', [
      `several services run PostgreSQL, and ${apps.join(', ')} may use each: ${[service, ...more].join(', ')}`,
      'Keep a configuration that names the one to restore, with deployment.directory, composeFile, appServices and database:',
      'DO     pulumi config set --path deployment.databaseService NAME',
    ]);
  return servers.find((server) => server.service === service);
}

/** Whether a deployment is the one that the defaults are made for: only there its probes and links have a meaning. */
function isOfDefaults(found: Omit<Found['deployment'], 'health' | 'links'>): boolean {
  const told = ({ composeFile, appServices, databaseService, database }: typeof found) =>
    JSON.stringify([composeFile, appServices, databaseService, database?.user, database?.name]);
  const { databaseService = 'none', ...defaults } = Deployment.parse({});
  return told(found) === told({ ...defaults, databaseService });
}

/** The first Compose file, relative to the directory. */
function composeFile(directory: string, real: string, files: readonly string[] = []): string {
  const [file = USUAL_FILE] = files;
  if (!file.startsWith('/')) return file;
  const inside = [directory, real].map((root) => relative(root, file)).find((path) => !path.startsWith('..'));
  if (inside === undefined)
    throw new Stop('compose.outside', `the Compose file ${file} is not in ${directory}`);
  return inside;
}
