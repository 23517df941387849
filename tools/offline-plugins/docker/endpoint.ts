import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { CheckResult, DiffResult, ProviderConfig } from '../shared/plugin';
import { diffProps } from '../shared/property-diff';
import { isUnknown, plainProps, type Props, type Value } from '../shared/values';

/** Which Docker a provider talks to. */
export interface Endpoint {
  host: string;
  sshOpts: string[];
  check: boolean;
}

const SERVED = ['host', 'context', 'sshOpts', 'disableDockerDaemonCheck'];
const REFUSED = ['caMaterial', 'certMaterial', 'keyMaterial', 'certPath', 'registryAuth'];
const DEFAULT_HOST = 'unix:///var/run/docker.sock';

/** The provider's configuration; `endpoint` is what it came to when the engine configured it. */
export class DockerConfig implements ProviderConfig {
  endpoint: Endpoint = { host: DEFAULT_HOST, sshOpts: [], check: true };

  check(news: Props): CheckResult {
    const failures = Object.keys(settings(news)).flatMap((property) => {
      if (SERVED.includes(property)) return [];
      const reason = REFUSED.includes(property)
        ? `the offline docker plugin does not serve the provider input "${property}"`
        : `could not validate provider configuration: Invalid or unknown key "${property}"`;
      return [{ property, reason }];
    });
    return { inputs: news, failures };
  }

  diff(oldInputs: Props, news: Props): DiffResult {
    const changes = Object.entries(diffProps(settings(oldInputs), settings(news)));
    return {
      changes: Object.fromEntries(changes.map(([path, kind]) => [path, { kind, replace: false }])),
      deleteBeforeReplace: false,
    };
  }

  configure(args: Props): void {
    const { host, context, sshOpts, disableDockerDaemonCheck } = settings(args);
    const contextName = text(context) ?? process.env['DOCKER_CONTEXT'];
    this.endpoint = {
      host: contextName
        ? contextHost(contextName)
        : (text(host) ?? (process.env['DOCKER_HOST'] || DEFAULT_HOST)),
      sshOpts: list(sshOpts) ?? process.env['DOCKER_SSH_OPTS']?.split(/\s+/).filter(Boolean) ?? [],
      check: decoded(disableDockerDaemonCheck) !== true,
    };
  }
}

/** What the program set; the rest is the engine's. */
function settings(props: Props): Props {
  const engines = /^(version|pluginDownloadURL|pluginChecksums|__.*)$/;
  return Object.fromEntries(Object.entries(plainProps(props)).filter(([key]) => !engines.test(key)));
}

/** The engine passes everything but strings as JSON. */
function decoded(value: Value | undefined): unknown {
  return typeof value === 'string' && !isUnknown(value) ? (JSON.parse(value) as unknown) : value;
}

const text = (value: Value | undefined) =>
  typeof value === 'string' && value && !isUnknown(value) ? value : undefined;

const list = (value: Value | undefined) => {
  const found = decoded(value);
  return Array.isArray(found) ? found.map(String) : undefined;
};

function contextHost(name: string): string {
  if (name === 'default') return DEFAULT_HOST;
  const directory = join(homedir(), '.docker', 'contexts', 'meta');
  for (const entry of readdirSync(directory)) {
    const meta = JSON.parse(readFileSync(join(directory, entry, 'meta.json'), 'utf8')) as {
      Name: string;
      Endpoints?: { docker?: { Host?: string } };
    };
    if (meta.Name === name && meta.Endpoints?.docker?.Host) return meta.Endpoints.docker.Host;
  }
  throw new Error(`Error loading Docker context '${name}': context '${name}' not found`);
}
