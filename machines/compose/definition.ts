import { parse } from 'yaml';
import { ComposeModel, Model } from '../model/composeModel';
import { builtName } from './imageNames';
import { namespaceOwners } from './namespaces';

/** Reads the YAML of `docker compose config`. Throws an error when it is not such a document. */
export function parseCompose(yaml: string): ComposeModel {
  return Model.parse(parse(yaml));
}

/** The name by which Compose asks for a service's image; a built one has a default name per major version. */
export function imageReference(
  model: ComposeModel,
  project: string,
  service: string,
  compose: 'v1' | 'v2',
): string {
  return model.services[service]?.image ?? builtName(project, service, compose);
}

/** Whether the image of a service is built from the sources rather than pulled. */
export function isBuilt(model: ComposeModel, service: string): boolean {
  return model.services[service]?.build !== undefined;
}

/** Keys in sorted order at every depth, so that equal definitions are equal text. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

/** Keys whose values differ, sorted. */
export function changedKeys(now: object, then: object): string[] {
  const [a, b] = [now, then] as Record<string, unknown>[];
  const keys = new Set([...Object.keys(now), ...Object.keys(then)]);
  return [...keys].filter((key) => canonical(a?.[key]) !== canonical(b?.[key])).sort();
}

/** Whether a service is defined differently, its image and how that is built left out. */
export function isRedefined(current: ComposeModel, target: ComposeModel, service: string): boolean {
  const definition = (model: ComposeModel) => {
    return canonical({ ...model.services[service], image: undefined, build: undefined });
  };
  return definition(current) !== definition(target);
}

/** Services that are not among those given, and whose definition, image or build differs. */
export function otherChanges(
  current: ComposeModel,
  target: ComposeModel,
  given: readonly string[],
): string[] {
  const all = new Set([...Object.keys(current.services), ...Object.keys(target.services)]);
  const differs = (service: string) =>
    canonical(current.services[service]) !== canonical(target.services[service]);
  return [...all].filter((service) => !given.includes(service) && differs(service)).sort();
}

/** Services so that each comes after those it depends on, or whose namespaces it uses; else in the given order. */
export function dependencyOrder(model: ComposeModel, services: readonly string[]): string[] {
  const ordered: string[] = [];
  const visit = (service: string, path: readonly string[]) => {
    if (path.includes(service)) return;
    const needs = model.services[service]?.depends_on ?? [];
    const owners = namespaceOwners(model, service).map(({ owner }) => owner);
    const all = [...(Array.isArray(needs) ? needs : Object.keys(needs)), ...owners];
    for (const need of all) visit(need, [...path, service]);
    if (services.includes(service) && !ordered.includes(service)) ordered.push(service);
  };
  for (const service of services) visit(service, []);
  return ordered;
}
