import { whichProject } from '../../machines/compose/project';
import type { Settings } from '../../machines/config/schema';
import { STATES, stateDirectory } from '../../machines/config/stateDirectory';
import { lines } from '../../machines/detect/observe/decodeFacts';
import type { RawFacts } from '../../machines/model/facts';
import { commandVariables } from '../../resources/script/deploymentVariables';
import { Stop } from '../exit';
import { factsFrom } from './scripts';

/** What the containers that come from a directory tell. */
interface Running {
  /** The Compose projects that they are of. */
  readonly projects: readonly string[];
  /** Where there are none: those that a rollback was begun for in that directory. */
  readonly remembered: readonly string[];
  /** What the host told; the containers of an only project, too, where they were asked for. */
  readonly facts: RawFacts;
}

/** Asks the host what runs from a directory. Throws a Stop with Docker's own words. */
export async function runningFrom(
  directory: string,
  { describe = false, state = '' }: { readonly describe?: boolean; readonly state?: string | undefined } = {},
): Promise<Running> {
  const values = { DIRECTORY: directory, DESCRIBE: describe ? 'yes' : '', STATE: state, STATES };
  const facts = await factsFrom('discover', values, `what runs from ${directory} cannot be looked up:`);
  const error = facts.get('docker.error');
  if (error !== undefined) throw new Stop('docker.unreachable', ['Docker cannot be asked:', error.trim()]);
  const [projects, remembered] = ['projects', 'remembered'].map((name) => lines(facts.get(name)));
  return { projects: projects ?? [], remembered: remembered ?? [], facts };
}

/** The projects of a directory: while everything is down no container tells them. */
async function projectsOf({ directory, stateDirectory: state }: Settings['deployment']) {
  const { projects, remembered } = await runningFrom(directory, { state });
  return projects.length > 0 ? projects : remembered;
}

/** The Compose project: the one that is set, else the only one of the directory. */
export async function projectOf({ deployment }: Settings): Promise<string> {
  const { directory, project } = deployment;
  const which = whichProject(project, project === undefined ? await projectsOf(deployment) : []);
  const line = 'DO     pulumi config set --path deployment.project NAME';
  switch (which.kind) {
    case 'one':
      return which.project;
    case 'none':
      throw new Stop('deployment.no-containers', [
        `which project it is, and so where its journal lies, is not known: no container says that it comes from ${directory}`,
        line,
      ]);
    case 'several':
      throw new Stop('deployment.several-projects', [
        `several projects run from ${directory}: ${which.projects.join(', ')}`,
        line,
      ]);
  }
}

/** The project where a state directory depends on it; Docker is not asked where one is set. */
const projectOfState = async (settings: Settings): Promise<string> =>
  settings.deployment.stateDirectory ? '' : projectOf(settings);

/** The deployment's state directory on its host. */
export const stateOf = async (settings: Settings): Promise<string> =>
  stateDirectory(settings, await projectOfState(settings));

const variablesOf = (settings: Settings, project: string) =>
  commandVariables(settings, { project, files: [settings.deployment.composeFile] });

/** What a command is given that works in the state directory alone. */
export const stateVariables = async (settings: Settings) =>
  variablesOf(settings, await projectOfState(settings));

/** What a command or query is given that asks for the deployment's containers. */
export const hostVariables = async (settings: Settings) => variablesOf(settings, await projectOf(settings));
