import type { Container } from '../model/container';
import type { Deployment } from '../model/deployRecord';

/**
 * Whether all containers of a service were made by a definition, by Compose's own hash of it; undefined where nobody can
 * tell: there is no container, or one of the two has no hash. A container that is not is made anew by `up`, so the hash
 * also says what the deployment's ordinary command would do.
 */
export function isMadeBy(
  hashes: ReadonlyMap<string, string>,
  containers: readonly Pick<Container, 'service' | 'configHash'>[],
  service: string,
): boolean | undefined {
  const wanted = hashes.get(service);
  const made = containers.filter((container) => container.service === service);
  if (!wanted || made.length === 0 || made.some(({ configHash }) => configHash === '')) return undefined;
  return made.every(({ configHash }) => configHash === wanted);
}

/**
 * Whether a hash of a service by a version of Compose is that of a release on record; undefined where nobody can tell: the
 * record has none, or it is of another version.
 */
export function isAsRecorded(
  { definitions = {}, composeVersions = {} }: Pick<Deployment, 'definitions' | 'composeVersions'>,
  service: string,
  hash: string | undefined,
  version: string | undefined,
): boolean | undefined {
  const recorded = definitions[service];
  if (!recorded || !hash || !version || composeVersions[service] !== version) return undefined;
  return recorded === hash;
}
