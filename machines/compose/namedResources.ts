import type { ComposeModel } from '../model/composeModel';
import { changedKeys } from './definition';
import { networkKeys } from './networks';
import { givenTo } from './readFiles';
import { mountsOf } from './volumes';

/** A network or a volume that two definitions have otherwise, and in what. */
export interface ChangedResource {
  readonly kind: 'network' | 'volume';
  readonly name: string;
  readonly keys: readonly string[];
}

/** What of each kind a service uses of what stands beside the services. */
export const usedBy = {
  networks: networkKeys,
  volumes: (model: ComposeModel, service: string): string[] =>
    mountsOf(model, service).flatMap(({ type, source }) =>
      type === 'volume' && source !== '' ? [source] : [],
    ),
  configs: (model: ComposeModel, service: string): string[] => givenTo(model, service, 'configs'),
  secrets: (model: ComposeModel, service: string): string[] => givenTo(model, service, 'secrets'),
} as const;

/** Those of the networks and volumes of services that both definitions have, and have otherwise. */
export function changedResources(
  current: ComposeModel,
  wanted: ComposeModel,
  services: readonly string[],
): ChangedResource[] {
  return (['networks', 'volumes'] as const).flatMap((key) => {
    const used = new Set(
      services.flatMap((service) => [current, wanted].flatMap((model) => usedBy[key](model, service))),
    );
    return [...used].sort().flatMap((name): ChangedResource[] => {
      const [now, then] = [current[key]?.[name], wanted[key]?.[name]];
      if (now === undefined || then === undefined) return [];
      const keys = changedKeys(now ?? {}, then ?? {});
      return keys.length > 0 ? [{ kind: key === 'networks' ? 'network' : 'volume', name, keys }] : [];
    });
  });
}
