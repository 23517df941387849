import type { Settings } from '../config/schema';
import type { Facts } from '../model/facts';
import type { Plan } from '../model/plan';
import { OPEN } from '../model/remedy';
import { type Refusal, refuse } from '../model/refusal';
import { composeVersion } from './composeCall';
import { composeFiles } from './composeFiles';
import { envFiles } from './envFiles';
import { identityOnRecord } from './identityOnRecord';
import { lookedAt, whichProject } from './project';

/** The deployment as its running containers describe it. */
export interface Identity {
  readonly project: string;
  readonly files: readonly string[];
  readonly compose: 'v1' | 'v2';
  /** Env files that Compose is given instead of `.env`, and profiles; none where it is given none. */
  readonly envFiles?: readonly string[];
  /** The env files that what runs was brought up with, where those are other ones. */
  readonly formerEnvFiles?: readonly string[];
  readonly profiles?: readonly string[];
  /** What tells all of this, where no container exists that does. */
  readonly onRecord?: string;
}

/**
 * Tells which deployment this is by the labels of its containers, or while an attempt has all of it down by that one's
 * plan, or where none exists by what is on record. Nothing is guessed: what contradicts the labels is refused.
 */
export function identityByLabels(settings: Settings, facts: Facts): Identity | Refusal {
  const project = projectByLabels(settings, facts);
  if (typeof project !== 'string') return project;
  const labels = composeFiles(settings, facts);
  if ('what' in labels) return labels;
  const supplied = envFiles(settings, facts);
  if ('what' in supplied) return supplied;
  const { profiles } = settings.deployment;
  return {
    project,
    files: labels.files,
    compose: composeVersion(facts),
    ...(supplied.files.length > 0 ? { envFiles: supplied.files } : {}),
    ...(supplied.former ? { formerEnvFiles: supplied.former } : {}),
    ...(profiles.length > 0 ? { profiles } : {}),
  };
}

/** The same where the containers are only restarted: the Compose files are the configured one, and nothing reads it. */
export function identityByProject(settings: Settings, facts: Facts): Identity | Refusal {
  const project = projectByLabels(settings, facts);
  if (typeof project !== 'string') return project;
  return { project, files: [settings.deployment.composeFile], compose: composeVersion(facts) };
}

/** The project of the containers; all that an open attempt's plan, the record or the configuration tells, while there are none. */
function projectByLabels(settings: Settings, facts: Facts): string | Identity | Refusal {
  const { deployment } = settings;
  const { projects, containers } = facts;
  const which = whichProject(deployment.project, projects);
  if (which.kind === 'none' || containers.length === 0)
    return identityByPlan(settings, facts) ?? identityOnRecord(settings, facts) ?? noContainers(settings);
  if (which.kind === 'several') {
    return refuse(
      'deployment.several-projects',
      `several projects run from ${deployment.directory}`,
      { do: 'set', key: 'deployment.project', value: projects[0] ?? '' },
      { got: projects.join(', ') },
    );
  }
  const { project } = which;
  if (projects.length > 0 && !projects.includes(project)) {
    return refuse(
      'config.other-project',
      'config "deployment.project" contradicts the containers',
      { do: 'unset', key: 'deployment.project' },
      { got: project, accepts: projects.join(', ') },
    );
  }
  return project;
}

/** A restart of everything that was cut off: what it is, its plan says. */
function identityByPlan({ deployment }: Settings, { attempts, projects }: Facts): Identity | undefined {
  const down = attempts.at(-1);
  const project = lookedAt(deployment.project, projects);
  return project && down && !down.outcome && down.plan.project === project
    ? { project, ...given(down.plan) }
    : undefined;
}

const given = ({ files, compose, envFiles, profiles }: Plan): Omit<Identity, 'project'> => ({
  files,
  compose,
  ...(envFiles ? { envFiles } : {}),
  ...(profiles ? { profiles } : {}),
});

const noContainers = ({ deployment }: Settings): Refusal =>
  refuse(
    'deployment.no-containers',
    `no container of a deployment in ${deployment.directory} exists`,
    [
      { do: 'look', at: 'compose-labels' },
      '; where everything is down, and nothing is on record, name the project: ',
      { do: 'set', key: 'deployment.project', value: OPEN },
    ],
    {
      ...(deployment.project ? { got: `config "deployment.project" ${deployment.project}` } : {}),
      accepts: 'a directory in which Compose has made containers',
    },
  );
