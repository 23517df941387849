import { isAbsolute, join } from 'node:path';
import type { Settings } from '../config/schema';
import type { RecordedCompose } from '../model/deployRecord';
import type { Facts } from '../model/facts';
import type { Plan } from '../model/plan';
import { OPEN } from '../model/remedy';
import { type Refusal, refuse } from '../model/refusal';
import { composeVersion } from './composeCall';
import { below, trimmed } from './composeFiles';
import { isRenamed } from './filesOfRelease';
import { lookedAt } from './project';
import { minuteOf, newestOf } from '../text/isoTime';

/** Who a deployment is of which no container exists, and what tells that. */
interface IdentityOnRecord {
  readonly project: string;
  readonly files: readonly string[];
  readonly compose: Plan['compose'];
  readonly envFiles?: readonly string[];
  readonly profiles?: readonly string[];
  readonly onRecord: string;
}

/** Who a deployment is by one source, and how that is called. */
interface Source {
  readonly at: string;
  readonly called: string;
  readonly files: readonly string[];
  readonly compose?: Plan['compose'];
  readonly envFiles?: readonly string[] | undefined;
  readonly profiles?: readonly string[] | undefined;
}

/** The Compose files of what a rollback has left: those of its target, unless it was undone. */
const filesLeft = ({ files, targetFiles = files }: Plan, isUndone: boolean) =>
  isUndone ? files : targetFiles;

function byJournal({ attempts }: Facts, project: string): Source[] {
  return attempts
    .filter(({ plan, outcome }) => plan.project === project && outcome !== 'refused')
    .map(({ plan, outcome, opened }) => ({
      at: opened,
      called: `rollback ${plan.id} of ${minuteOf(opened)} UTC`,
      files: filesLeft(plan, outcome === 'undone' && plan.action === 'rollback'),
      compose: plan.compose,
      envFiles: plan.envFiles,
      profiles: plan.profiles,
    }));
}

function byRecord({ deployments }: Facts, place: (made: RecordedCompose, file: string) => string): Source[] {
  return deployments.flatMap(({ at, number, compose: made }) =>
    made && made.files.length > 0
      ? [
          {
            at,
            called: `the deploy record${number === undefined ? '' : `, release #${number}`} of ${minuteOf(at)} UTC`,
            files: made.files.map((file) => place(made, file)),
            envFiles: made.envFiles.map((file) => place(made, file)),
          },
        ]
      : [],
  );
}

/** The configured Compose file, with what Compose reads by itself beside it. */
const byConfiguration = ({ composeFile }: Settings['deployment'], { filesFound = [] }: Facts): Source => ({
  at: '',
  called: 'the configuration',
  files: filesFound.includes(composeFile) ? filesFound : [composeFile],
});

/**
 * Who a deployment is of which no container exists: by the newest line of journal or deploy record that tells, else by the
 * configuration, where that names the project. Nothing where the project is not known; a configuration that contradicts is
 * refused.
 */
export function identityOnRecord(settings: Settings, facts: Facts): IdentityOnRecord | Refusal | undefined {
  const { deployment } = settings;
  const { directory, composeFile } = deployment;
  const project = lookedAt(deployment.project, facts.projects);
  const isContradicted =
    facts.projects.length > 0 && project !== undefined && !facts.projects.includes(project);
  if (project === undefined || facts.projects.length > 1 || isContradicted) return undefined;
  const roots = [directory, facts.directory ?? directory].map(trimmed);
  const place = (made: RecordedCompose, file: string) =>
    below(roots, isAbsolute(file) ? file : join(made.directory, file));
  const source =
    newestOf([...byJournal(facts, project), ...byRecord(facts, place)]) ?? byConfiguration(deployment, facts);
  if (!source.files.includes(composeFile) && !isRenamed(composeFile, source.files, directory, facts)) {
    return refuse(
      'config.other-compose-file',
      'config "deployment.composeFile" contradicts the record',
      { do: 'set', key: 'deployment.composeFile', value: source.files[0] ?? OPEN },
      { got: composeFile, accepts: source.files.join(', ') },
    );
  }
  const configured = (own: readonly string[], recorded: readonly string[] = []) =>
    own.length > 0 ? own : recorded;
  const envFiles = configured(deployment.envFiles, source.envFiles);
  const profiles = configured(deployment.profiles, source.profiles);
  return {
    project,
    files: source.files,
    compose: source.compose ?? composeVersion(facts),
    ...(envFiles.length > 0 ? { envFiles } : {}),
    ...(profiles.length > 0 ? { profiles } : {}),
    onRecord: source.called,
  };
}
