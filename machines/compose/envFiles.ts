import { isAbsolute, join } from 'node:path';
import type { Settings } from '../config/schema';
import type { Facts } from '../model/facts';
import { type Refusal, refuse } from '../model/refusal';
import { below, trimmed } from './composeFiles';

/** Env files as Compose is given them. */
export interface EnvFiles {
  readonly files: readonly string[];
  /** Those that what runs was brought up with, where these are other ones. */
  readonly former?: readonly string[];
}

/** The newest container of the app, whose label tells with which env files it was brought up. */
export const labelledContainer = ({ deployment }: Settings, { containers }: Facts) =>
  containers.find(({ service }) => deployment.appServices.includes(service)) ?? containers[0];

/**
 * The env files that Compose is given: those that are configured, else those of the newest container of the app, by its
 * label. Within the checkout they are relative to its directory, so that the target's own is read.
 */
export function envFiles(settings: Settings, facts: Facts): EnvFiles | Refusal {
  const { directory, envFiles: configured } = settings.deployment;
  const made = labelledContainer(settings, facts);
  const roots = [directory, facts.directory ?? directory].map(trimmed);
  const placed = (files: readonly string[], base: string) =>
    files.map((file) => below(roots, isAbsolute(file) ? file : join(base, file)));
  const labelled = placed(made?.envFiles ?? [], made?.directory ?? directory);
  const files = configured.length > 0 ? placed(configured, directory) : labelled;
  const isOther = files.join(' ') !== labelled.join(' ');
  const odd = files.find(isOdd);
  if (odd === undefined) return { files, ...(isOther && !labelled.some(isOdd) ? { former: labelled } : {}) };
  return refuse(
    'compose.odd-name',
    `the name of the env file "${odd}" has white space or a glob character`,
    'rename the file and bring the deployment up with it',
    { got: odd, accepts: 'names without white space, "*", "?", "[" and "]"' },
  );
}

const isOdd = (file: string): boolean => /[\s*?[\]]/.test(file);
