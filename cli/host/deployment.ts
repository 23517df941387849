import { projectName } from '../../machines/config/fields';
import type { Settings } from '../../machines/config/schema';
import { stateDirectory } from '../../machines/config/stateDirectory';
import { lines } from '../../machines/detect/observe/decodeFacts';
import type { RawFacts } from '../../machines/model/facts';
import { identityOf } from '../../resources/script/deploymentVariables';
import { Stop } from '../exit';
import { factsFrom } from './scripts';

/** Asks the host for the containers of a directory, and for what those of a project say. Throws a Stop with Docker's own words. */
export async function containerFacts(directory: string, project = ''): Promise<RawFacts> {
  const values = { DIRECTORY: directory, PROJECT: project };
  const facts = await factsFrom('discover', values, `what runs from ${directory} cannot be looked up:`);
  const error = facts.get('docker.error');
  if (error !== undefined) throw new Stop('docker.unreachable', ['Docker cannot be asked:', error.trim()]);
  return facts;
}

/** The Compose projects whose containers say that they come from a directory; a label that can be none is none. */
export async function projectsIn(directory: string): Promise<string[]> {
  const found = lines((await containerFacts(directory)).get('projects'));
  return [...new Set(found)].filter((name) => projectName.safeParse(name).success).sort();
}

/** The Compose project: the one that is set, else the only one whose containers come from the directory. */
async function projectOf({ deployment }: Settings): Promise<string> {
  const { directory, project } = deployment;
  if (project) return project;
  const [found, ...others] = await projectsIn(directory);
  const line = 'DO     pulumi config set --path deployment.project NAME';
  if (found === undefined)
    throw new Stop('deployment.no-containers', [
      `which project it is, and so where its journal lies, is not known: no container says that it comes from ${directory}`,
      line,
    ]);
  if (others.length > 0)
    throw new Stop('deployment.several-projects', [
      `several projects run from ${directory}: ${[found, ...others].join(', ')}`,
      line,
    ]);
  return found;
}

/** The deployment's state directory on its host. */
export const stateOf = async (settings: Settings): Promise<string> =>
  stateDirectory(settings, settings.deployment.stateDirectory ? '' : await projectOf(settings));

/** The deployment as a script needs it that asks for its containers. */
export const hostValues = async (settings: Settings): Promise<Record<string, string>> =>
  identityOf(settings, {
    project: await projectOf(settings),
    files: [settings.deployment.composeFile],
    compose: 'v2',
  });
