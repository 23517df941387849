import { posix } from 'node:path';
import { z } from 'zod';
import type { ComposeModel } from '../model/composeModel';
import type { Container } from '../model/container';

/** What a container has mounted, `name or source:destination`. */
export const volumesOf = ({ mounts }: Pick<Container, 'mounts'>): string[] =>
  mounts.map(({ name, source, destination }) => `${name || source}:${destination}`).sort();

const Long = z.looseObject({ type: z.string(), source: z.string().default(''), target: z.string() });
const Kept = z.looseObject({ source: z.string(), target: z.string().optional() });

/** A mount of a definition: the source as it is written there, a key of the top-level volumes or a path. */
interface Mount {
  readonly type: string;
  readonly source: string;
  readonly destination: string;
}

const path = (text: string): string => posix.normalize(text).replace(/(?<=.)\/$/, '');

/** The mounts of a service, in either spelling of Compose's `config`. */
export function mountsOf({ services }: ComposeModel, service: string): Mount[] {
  const listed: unknown = services[service]?.volumes;
  return (Array.isArray(listed) ? listed : []).flatMap((mount: unknown): Mount[] => {
    if (typeof mount === 'string') {
      const [first = '', second] = mount.split(':');
      const [source, destination] = second === undefined ? ['', first] : [first, second];
      const type = source.startsWith('/') ? 'bind' : 'volume';
      return [{ type, source: type === 'bind' ? path(source) : source, destination: path(destination) }];
    }
    const { data } = Long.safeParse(mount);
    if (!data) return [];
    const { type, source, target } = data;
    return [{ type, source: type === 'bind' ? path(source) : source, destination: path(target) }];
  });
}

/** What Docker calls a volume of the definition: an external one as it says, one of its own after the project. */
export function volumeName(model: ComposeModel, project: string, key: string): string {
  const { name, external } = model.volumes?.[key] ?? {};
  if (name !== undefined) return name;
  if (typeof external === 'object') return external.name ?? key;
  return external ? key : `${project}_${key}`;
}

/** What a definition has a service mount, as `volumesOf` tells of a container; anonymous volumes left out. */
export function definedVolumes(model: ComposeModel, project: string, service: string): string[] {
  return mountsOf(model, service)
    .filter(({ type, source }) => type !== 'volume' || source !== '')
    .map(({ type, source, destination }) => {
      const name = type === 'volume' ? volumeName(model, project, source) : source;
      return `${name}:${destination}`;
    })
    .sort();
}

/** Where a definition puts the files of secrets and configs: Compose mounts those, too. */
export function filesPutIn({ services }: ComposeModel, service: string): string[] {
  const places = (key: 'secrets' | 'configs', directory: string): string[] => {
    const listed: unknown = services[service]?.[key];
    return (Array.isArray(listed) ? listed : []).flatMap((entry: unknown) => {
      const { data } = Kept.safeParse(typeof entry === 'string' ? { source: entry } : entry);
      return data ? [posix.resolve(directory, data.target ?? data.source)] : [];
    });
  };
  return [...places('secrets', '/run/secrets'), ...places('configs', '/')];
}

const Local = z.looseObject({ driver_opts: z.looseObject({ device: z.string() }) });

/** The directories of the host that a service has mounted as named volumes. */
export function devicesOf(model: ComposeModel, service: string): string[] {
  return mountsOf(model, service).flatMap(({ type, source }) => {
    const volume = type === 'volume' ? Local.safeParse(model.volumes?.[source]).data : undefined;
    return volume?.driver_opts.device.startsWith('/') ? [volume.driver_opts.device] : [];
  });
}

/** Where a container has a volume that nobody has named, as its image may declare them: Docker calls it by a hash. */
export const declaredVolumes = ({ mounts }: Pick<Container, 'mounts'>): string[] =>
  mounts.flatMap(({ type, name, destination }) =>
    type === 'volume' && /^[0-9a-f]{64}$/.test(name) ? [destination] : [],
  );

/** Where a service has an anonymous volume, which Compose carries over to each container that it makes anew. */
export const anonymousVolumes = (model: ComposeModel, service: string): string[] =>
  mountsOf(model, service).flatMap(({ type, source, destination }) =>
    type === 'volume' && source === '' ? [destination] : [],
  );
