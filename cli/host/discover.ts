import { relative } from 'node:path';
import { z } from 'zod';
import type { Deployment } from '../../machines/config/schema';
import { lines } from '../../machines/detect/observe/decodeFacts';
import { containerFacts, projectsIn } from './deployment';
import { Stop } from '../exit';

const Inspected = z.object({
  image: z.string(),
  env: z.array(z.string()).nullable(),
  labels: z.record(z.string(), z.string()),
});
type Discovered = 'directory' | 'composeFile' | 'appServices' | 'databaseService';

type Inspected = z.infer<typeof Inspected>;

/** What the containers of a directory say of their deployment. */
export interface Found {
  /** As configuration. */
  readonly deployment: Partial<Pick<Deployment, Discovered>> & { database?: { user: string; name: string } };
  /** Services that were taken for no part of a release: their images are not built here. */
  readonly others: readonly string[];
}

/** Reads the deployment of a directory from its containers. Throws a Stop when it cannot be told which it is. */
export async function findDeployment(directory: string): Promise<Found> {
  const [project, ...more] = await projectsIn(directory);
  if (project === undefined)
    throw new Stop('deployment.no-containers', [
      `no container says that it comes from ${directory}`,
      '--dir takes the directory in which Compose was run, on this machine.',
    ]);
  if (more.length > 0)
    throw new Stop(
      'deployment.several-projects',
      `several projects run from ${directory}: ${[project, ...more].join(', ')}`,
    );
  const facts = await containerFacts(directory, project);
  const containers = lines(facts.get('containers')).map((line) => Inspected.parse(JSON.parse(line)));
  return deploymentFrom(directory, project, containers, facts.get('directory'));
}

const variable = ({ env }: Inspected, name: string): string | undefined =>
  env?.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) || undefined;

const serviceOf = ({ labels }: Inspected): string => labels['com.docker.compose.service'] ?? '';

const isDatabase = (container: Inspected): boolean =>
  variable(container, 'POSTGRES_PASSWORD') !== undefined ||
  variable(container, 'POSTGRES_DB') !== undefined ||
  (variable(container, 'PGDATA') !== undefined && /postgres/.test(container.image));

/** Compose names an image that it builds after project and service. */
const isBuilt =
  (project: string) =>
  (container: Inspected): boolean =>
    [`${project}-`, `${project}_`].some((prefix) =>
      container.image.startsWith(prefix + serviceOf(container)),
    );

/** Configuration from what the containers say. `real` is the directory without links. */
export function deploymentFrom(
  directory: string,
  project: string,
  containers: readonly Inspected[],
  real = directory,
): Found {
  const database = containers.find(isDatabase);
  const rest = containers.filter((container) => container !== database);
  const built = rest.filter(isBuilt(project));
  const names = (some: readonly Inspected[]) => [...new Set(some.map(serviceOf))].sort();
  const apps = names(built.length > 0 ? built : rest);
  if (apps.length === 0)
    throw new Stop(
      'deployment.no-app-service',
      `project ${project} has no service that a release could bring`,
    );
  const user = (database && variable(database, 'POSTGRES_USER')) ?? 'postgres';
  return {
    deployment: {
      directory,
      composeFile: composeFile(directory, real, containers[0]),
      appServices: apps,
      ...(database && {
        databaseService: serviceOf(database),
        database: { user, name: variable(database, 'POSTGRES_DB') ?? user },
      }),
    },
    others: names(rest).filter((name) => !apps.includes(name)),
  };
}

/** The first Compose file, as the label has it: absolute, or as it was typed. */
function composeFile(directory: string, real: string, container: Inspected | undefined): string {
  const file =
    container?.labels['com.docker.compose.project.config_files']?.split(',')[0] ?? 'docker-compose.yml';
  if (!file.startsWith('/')) return file;
  const inside = [directory, real].map((root) => relative(root, file)).find((path) => !path.startsWith('..'));
  if (inside === undefined)
    throw new Stop('compose.outside', `the Compose file ${file} is not in ${directory}`);
  return inside;
}
