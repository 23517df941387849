import type { ComposeModel } from '../model/composeModel';
import { canonical, changedKeys } from './definition';
import { usedBy } from './namedResources';

/** What of a service's definition shows in no container, or is compared on its own. */
const ASIDE = new Set(['build', 'depends_on', 'deploy', 'develop', 'profiles', 'pull_policy', 'scale']);

/** What two definitions have otherwise for a service, by its keys and those of networks, volumes, configs and secrets that it uses. */
export function differencesFor(current: ComposeModel, target: ComposeModel, service: string): string[] {
  const own = changedKeys(current.services[service] ?? {}, target.services[service] ?? {}).filter(
    (key) => !ASIDE.has(key),
  );
  const around = (['networks', 'volumes', 'configs', 'secrets'] as const).flatMap((kind) =>
    usedBy[kind](target, service)
      .filter((key) => canonical(current[kind]?.[key]) !== canonical(target[kind]?.[key]))
      .map((key) => `${kind}.${key}`),
  );
  return [...own.map((key) => `${service}.${key}`), ...around];
}
