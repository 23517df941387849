import { givenTo } from '../readFiles';
import { filesPutIn, mountsOf, volumeName } from '../volumes';
import { type Compared, compared, type Seen } from './seen';

const isReadOnly = (listed: unknown, target: string): boolean =>
  (Array.isArray(listed) ? listed : []).some(
    (one: { target?: string; read_only?: boolean }) => one.target === target && one.read_only === true,
  );

/** Options of a mount that `docker inspect` tells nowhere, or elsewhere. */
const hasOptions = (listed: unknown): boolean =>
  (Array.isArray(listed) ? listed : []).some(
    (one: unknown) =>
      typeof one !== 'object' ||
      one === null ||
      !['bind', 'volume'].includes((one as { type?: string }).type ?? '') ||
      Object.keys((one as { volume?: object }).volume ?? {}).length > 0 ||
      Object.keys((one as { bind?: object }).bind ?? {}).some((key) => key !== 'create_host_path'),
  );

/** Where configs and secrets are files of the host, Compose mounts those; of others nothing shows what they hold. */
function given({ model, container }: Seen): { readonly mounts: string[]; readonly others: string[] } {
  const { service } = container;
  const places = filesPutIn(model, service);
  const all = (['secrets', 'configs'] as const).flatMap((key) =>
    givenTo(model, service, key).map((name) => ({ key, name, file: model[key]?.[name]?.file })),
  );
  return {
    mounts: all.flatMap(({ file }, at) => (file === undefined ? [] : [`${file}:${places[at] ?? ''}:ro`])),
    others: all.flatMap(({ key, name, file }) => (file === undefined ? [`${key.slice(0, -1)} ${name}`] : [])),
  };
}

/** What is mounted: volumes by name, paths of the host, files of configs and secrets; volumes without a name by their place. */
export function mounts(seen: Seen): Compared {
  const { model, project, definition, container, made, image } = seen;
  const listed = definition['volumes'];
  const { mounts: files, others } = given(seen);
  const wanted = mountsOf(model, container.service).map(({ type, source, destination }) => {
    const mode = isReadOnly(listed, destination) ? 'ro' : 'rw';
    const name = type === 'volume' && source !== '' ? volumeName(model, project, source) : source;
    return `${name}:${destination}:${mode}`;
  });
  const anonymous = new Set([
    ...Object.keys(image.config.Volumes ?? {}),
    ...wanted.flatMap((one) => (one.startsWith(':') ? (one.split(':')[1] ?? '') : [])),
  ]);
  const found = (made.mounts ?? []).map(({ Name, Source, Destination, RW }) => {
    const isUnnamed = /^[0-9a-f]{64}$/.test(Name) && anonymous.has(Destination);
    return `${isUnnamed ? '' : Name || Source}:${Destination}:${RW ? 'rw' : 'ro'}`;
  });
  const places = new Set([...wanted, ...files].map((one) => one.split(':')[1]));
  const declared = [...anonymous].filter((place) => !places.has(place)).map((place) => `:${place}:rw`);
  const all = [...wanted, ...files, ...declared];
  const cannot = [...others, ...(hasOptions(listed) ? ['volumes'] : [])];
  const names = [...all.filter((one) => !found.includes(one)), ...found.filter((one) => !all.includes(one))];
  if (cannot.length > 0) return { differs: false, uncompared: cannot };
  return {
    ...compared(names.length === 0),
    names: [...new Set(names.map((one) => one.split(':')[1] ?? ''))].sort(),
  };
}
