import { relative } from 'node:path';
import { type ComposeModel, bindSources, isRedefined, otherChanges } from './compose';
import type { Diagnosis } from './diagnosis';
import type { Facts } from './facts';
import { shortHash } from './history';
import type { Risk, ServiceChange } from './model';
import { idleKeys } from './requests';
import type { Settings } from './settings';

/** What the risks of a plan are seen from. */
interface Seen {
  readonly settings: Settings;
  readonly facts: Facts;
  readonly diagnosis: Diagnosis;
  readonly current: ComposeModel;
  readonly wanted: ComposeModel;
  readonly to: string;
  readonly files: readonly string[];
  readonly services: readonly ServiceChange[];
  /** Applied migrations that the target does not know. */
  readonly migrations: readonly string[];
}

const ENVIRONMENT_FILE = /(^|\/)(\.env[^/]*|[^/]*\.env)$/;

/** What Compose reads (its files, environment files, bind mounts) and is modified locally. */
export function modifiedInputs(
  { git, directory = '' }: Facts,
  current: ComposeModel,
  files: readonly string[],
): Risk[] {
  const mounted = bindSources(current)
    .map((source) => relative(directory, source))
    .filter((path) => path !== '' && !path.startsWith('..'));
  const isInput = (file: string) =>
    files.includes(file) ||
    ENVIRONMENT_FILE.test(file) ||
    mounted.some((path) => file === path || file.startsWith(`${path}/`));
  return git.modified.filter(isInput).map((file) => ({
    kind: 'modified',
    what: `${file}, which Compose reads, is modified locally`,
  }));
}

/** What an operator must consent to. */
export function risksOf({ facts, current, files }: Seen): Risk[] {
  return modifiedInputs(facts, current, files).map(({ kind, what }) => ({
    kind,
    what: `${what}; the target's own comes up`,
  }));
}

/** What an operator should know, a sentence each. */
export function remarksOf({
  settings,
  facts,
  diagnosis,
  current,
  wanted,
  to,
  services,
  migrations,
}: Seen): string[] {
  const { appServices, databaseService } = settings.deployment;
  const isSame = ({ service, before, target }: ServiceChange) =>
    target !== undefined && target === before && !isRedefined(current, wanted, service);
  const isLeftWell =
    settings.request.scenario === 'code' && diagnosis.cause === 'healthy' && to !== facts.git.head;
  return [
    ...otherChanges(current, wanted, [...appServices, databaseService]).map(
      (service) => `${service} is not in config "deployment.appServices" and stays as it is`,
    ),
    ...(settings.request.scenario === 'database' ? [] : migrations).map(
      (name) => `migration ${name} stays in the database; ${shortHash(to)} does not know it`,
    ),
    ...idleKeys(settings.request).map((key) => `config "${key}" is for scenario database, and not used here`),
    ...(services.every(isSame) ? ['nothing that runs would change'] : []),
    ...(isLeftWell ? ['nothing is wrong; the release is left all the same'] : []),
  ];
}
