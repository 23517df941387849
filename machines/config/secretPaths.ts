import { parse } from 'yaml';

/** Where something stands in the configuration: the key, and the names below it. */
export type Path = readonly string[];

const NAMESPACE = 'chronos-rollback:';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value of a stack's file is one that Pulumi has encrypted. */
const isSecure = (value: unknown): boolean =>
  isObject(value) && Object.keys(value).length === 1 && typeof value['secure'] === 'string';

function below(value: unknown, path: Path): Path[] {
  if (isSecure(value)) return [path];
  const entries = Array.isArray(value) ? value.entries() : isObject(value) ? Object.entries(value) : [];
  return [...entries].flatMap(([name, one]) => below(one, [...path, String(name)]));
}

/** What is secret of our keys, by the text of a stack's file. */
export function secretPaths(text: string): Path[] {
  const read = parse(text) as { config?: unknown } | null;
  const all = isObject(read) && isObject(read['config']) ? Object.entries(read['config']) : [];
  return all.flatMap(([key, value]) =>
    key.startsWith(NAMESPACE) ? below(value, [key.slice(NAMESPACE.length)]) : [],
  );
}

/** In the place of what is secret, where it is not known or must not be shown. */
const HIDDEN = '[secret]';

/** A configuration with HIDDEN in the place of what is secret. */
export function withoutSecrets(value: unknown, paths: readonly Path[]): unknown {
  if (paths.some((path) => path.length === 0)) return HIDDEN;
  if (!isObject(value) || paths.length === 0) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      withoutSecrets(
        one,
        paths.flatMap(([first, ...rest]) => (first === name ? [rest] : [])),
      ),
    ]),
  );
}

/** Whether a value may be secret: a check of critical functionality is in the script of a step alone. */
const mayBe = ([key, name, , ...more]: Path): boolean =>
  key === 'deployment' && name === 'critical' && (more.length === 0 || more.join() === 'check');

/** Secrets whose values would be kept in clear: in plans, in the journal, in the state. */
export const misplacedSecrets = (paths: readonly Path[]): Path[] => paths.filter((path) => !mayBe(path));

/** The checks of critical functionality that are secret, of those that there are. */
export const secretChecks = (paths: readonly Path[], names: readonly string[]): string[] =>
  names.filter((name) => paths.some(([key, , check]) => key === 'deployment' && (check ?? name) === name));
