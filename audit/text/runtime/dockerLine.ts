import { shellQuote } from '../../../machines/text/shellQuote';

/** How a command in a container is typed: what it reads comes through `-i`; `at` is where somebody works there. */
interface Inside {
  readonly reads?: boolean;
  readonly at?: string;
}

/** What stands before a command that runs in a container. */
export function inContainer(container: string, { reads = false, at }: Inside = {}): string {
  const options = at !== undefined ? `-it -w ${shellQuote(at)} ` : reads ? '-i ' : '';
  return `docker exec ${options}${container}`;
}

/** Copies a directory of the host into a container. */
export const copyLine = (directory: string, container: string, to: string): string =>
  `docker cp ${shellQuote(directory)} ${container}:${shellQuote(to)}`;

/** Has an image, by its id, go by a name. */
export const tagLine = (image: string, name: string): string => `docker tag ${image} ${shellQuote(name)}`;

/** Shows what images, containers and volumes take of the disk. */
export const diskUseLine = 'docker system df';

/** Removes what builds have kept for later ones; images without a name. */
export const buildCacheLine = 'docker builder prune -f';
export const danglingLine = 'docker image prune -f';

/** Shows what all containers have for labels. */
export const labelsLine = 'docker ps -a --format "{{.Names}} {{.Labels}}"';

/** Shows whether an engine answers; the endpoint is as it is typed. */
export const engineLine = (endpoint: string): string => `docker --host ${endpoint} version`;

/** Shows the containers of an engine. */
export const containersLine = (endpoint: string): string => `docker --host ${endpoint} ps -a`;

/** Shows all that is known of a container. */
export const containerLine = (id: string): string => `docker inspect ${id}`;

/** Shows the value of a variable in a container's environment. */
export const variableLine = (container: string, name: string): string =>
  `docker inspect -f '{{range .Config.Env}}{{println .}}{{end}}' ${container} | grep '^${name}='`;

/** Shows all that is known of an image. */
export const imageLine = (name: string): string => `docker image inspect ${name}`;

/** Takes a name of an image away; Docker refuses where a container needs it. */
export const removeImageLine = (name: string): string => `docker rmi ${shellQuote(name)}`;
