import { readFileSync } from 'node:fs';
import * as config from '@pulumi/pulumi/runtime/config';
import { getProject, getStack } from '@pulumi/pulumi/runtime/settings';
import { ConfigError, parseConfig } from '../../config';
import type { Settings } from '../../machines/config/schema';
import { type Path, secretPaths } from '../../machines/config/secretPaths';

/** Part of the module, though not of its published type (@pulumi/pulumi, runtime/config.ts). */
const { isConfigSecret } = config as unknown as { isConfigSecret: (key: string) => boolean };

/**
 * The stack's settings as the engine has given them to this program. Throws a ConfigError as parseConfig does, and where
 * nobody can tell what is secret.
 */
export function settingsFromEngine(): Settings {
  const prefix = `${getProject()}:`;
  const all = Object.entries(config.allConfig());
  const own = all
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, value]) => [key.slice(prefix.length), value] as const);
  const secret = own.map(([key]) => key).filter((key) => isConfigSecret(`${prefix}${key}`));
  return parseConfig(Object.fromEntries(own), secret.flatMap(pathsOf));
}

/** Of a key that has something secret, the paths of that: which values below it are, the engine tells no program. */
function pathsOf(key: string): readonly Path[] {
  if (key !== 'deployment' && key !== 'timeouts') return [[key]];
  const file = process.env['PULUMI_OPTION_CONFIG_FILE'] || `Pulumi.${getStack()}.yaml`;
  const paths = secretPaths(textOf(file)).filter(([first]) => first === key);
  if (paths.length > 0) return paths;
  throw new ConfigError(
    `config "${key}" has a secret, and ${file} does not tell where: name the file by PULUMI_OPTION_CONFIG_FILE, not by --config-file`,
    undefined,
    'config.secret',
  );
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
