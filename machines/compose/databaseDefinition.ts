import { canonical, changedKeys } from './definition';
import type { ComposeModel } from '../model/composeModel';
import type { Container } from '../model/container';
import { DATA_VARIABLE, dataDirectory } from '../postgres/officialImage';
import { definedVolumes, filesPutIn, mountsOf, volumesOf } from './volumes';

/** What of a definition Compose does not make a container anew for. */
const ASIDE = new Set(['depends_on', 'profiles', 'pull_policy', 'scale']);

const asMap = (value: unknown): object => (value && typeof value === 'object' ? value : {});
/** Where a container has a volume, of `name or directory:destination`. */
export const placeOf = (volume: string): string => volume.slice(volume.lastIndexOf(':') + 1);
const listed = (volumes: readonly string[]): string => volumes.join(', ') || 'none';

/** The volumes of a definition without their names, which count by what they come to. */
const nameless = ({ volumes = {} }: ComposeModel): object =>
  Object.fromEntries(
    Object.entries(volumes).map(([key, volume]) => [
      key,
      { ...volume, name: undefined, external: undefined },
    ]),
  );

/** The variables that differ, by name alone: their values may be secret. */
function changedVariables(now: unknown, then: unknown): string {
  if (Array.isArray(now) || Array.isArray(then)) return '';
  return ` (${changedKeys(asMap(now), asMap(then)).join(', ')})`;
}

/** Where a definition tells PostgreSQL to have its data. */
const dataOf = ({ services }: ComposeModel, service: string): string =>
  dataDirectory({ ...asMap(services[service]?.environment) });

/** Of some places the one that holds the data: the innermost in which that lies; nothing where none does. */
const holderOf = (places: readonly string[], data: string): string | undefined =>
  places
    .filter((place) => data === place || data.startsWith(`${place}/`))
    .sort((a, b) => b.length - a.length)[0];

/** Where a definition mounts what holds the data, or lies in it; everything where nothing is seen to hold it. */
function placesOfData(model: ComposeModel, service: string): string[] {
  const data = dataOf(model, service);
  const places = mountsOf(model, service).map(({ destination }) => destination);
  const holder = holderOf(places, data);
  if (holder === undefined) return places;
  return places.filter((place) => place === holder || place.startsWith(`${data}/`));
}

/**
 * What holds the database's data by its definition, `name or directory:destination`: the innermost mount; each that it has
 * where none is seen to, as the image may have its data elsewhere.
 */
export function definedData(model: ComposeModel, project: string, service: string): readonly string[] {
  const volumes = definedVolumes(model, project, service);
  const holder = holderOf(volumes.map(placeOf), dataOf(model, service));
  return holder === undefined ? volumes : volumes.filter((volume) => placeOf(volume) === holder);
}

/** Whether two images by their names are of one major version of PostgreSQL, as far as that is known. */
export type SameMajor = (now: string, then: string) => boolean;

/**
 * What of the database's definition would change, so that the target's file describes another database than the one that runs:
 * the major version of its image, the volumes of its data by their real names, where it has that. A container that stays as it
 * runs is all the same with anything else, see `databaseSettings`.
 */
export function databaseChange(
  current: ComposeModel,
  target: ComposeModel,
  project: string,
  service: string,
  isSameMajor: SameMajor = () => false,
): string | undefined {
  const [now, then] = [current.services[service], target.services[service]];
  if (!then) return `the target's Compose file has no service ${service}`;
  if (now?.image !== then.image && !(now?.image && then.image && isSameMajor(now.image, then.image)))
    return `the target changes its image from ${now?.image} to ${then.image}`;
  if (dataOf(current, service) !== dataOf(target, service))
    return `the target changes its environment (${DATA_VARIABLE})`;
  const places = [current, target].flatMap((model) => placesOfData(model, service));
  const isData = (place: string) => places.includes(place);
  const [before = [], after = []] = [current, target].map((model) =>
    definedVolumes(model, project, service).filter((volume) => isData(placeOf(volume))),
  );
  if (canonical(before) !== canonical(after))
    return `the target changes its volumes from ${listed(before)} to ${listed(after)}`;
  const own = mountsOf(target, service).flatMap(({ source, destination }) =>
    isData(destination) ? [source] : [],
  );
  const volume = changedKeys(nameless(current), nameless(target)).find((key) => own.includes(key));
  return volume && `the target defines its volume ${volume} differently`;
}

/**
 * What else of the database's definition the target has otherwise: its container stays as it runs, and the ordinary command
 * would make it anew for that.
 */
export function databaseSettings(
  current: ComposeModel,
  target: ComposeModel,
  service: string,
): string | undefined {
  const [now, then] = [current.services[service] ?? {}, target.services[service] ?? {}];
  const keys = changedKeys(now, then).filter((key) => !ASIDE.has(key));
  const names = keys.map((key) => {
    if (key === 'environment') return `environment${changedVariables(now.environment, then.environment)}`;
    return key === 'image' ? `image (${then.image ?? 'none'}, now ${now.image ?? 'none'})` : key;
  });
  return names.length > 0 ? names.join(', ') : undefined;
}

const ANONYMOUS = /^[0-9a-f]{64}$/;

/** The definition's and the container's volumes, where a container made anew would come up on others. */
export interface OtherData {
  readonly defined: string;
  readonly mounted: string;
}

/**
 * Compares what the database's container has mounted with what one made anew would mount: nothing when it
 * is the same data. Compose carries an anonymous volume over when it makes a container anew (`keepsNameless`),
 * and not after a `down`; then it counts where it holds the data. Directories of which all are one, reached
 * by different names, are given as `roots`.
 */
export function otherData(
  model: ComposeModel,
  project: string,
  container: Container,
  keepsNameless: boolean,
  roots: readonly string[],
): OtherData | undefined {
  const { service } = container;
  const defined = definedVolumes(model, project, service);
  const holder = holderOf([...defined, ...volumesOf(container)].map(placeOf), dataOf(model, service));
  const files = filesPutIn(model, service);
  const mounts = container.mounts.filter(({ name, destination }) => {
    if (ANONYMOUS.test(name)) return !keepsNameless && destination === holder;
    return !files.includes(destination) || defined.some((volume) => volume.endsWith(`:${destination}`));
  });
  const mounted = volumesOf({ mounts });
  const same = (volumes: readonly string[]) => canonical(volumes.map((one) => fromRoot(one, roots)).sort());
  if (same(defined) === same(mounted)) return undefined;
  return { defined: listed(defined), mounted: listed(mounted) };
}

function fromRoot(volume: string, roots: readonly string[]): string {
  const root = roots.find((one) => volume.startsWith(`${one}/`));
  return root === undefined ? volume : `.${volume.slice(root.length)}`;
}
