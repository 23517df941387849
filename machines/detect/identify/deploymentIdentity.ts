import type { Settings } from '../../config/schema';
import type { Facts } from '../../model/facts';
import { hostRefusal } from './hostRefusals';
import { composeFiles } from '../../compose/composeFiles';
import { type Refusal, refuse } from '../../model/refusal';

/** The deployment as its running containers describe it. */
export interface Identity {
  readonly project: string;
  readonly files: readonly string[];
  readonly compose: 'v1' | 'v2';
}

/**
 * Tells which deployment this is by the labels of its containers, or while an attempt has all of it down by that one's
 * plan; or what stands in the way of
 * looking at it at all. Nothing is guessed: what contradicts the labels is refused.
 */
export function identify(settings: Settings, facts: Facts): Identity | Refusal {
  return hostRefusal(settings, facts) ?? fromLabels(settings, facts);
}

function fromLabels(settings: Settings, facts: Facts): Identity | Refusal {
  const { deployment } = settings;
  const { projects, containers, compose } = facts;
  const project = deployment.project ?? projects[0];
  if (!project || containers.length === 0) {
    const down = facts.attempts.at(-1);
    // A restart of everything that was cut off: what it is, its plan says.
    if (down && !down.outcome && down.plan.project === project) {
      return { project, files: down.plan.files, compose: down.plan.compose };
    }
    return refuse(
      'deployment.no-containers',
      `no container of a deployment in ${deployment.directory} exists`,
      { do: 'look', at: 'compose-labels' },
      {
        ...(deployment.project ? { got: `config "deployment.project" ${deployment.project}` } : {}),
        accepts: 'a directory in which Compose has made containers',
      },
    );
  }
  if (projects.length > 1 && !deployment.project) {
    return refuse(
      'deployment.several-projects',
      `several projects run from ${deployment.directory}`,
      { do: 'set', key: 'deployment.project', value: projects[0] ?? '' },
      { got: projects.join(', ') },
    );
  }
  if (projects.length > 0 && !projects.includes(project)) {
    return refuse(
      'config.other-project',
      'config "deployment.project" contradicts the containers',
      { do: 'unset', key: 'deployment.project' },
      { got: project, accepts: projects.join(', ') },
    );
  }
  const labels = composeFiles(settings, facts);
  if ('what' in labels) return labels;
  const wanted = containers[0]?.composeVersion.startsWith('1.') ? 'v1' : 'v2';
  return { project, files: labels.files, compose: compose[wanted] ? wanted : compose.v2 ? 'v2' : 'v1' };
}
