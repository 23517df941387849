import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { ConfigError, parseConfig } from '../../config';
import type { Settings } from '../../machines/config/schema';
import { secretPaths, withoutSecrets } from '../../machines/config/secretPaths';
import { Stop } from '../exit';
import type { StackLocation } from './stackLocation';

const NAMESPACE = 'chronos-rollback:';

/**
 * The stack's settings as its file has them: the program gets the same from the engine, which a command that only asks the
 * host does not start. Those of the deployment where the rest is wrong.
 */
export function settingsInFile({ config }: StackLocation): Settings {
  const text = readFileSync(config, 'utf8');
  const read = parse(text) as { config?: Record<string, unknown> } | null;
  const secrets = secretPaths(text);
  // What is secret only the engine can open; nothing that the door itself asks the host needs it.
  const known = withoutSecrets(
    read?.config ?? {},
    secrets.map(([key, ...below]) => [`${NAMESPACE}${key}`, ...below]),
  );
  const raw = Object.entries(known as Record<string, unknown>).flatMap(([key, value]) =>
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
    return parseConfig(Object.fromEntries(raw), secrets);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    if (error.usable) return error.usable;
    throw new Stop(error.code, error.message.split('\n'));
  }
}
