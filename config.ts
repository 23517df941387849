import { hostname, userInfo } from 'node:os';
import type { Code } from './machines/model/codes';
import { problemsText, quote } from './machines/config/issues';
import { suppliedBy, SUPPLIES } from './machines/config/request';
import { misplacedSecrets, type Path, secretChecks, withoutSecrets } from './machines/config/secretPaths';
import { Config, type Settings } from './machines/config/schema';
import type { Deployment } from './machines/config/deploymentSchema';

/** A configuration that cannot be used; the message has a line for each field that is wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(
    message: string,
    /** The deployment, where at least that is well-formed: what stands there can still be told. */
    readonly usable?: Settings,
    readonly code: Code = 'config.invalid',
  ) {
    super(message);
  }
}

/** Which of the keys are objects, kept by Pulumi as JSON text. */
const OBJECT_KEYS = new Set(['deployment', 'timeouts']);

/** Objects and lists below them: `pulumi config set --path deployment.links '{}'` keeps the text "{}". */
const NESTED_KEYS = new Set([
  'appServices',
  'database',
  'health',
  'links',
  'critical',
  'variables',
  'envFiles',
  'profiles',
]);

/**
 * Validates raw values by key, of which those at some paths are secret. Throws a ConfigError that names each field, what it
 * got and what it accepts.
 */
export function parseConfig(raw: Readonly<Record<string, string>>, secrets: readonly Path[] = []): Settings {
  const misplaced = misplacedSecrets(secrets);
  if (misplaced.length > 0) throw misplacedError(misplaced);
  try {
    return validate(raw, secrets);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.message, usablePart(raw, secrets));
  }
}

const misplacedError = (paths: readonly Path[]): ConfigError =>
  new ConfigError(
    paths
      .map((path) => {
        const name = path.join('.');
        return `config "${name}" is a secret, and its value would be kept in clear; only checks of "deployment.critical" can be: pulumi config set${path.length > 1 ? ' --path' : ''} ${name} VALUE`;
      })
      .join('\n'),
    undefined,
    'config.secret',
  );

function usablePart(
  { deployment }: Readonly<Record<string, string>>,
  secrets: readonly Path[],
): Settings | undefined {
  try {
    return validate(deployment === undefined ? {} : { deployment }, secrets);
  } catch {
    return undefined;
  }
}

function validate(raw: Readonly<Record<string, string>>, secrets: readonly Path[]): Settings {
  const values = Object.fromEntries(
    Object.entries(raw).map(([key, value]) => [key, parsedValue(key, value)]),
  );
  const parsed = Config.safeParse(values);
  if (!parsed.success) {
    throw new ConfigError(problemsText(parsed.error.issues, withoutSecrets(values, secrets)));
  }
  const { operator, deployment: configured, variables, envFiles, profiles, ...others } = parsed.data;
  const deployment = {
    ...configured,
    variables: suppliedVariables(configured.variables, variables),
    envFiles: envFiles ?? configured.envFiles,
    profiles: profiles ?? configured.profiles,
  };
  const hidden = secretChecks(secrets, Object.keys(configured.critical));
  const supplied = SUPPLIES.filter((key) => parsed.data[key] !== undefined);
  const { commit, scenario, service, undo, backup, stopFirst, settings, ...rest } = others;
  return {
    ...rest,
    deployment: withoutForeignDefaults(deployment, values['deployment']),
    request: { commit, scenario, service, undo, backup, stopFirst, settings, ...suppliedBy(deployment) },
    operator: operator || `${userName()}@${hostname()}`,
    ...(supplied.length > 0 ? { supplied } : {}),
    ...(hidden.length > 0 ? { secretChecks: hidden } : {}),
  };
}

/** Who typed it: also behind sudo, and where the system has no name for the user. */
function userName(): string {
  const { SUDO_USER } = process.env;
  if (SUDO_USER) return SUDO_USER;
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.());
  }
}

function parsedValue(key: string, value: string): unknown {
  if (OBJECT_KEYS.has(key)) return parseObject(key, value);
  return (SUPPLIES as readonly string[]).includes(key) ? parseText(value) : value;
}

/** Those that are configured with those of a request, of which one may be that there is none. */
const suppliedVariables = (
  configured: Deployment['variables'],
  asked: Readonly<Record<string, string | null>> = {},
): Deployment['variables'] =>
  Object.fromEntries(
    Object.entries({ ...configured, ...asked }).filter((pair): pair is [string, string] => pair[1] !== null),
  );

/** CHRONOS's probes and links, where they are not set, only as far as the deployment has such services. */
function withoutForeignDefaults(deployment: Deployment, given: unknown): Deployment {
  const isKept = (name: 'health' | 'links') => Object.hasOwn(given ?? {}, name);
  const own = (urls: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(urls).filter(([, url]) => deployment.appServices.includes(new URL(url).hostname)),
    );
  const { health, links } = deployment;
  const services = Object.entries(own(links)).filter(([service]) => deployment.appServices.includes(service));
  return {
    ...deployment,
    health: isKept('health') ? health : own(health),
    links: isKept('links') ? links : Object.fromEntries(services),
  };
}

function parseObject(key: string, text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value && typeof value === 'object' && !Array.isArray(value) ? withNested(value) : value;
  } catch {
    throw new ConfigError(
      `config "${key}" got ${quote(text)}; it accepts an object: pulumi config set --path ${key}.KEY VALUE`,
    );
  }
}

function withNested(values: object): object {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]: [string, unknown]) => [
      key,
      NESTED_KEYS.has(key) && typeof value === 'string' ? parseText(value) : value,
    ]),
  );
}

function parseText(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value && typeof value === 'object' ? value : text;
  } catch {
    return text;
  }
}
