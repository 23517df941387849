import type { ComposeModel } from '../model/composeModel';
import type { Target } from '../model/target';
import { definedCount } from './containerCount';
import { imageReference } from './definition';
import { withTag } from './imageNames';
import { usesNamespaceOf } from './namespaces';

/**
 * The services that a release brings: those that are configured, and of the others that `exist` those that use the same
 * image as one of them, by either definition, or a namespace of one of them, which ends with its container.
 */
export function releaseServices(
  models: readonly ComposeModel[],
  project: string,
  compose: 'v1' | 'v2',
  configured: readonly string[],
  exist: readonly string[],
): string[] {
  const found = [...configured];
  const isOf = (service: string) =>
    models.some((model) => {
      if (!Object.hasOwn(model.services, service)) return false;
      const reference = (name: string) => withTag(imageReference(model, project, name, compose));
      return found.some(
        (one) =>
          usesNamespaceOf(model, service, one) ||
          (Object.hasOwn(model.services, one) && reference(one) === reference(service)),
      );
    });
  for (let more = true; more;) {
    const next = exist.filter((service) => !found.includes(service) && isOf(service));
    found.push(...new Set(next));
    more = next.length > 0;
  }
  return found;
}

/**
 * The services that the target brings up and the release that is left does not: it does not have them, has them behind a
 * profile, or with no container. `usual`: those that come up without being named; nothing is known without.
 */
export function broughtByTarget(
  current: ComposeModel,
  wanted: ComposeModel,
  usual: Target['usual'],
  service: string,
): boolean {
  if (!usual?.target.has(service) || definedCount(wanted, service) === 0) return false;
  return !usual.current.has(service) || definedCount(current, service) === 0;
}
