import { allConfig } from '@pulumi/pulumi/runtime/config';
import { getProject } from '@pulumi/pulumi/runtime/settings';
import { parseConfig } from '../../config';
import type { Settings } from '../../machines/config/schema';

/** The stack's settings as the engine has given them to this program. Throws a ConfigError as parseConfig does. */
export function settingsFromEngine(): Settings {
  const prefix = `${getProject()}:`;
  const all = Object.entries(allConfig());
  const own = all
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, value]) => [key.slice(prefix.length), value] as const);
  return parseConfig(Object.fromEntries(own));
}
