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
 * Whether the value of a variable decides anything but what containers have in their environment: image, command, ports,
 * mounts, or which services and files there are. All do where nobody can tell.
 */
export function interpolates(written: WrittenModel | undefined): (name: string) => boolean {
  if (!written) return () => true;
  const services = Object.values(written.services).map(({ environment: _, env_file: __, ...rest }) => rest);
  const names = new Set(variablesIn([{ ...written, services: {} }, services]));
  return (name) => OWN.test(name) || names.has(name);
}
