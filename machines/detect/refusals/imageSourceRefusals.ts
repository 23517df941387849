import { lackedByBuild } from '../../compose/buildSources';
import type { Facts } from '../../model/facts';
import { shortHash } from '../history/releases';
import type { ServiceChange } from '../../model/serviceChange';
import type { Advice } from '../../model/remedy';
import { type Refusal, refuse } from '../../model/refusal';
import type { Settings } from '../../config/schema';
import { builtNames } from '../../compose/imageNames';
import { lookedAt } from '../../compose/project';
import type { Target } from '../../model/target';

const NEXT: Advice = ['name a release whose images are there: ', { do: 'update', for: { commit: 'HASH' } }];

/** An image that must be built, from sources that the target does not have. */
export function missingSource(
  { deployment }: Settings,
  { directory = deployment.directory }: Facts,
  wanted: Target,
  services: readonly ServiceChange[],
): Refusal | undefined {
  const { target, release } = wanted;
  const roots = [deployment.directory, directory].map((root) => root.replace(/(?<=.)\/+$/, ''));
  for (const { service, source } of services) {
    if (source !== 'build') continue;
    const lacks = lackedByBuild(target?.services[service]?.build, roots, wanted);
    if (lacks === undefined) continue;
    return refuse(
      'image.no-source',
      `the image of ${service} at ${shortHash(release.commit)} is gone and cannot be built: that commit has no ${lacks}`,
      NEXT,
      { accepts: 'a commit that has build directory and Dockerfile of what must be built' },
    );
  }
  return undefined;
}

/**
 * An image that is gone, is not built, and has the name that Compose itself gives to local builds.
 * Whether a registry has any other name cannot be known before it is asked.
 */
export function missingImage(
  { deployment }: Settings,
  { projects }: Facts,
  { release }: Target,
  services: readonly ServiceChange[],
): Refusal | undefined {
  const project = lookedAt(deployment.project, projects) ?? '';
  const isLocal = ({ service, source, reference }: ServiceChange) => {
    const name = reference.replace(/:[^:/]*$/, '');
    return source === 'pull' && builtNames(project, service).includes(name);
  };
  const gone = services.find(isLocal);
  return gone
    ? refuse(
        'image.gone',
        `the image of ${gone.service} at ${shortHash(release.commit)} is gone, and there is no way to make it`,
        NEXT,
        {
          got: `${gone.reference}, the name of a local build, and no "build" in the Compose file`,
          accepts: 'an image that is there, a "build" section, or a name that a registry knows',
        },
      )
    : undefined;
}
