import type { Container } from '../model/container';

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
