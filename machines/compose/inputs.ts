import { posix } from 'node:path';
import type { ComposeModel } from '../model/composeModel';
import { readFiles } from './readFiles';

const ENVIRONMENT_FILE = /(^|\/)(\.env[^/]*|[^/]*\.env)$/;

/**
 * A path of the host as the repository has it, `.` for its uppermost directory; undefined where it lies outside.
 * `directory` is the deployment's, `below` its place in the repository: empty, or ended by a slash.
 */
export function inRepository(directory: string, below: string, path: string): string | undefined {
  const relative = posix
    .join(below, posix.relative(directory, posix.resolve(directory, path)))
    .replace(/(?<=.)\/$/, '');
  return relative.startsWith('..') ? undefined : relative;
}

/** Which of the paths of a repository lie at or below one of these, or are a link on the way there. */
export const among = (paths: Iterable<string>, places: readonly string[]): string[] =>
  [...paths].filter((path) =>
    places.some(
      (place) =>
        place === '.' || path === place || path.startsWith(`${place}/`) || place.startsWith(`${path}/`),
    ),
  );

/**
 * Those of the paths in a repository that Compose reads to bring a deployment up: its files, environment files, and what
 * services have mounted from there or are given.
 */
export function inputsAmong(
  paths: readonly string[],
  model: ComposeModel,
  files: readonly string[],
  directory: string,
  below = '',
): string[] {
  const read = Object.keys(model.services)
    .flatMap((service) => readFiles(model, service))
    .flatMap((path) => inRepository(directory, below, path) ?? [])
    .filter((place) => place !== '.');
  const given = new Set(among(paths, read));
  return paths.filter(
    (path) =>
      files.some((file) => posix.join(below, file) === path) ||
      ENVIRONMENT_FILE.test(path) ||
      given.has(path),
  );
}
