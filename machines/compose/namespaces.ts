import type { ComposeModel } from '../model/composeModel';
import type { Container } from '../model/container';

/** What a service can have in common with the container of another one, by its key in the definition, and what that is called. */
const NAMESPACES = { network_mode: 'network', pid: 'process namespace', ipc: 'IPC namespace' } as const;
type Namespace = (typeof NAMESPACES)[keyof typeof NAMESPACES];

/** A service whose namespace another one uses. */
interface Owner {
  readonly owner: string;
  readonly namespace: Namespace;
  readonly key: keyof typeof NAMESPACES;
}

const KEYS = Object.keys(NAMESPACES) as (keyof typeof NAMESPACES)[];

/** The services whose namespaces one uses, by `service:NAME`: each ends with the container that it belongs to. */
export function namespaceOwners({ services }: ComposeModel, service: string): Owner[] {
  return KEYS.flatMap((key) => {
    const mode = services[service]?.[key];
    const [, owner] = typeof mode === 'string' ? (/^service:(.+)$/.exec(mode) ?? []) : [];
    return owner === undefined ? [] : [{ owner, namespace: NAMESPACES[key], key }];
  });
}

/** Whether one service uses a namespace of another. */
export const usesNamespaceOf = (model: ComposeModel, service: string, other: string): boolean =>
  namespaceOwners(model, service).some(({ owner }) => owner === other);

/** Services, and after them those that use a namespace of one of these, or of one that does: they cannot be without it. */
export function withTenants(model: ComposeModel, services: readonly string[]): string[] {
  const all = [...services];
  for (const one of all)
    all.push(
      ...Object.keys(model.services).filter(
        (service) => !all.includes(service) && usesNamespaceOf(model, service, one),
      ),
    );
  return all;
}

/** The services whose namespaces one uses, and those whose namespaces these use in turn. */
export function allOwners(model: ComposeModel, service: string): Owner[] {
  const found: Owner[] = [];
  const visit = (name: string) => {
    for (const one of namespaceOwners(model, name)) {
      if (found.some(({ owner }) => owner === one.owner)) continue;
      found.push(one);
      visit(one.owner);
    }
  };
  visit(service);
  return found;
}

/**
 * Whether a service has the network, processes or volumes of another one's container: Compose's hash of it has the id of that
 * container, and is another one once that is made again.
 */
export function sharesNamespace(model: ComposeModel, service: string): boolean {
  const { network_mode, ipc, pid, volumes_from } = model.services[service] ?? {};
  const isOthers = [network_mode, ipc, pid].some((mode) => /^(service|container):/.test(String(mode ?? '')));
  return isOthers || (Array.isArray(volumes_from) && volumes_from.length > 0);
}

/** The same of a container that runs. */
export const livesWithOthers = ({
  networkMode,
  pidMode = '',
  ipcMode = '',
  volumesFrom,
}: Pick<Container, 'networkMode' | 'pidMode' | 'ipcMode' | 'volumesFrom'>): boolean =>
  [networkMode, pidMode, ipcMode].some((mode) => mode.startsWith('container:')) ||
  (volumesFrom?.length ?? 0) > 0;
