import { isAbsolute, join, relative } from 'node:path';
import type { Facts } from '../model/facts';
import type { Container } from '../model/container';
import { OPEN } from '../model/remedy';
import { type Refusal, refuse } from '../model/refusal';
import type { Settings } from '../config/schema';
import { composeCall } from './composeCall';
import { isRenamed, madeByThese } from './filesOfRelease';

/** A path below one of the roots as it is there, else as it is. */
export function below(roots: readonly string[], path: string): string {
  const paths = roots.map((root) => relative(root, path));
  return paths.find((one) => !one.startsWith('..')) ?? path;
}

/** A path as it is told: relative to the directory where it lies below. */
export const shownPath = (directory: string, path: string): string =>
  path.startsWith(`${directory}/`) ? relative(directory, path) : path;

export const trimmed = (path: string): string => path.replace(/(?<=.)\/+$/, '');
const listed = (paths: readonly string[]): string => paths.join(', ') || 'none';

/** The containers of app services and database; of the whole project where there is none of those. */
function ownContainers({ appServices, databaseService }: Settings['deployment'], facts: Facts) {
  const own = facts.containers.filter(
    ({ service }) => service === databaseService || appServices.includes(service),
  );
  return own.length > 0 ? own : facts.containers;
}

/**
 * The Compose files by the containers' labels, relative to the checkout. The host scripts run Compose
 * in the checkout with these files: labels that tell of another directory, or disagree, are refused.
 */
export function composeFiles(
  { deployment }: Settings,
  facts: Facts,
): { readonly files: readonly string[] } | Refusal {
  const compose = composeCall(facts, [deployment.composeFile]);
  const roots = [deployment.directory, facts.directory ?? deployment.directory].map(trimmed);
  const directory = (container: Container) => {
    const path = trimmed(container.directory);
    return roots.includes(path) ? deployment.directory : path;
  };
  const inside = (container: Container) => (file: string) => {
    const absolute = isAbsolute(file) ? file : join(container.directory, file);
    return below(roots, absolute);
  };
  const own = ownContainers(deployment, facts).map((container) => ({
    service: container.service,
    directory: directory(container),
    files: container.files.map(inside(container)),
  }));
  const made = madeByThese(own, deployment.directory, facts);
  const [first] = made;
  const files = first?.files ?? [];

  const stray = made.find((one) => one.directory !== first?.directory || listed(one.files) !== listed(files));
  if (first && stray) {
    return refuse(
      'deployment.mixed-origin',
      `the containers of ${stray.service} and ${first.service} were not made by the same Compose files in the same directory`,
      [`bring ${stray.service} up as the others: `, { do: 'bring-up', compose, service: stray.service }],
      {
        got: `${stray.service}: ${listed(stray.files)} in ${stray.directory}`,
        accepts: `${first.service}: ${listed(files)} in ${first.directory}`,
      },
    );
  }
  if (first && first.directory !== deployment.directory) {
    const where = first.directory || 'a directory that the labels do not tell';
    return refuse(
      'deployment.other-directory',
      `Compose was run in ${where}; this version carries out rollbacks only where that is the checkout's directory`,
      ['run Compose in the checkout: ', { do: 'bring-up', compose, directory: deployment.directory }],
      { got: where, accepts: `${deployment.directory}, config "deployment.directory"` },
    );
  }
  const { composeFile } = deployment;
  if (!files.includes(composeFile) && !isRenamed(composeFile, files, deployment.directory, facts)) {
    return refuse(
      'config.other-compose-file',
      'config "deployment.composeFile" contradicts the containers',
      { do: 'set', key: 'deployment.composeFile', value: files[0] ?? OPEN },
      { got: composeFile, accepts: files.join(', ') },
    );
  }
  const outside = files.find((file) => isAbsolute(file));
  if (outside) {
    return refuse(
      'compose.outside',
      `the Compose file ${outside} lies outside the checkout`,
      'keep the Compose files in the repository',
      { accepts: `files below ${deployment.directory}` },
    );
  }
  const odd = files.find((file) => /[\s*?[\]]/.test(file));
  if (odd !== undefined) {
    return refuse(
      'compose.odd-name',
      `the name of the Compose file "${odd}" has white space or a glob character`,
      'rename the file and bring the deployment up with it',
      { got: odd, accepts: 'names without white space, "*", "?", "[" and "]"' },
    );
  }
  return { files };
}
