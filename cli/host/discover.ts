import { relative } from 'node:path';
import { builtNames } from '../../machines/compose/imageNames';
import { type Description, parseDescription, USUAL_FILE } from '../../machines/compose/description';
import { whichProject } from '../../machines/compose/project';
import type { Deployment } from '../../machines/config/schema';
import { lines } from '../../machines/detect/observe/decodeFacts';
import { firstDatabase, isServer } from '../../machines/postgres/officialImage';
import { runningFrom } from './deployment';
import { Stop } from '../exit';

type Discovered = 'directory' | 'composeFile' | 'appServices';

/** What the containers of a directory say of their deployment. */
export interface Found {
  /** As configuration. */
  readonly deployment: Partial<Pick<Deployment, Discovered>> & {
    /** `none` where no container runs PostgreSQL. */
    readonly databaseService: string;
    readonly database?: { user: string; name: string };
  };
  /** Services that were taken for no part of a release: their images are not built here. */
  readonly others: readonly string[];
}

/** Reads the deployment of a directory from its containers. Throws a Stop when it cannot be told which it is. */
export async function findDeployment(directory: string): Promise<Found> {
  const { projects, facts } = await runningFrom(directory, { describe: true });
  const which = whichProject(undefined, projects);
  if (which.kind === 'none')
    throw new Stop('deployment.no-containers', [
      `no container says that it comes from ${directory}`,
      '--dir takes the directory in which Compose was run, on this machine.',
    ]);
  if (which.kind === 'several')
    throw new Stop(
      'deployment.several-projects',
      `several projects run from ${directory}: ${which.projects.join(', ')}`,
    );
  const containers = lines(facts.get('containers')).map(parseDescription);
  return deploymentFrom(directory, which.project, containers, facts.get('directory'));
}

/** Configuration from what the containers say. `real` is the directory without links. */
export function deploymentFrom(
  directory: string,
  project: string,
  containers: readonly Description[],
  real = directory,
): Found {
  const database = containers.find(({ image, variables }) => isServer(image, variables));
  const rest = containers.filter((container) => container !== database);
  const built = rest.filter(({ image, service }) =>
    builtNames(project, service).some((name) => image.startsWith(name)),
  );
  const names = (some: readonly Description[]) => [...new Set(some.map(({ service }) => service))].sort();
  const apps = names(built.length > 0 ? built : rest);
  if (apps.length === 0)
    throw new Stop(
      'deployment.no-app-service',
      `project ${project} has no service that a release could bring`,
    );
  return {
    deployment: {
      directory,
      composeFile: composeFile(directory, real, containers[0]?.files),
      appServices: apps,
      databaseService: database?.service ?? 'none',
      ...(database && { database: firstDatabase(database.variables) }),
    },
    others: names(rest).filter((name) => !apps.includes(name)),
  };
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
