import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { ConfigError, parseConfig } from '../../config';
import type { Settings } from '../../machines/config/schema';
import { Stop } from '../exit';
import type { StackLocation } from './stackLocation';

const NAMESPACE = 'chronos-rollback:';

/**
 * The stack's settings as its file has them: the program gets the same from the engine, which a command that only asks the
 * host does not start. Those of the deployment where the rest is wrong.
 */
export function settingsInFile({ config }: StackLocation): Settings {
  const read = parse(readFileSync(config, 'utf8')) as { config?: Record<string, unknown> } | null;
  const raw = Object.entries(read?.config ?? {}).flatMap(([key, value]) =>
    key.startsWith(NAMESPACE)
      ? [
          [
            key.slice(NAMESPACE.length),
            typeof value === 'object' ? JSON.stringify(value) : String(value),
          ] as const,
        ]
      : [],
  );
  try {
    return parseConfig(Object.fromEntries(raw));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    if (error.usable) return error.usable;
    throw new Stop('config.invalid', error.message.split('\n'));
  }
}
