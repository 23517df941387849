import type { WrittenModel } from '../model/composeModel';

/** The variables that stand in a value; `$$` stands for a `$`. */
export const variablesIn = (value: unknown): string[] => [
  ...new Set(
    [
      ...(JSON.stringify(value) ?? '').replaceAll('$$', '').matchAll(/\$(?:\{)?([A-Za-z_][A-Za-z0-9_]*)/g),
    ].map(([, name = '']) => name),
  ),
];

/** The variables that Compose itself goes by, out of an env file. */
const OWN = /^COMPOSE_/;

/**
 * A part of the definition down to a depth without what Compose does nothing with; what of that is merged elsewhere stands
 * there, too.
 */
function withoutExtensions(part: unknown, depth = 0): unknown {
  if (part === null || typeof part !== 'object' || Array.isArray(part)) return part;
  const own = Object.entries(part).filter(([key]) => !key.startsWith('x-'));
  return Object.fromEntries(
    own.map(([key, value]: [string, unknown]) => [
      key,
      depth > 0 ? withoutExtensions(value, depth - 1) : value,
    ]),
  );
}

/** Names, and those that their values are made of. */
function withReferences(
  names: readonly string[],
  references: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const all = new Set(names);
  // What is added while a set is gone through comes in its turn.
  for (const name of all) for (const other of references.get(name) ?? []) all.add(other);
  return all;
}

/** The names of an environment, or of the arguments of a build, that have no value there: it is passed on. */
export function passedOn(values: unknown): string[] {
  if (Array.isArray(values)) return values.map(String).filter((one) => !one.includes('='));
  return Object.entries((values ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
    value === null ? name : [],
  );
}

/** All variables that the definition of a service reads, its environment included, and those that their values are made of. */
export const variablesOf = (
  service: Readonly<Record<string, unknown>>,
  references: ReadonlyMap<string, readonly string[]> = new Map(),
): ReadonlySet<string> =>
  withReferences([...variablesIn(service), ...passedOn(service['environment'])], references);

/**
 * Whether the value of a variable decides anything but what containers have in their environment: image, command, ports,
 * mounts, or which services and files there are; by itself, or as part of another one's value. All do where nobody can tell.
 */
export function interpolates(
  written: WrittenModel | undefined,
  references: ReadonlyMap<string, readonly string[]> = new Map(),
): (name: string) => boolean {
  if (!written) return () => true;
  const { services, ...others } = written;
  const own = Object.values(services).map(({ environment: _, env_file: __, ...rest }) =>
    withoutExtensions(rest),
  );
  // Networks, volumes, configs and secrets have names of their own before their keys.
  const names = withReferences(variablesIn([withoutExtensions(others, 2), own]), references);
  return (name) => OWN.test(name) || names.has(name);
}
