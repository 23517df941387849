import type { Description } from './description';
import { builtNames, withTag } from './imageNames';
import { isDone } from './running';

type Containers = readonly Description[];

/** The services of containers, each once however many replicas there are. */
export const servicesOf = (containers: Containers): string[] =>
  [...new Set(containers.map(({ service }) => service))].filter(Boolean).sort();

/**
 * Whether a container has done one thing and ended well: another one waits for that, or it serves nobody and ended while
 * others run. Where nothing runs, somebody may have stopped all of it.
 */
function isFinished(container: Description, all: Containers): boolean {
  if (!isDone(container)) return false;
  if (all.some(({ awaited }) => awaited.includes(container.service))) return true;
  return !container.isPublished && !container.isChecked && all.some(({ status }) => status === 'running');
}

/** The containers of services that do one thing and have ended well, every replica of them. */
export const oneShots = (containers: Containers): Description[] =>
  containers.filter(({ service }) =>
    containers.every((one) => one.service !== service || isFinished(one, containers)),
  );

const isBuiltHere = (project: string, { image, service, isBuilt }: Description): boolean =>
  isBuilt || builtNames(project, service).includes(image.replace(/:[^/]*$/, ''));

const sharesImage = (one: Description, other: Description): boolean =>
  withTag(one.image) === withTag(other.image) || (one.imageId !== '' && one.imageId === other.imageId);

/** Whether a container lives in the network of another one, which ends with that. */
const livesIn = ({ networkMode }: Description, { id }: Description): boolean =>
  id !== '' && networkMode === `container:${id}`;

/**
 * The services that a release brings, by the containers of a project: those whose images are built here; where there are
 * none, all but those on the image of a database. Those that mount what git knows (`tracked`, paths of the host) come with a
 * release as well, and so do those on the image, or in the network, of one of them.
 */
export function discoveredServices(
  project: string,
  containers: Containers,
  servers: Containers,
  tracked: ReadonlySet<string> = new Set(),
): string[] {
  const finished = oneShots(containers);
  const lasting = containers.filter((one) => !servers.includes(one) && !finished.includes(one));
  const built = lasting.filter((one) => isBuiltHere(project, one));
  const mounting = lasting.filter(({ sources }) => sources.some((source) => tracked.has(source)));
  const found = [
    ...new Set([
      ...(built.length > 0
        ? built
        : lasting.filter((one) => !servers.some((server) => sharesImage(one, server)))),
      ...mounting,
    ]),
  ];
  for (let more = true; more;) {
    const next = lasting.filter(
      (one) => !found.includes(one) && found.some((of) => sharesImage(one, of) || livesIn(one, of)),
    );
    found.push(...next);
    more = next.length > 0;
  }
  return servicesOf(found);
}

/** The networks of a container; of one that lives in another one's network, those of that one. */
const networksOf = (container: Description, all: Containers): readonly string[] =>
  (all.find((other) => livesIn(container, other)) ?? container).networks;

/** The services that some depend on, and those that these depend on. */
function allDependencies(services: readonly string[], containers: Containers): string[] {
  const found = new Set(services);
  // What is added to a set while it is walked is walked, too.
  for (const name of found)
    for (const { service, dependencies } of containers)
      if (service === name) dependencies.forEach((one) => found.add(one));
  return [...found];
}

/**
 * Which of several servers the apps use: those that an app depends on, else by way of another service, else those that
 * share a network with an app; all of them where none of that tells any apart.
 */
export function serversOf(apps: readonly string[], servers: Containers, containers: Containers): string[] {
  const own = containers.filter(({ service }) => apps.includes(service));
  const near = own.flatMap(({ dependencies }) => dependencies);
  const far = allDependencies(apps, containers);
  const networks = own.flatMap((app) => networksOf(app, containers));
  const ways = [
    servers.filter(({ service }) => near.includes(service)),
    servers.filter(({ service }) => far.includes(service)),
    servers.filter((server) => server.networks.some((name) => networks.includes(name))),
  ];
  return servicesOf(ways.find((some) => some.length > 0) ?? servers);
}
