import { isAbsolute, join } from 'node:path';
import type { Settings } from '../config/schema';
import type { Facts } from '../model/facts';
import { type Refusal, refuse } from '../model/refusal';
import { below, trimmed } from './composeFiles';

/**
 * The env files that Compose is given: those that are configured, else those of the newest container of the app, by its
 * label. Within the checkout they are relative to its directory, so that the target's own is read.
 */
export function envFiles({ deployment }: Settings, facts: Facts): readonly string[] | Refusal {
  const { directory, appServices } = deployment;
  const made = facts.containers.find(({ service }) => appServices.includes(service)) ?? facts.containers[0];
  const from = deployment.envFiles.length > 0 ? deployment.envFiles : (made?.envFiles ?? []);
  const base = deployment.envFiles.length > 0 ? directory : (made?.directory ?? directory);
  const roots = [directory, facts.directory ?? directory].map(trimmed);
  const files = from.map((file) => below(roots, isAbsolute(file) ? file : join(base, file)));
  const odd = files.find((file) => /[\s*?[\]]/.test(file));
  if (odd === undefined) return files;
  return refuse(
    'compose.odd-name',
    `the name of the env file "${odd}" has white space or a glob character`,
    'rename the file and bring the deployment up with it',
    { got: odd, accepts: 'names without white space, "*", "?", "[" and "]"' },
  );
}
