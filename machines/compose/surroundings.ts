import { z } from 'zod';
import type { ComposeModel } from '../model/composeModel';
import { canonical } from './definition';
import { mountsOf } from './volumes';

/** What of a service's definition shows in no container, or is compared on its own. */
const ASIDE = new Set(['build', 'depends_on', 'deploy', 'develop', 'profiles', 'pull_policy', 'scale']);

const Used = z.array(
  z.union([z.string(), z.looseObject({ source: z.string() }).transform((one) => one.source)]),
);

/** The keys by which a service uses what stands beside the services. */
function usedBy(
  model: ComposeModel,
  service: string,
): Record<'networks' | 'volumes' | 'configs' | 'secrets', string[]> {
  const { networks, network_mode: mode, configs, secrets } = model.services[service] ?? {};
  const joined = Array.isArray(networks) ? networks : Object.keys(networks ?? {});
  return {
    networks: joined.length === 0 && mode === undefined ? ['default'] : joined,
    volumes: mountsOf(model, service).flatMap(({ type, source }) => (type === 'volume' ? [source] : [])),
    configs: Used.safeParse(configs).data ?? [],
    secrets: Used.safeParse(secrets).data ?? [],
  };
}

/** What two definitions have otherwise for a service, by its keys and those of networks, volumes, configs and secrets that it uses. */
export function differencesFor(current: ComposeModel, target: ComposeModel, service: string): string[] {
  const [now, then] = [current, target].map(
    ({ services }): Record<string, unknown> => services[service] ?? {},
  );
  const own = [...new Set([...Object.keys(now ?? {}), ...Object.keys(then ?? {})])].filter(
    (key) => !ASIDE.has(key) && canonical(now?.[key]) !== canonical(then?.[key]),
  );
  const used = usedBy(target, service);
  const around = (['networks', 'volumes', 'configs', 'secrets'] as const).flatMap((kind) => {
    const differing = used[kind].filter(
      (key) => canonical(current[kind]?.[key]) !== canonical(target[kind]?.[key]),
    );
    return differing.map((key) => `${kind}.${key}`);
  });
  return [...own.map((key) => `${service}.${key}`), ...around];
}
