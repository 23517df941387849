import type { ComposeCall, Remedy } from '../../../machines/model/remedy';
import { shellQuote } from '../../../machines/text/shellQuote';
import { psqlLine } from '../postgres/programs';
import { sqlOf } from '../postgres/statements';
import { tagLine } from './dockerLine';

/** Compose as one types it on a host: v2 is a plugin of Docker, or stands alone as v1 does. */
const composeCommand = ({ version, isAlone }: Pick<ComposeCall, 'version' | 'isAlone'>): string =>
  version === 'v1' || isAlone ? 'docker-compose' : 'docker compose';

/** Compose as it is called for a project by its name. */
interface ProjectCall extends ComposeCall {
  readonly project: string;
}

/** Compose with the files that it is to read, for the project that they or `project` name. */
const composeLine = (call: ComposeCall & { readonly project?: string }): string =>
  [
    ...Object.entries(call.variables ?? {}).map(([name, value]) => `${name}=${shellQuote(value)}`),
    composeCommand(call),
    ...(call.project === undefined ? [] : [`-p ${shellQuote(call.project)}`]),
    ...call.files.map((file) => `-f ${shellQuote(file)}`),
    ...(call.envFiles ?? []).map((file) => `--env-file ${shellQuote(file)}`),
  ].join(' ');

const listed = (services: readonly string[]): string => services.map(shellQuote).join(' ');

/** Stops services, by their names. */
export const stopLine = (call: ProjectCall, services: readonly string[]): string =>
  `${composeLine(call)} stop ${listed(services)}`;

/** Brings services up with the images that there are, and none that they depend on. */
export const upAloneLine = (call: ProjectCall, services: readonly string[]): string =>
  `${composeLine(call)} up -d --no-deps --no-build ${listed(services)}`;

/** Shows how Compose reads its files. */
export const definitionLine = (call: ComposeCall): string => `${composeLine(call)} config`;

/** Brings a service up, or all of them, in the directory where that is to happen. */
export function upLine({ compose, service, directory }: Extract<Remedy, { do: 'bring-up' }>): string {
  const there = directory === undefined ? '' : `cd ${shellQuote(directory)} && `;
  return `${there}${composeLine(compose)} up -d${service === undefined ? '' : ` ${shellQuote(service)}`}`;
}

/** Gives images their names, and brings the services up that ask for them by those. */
export const imagesLine = (remedy: Extract<Remedy, { do: 'bring-up-images' }>): string =>
  [
    `cd ${shellQuote(remedy.directory)}`,
    ...remedy.images.map(({ id, name }) => tagLine(id, name)),
    upAloneLine({ ...remedy.compose, project: remedy.project }, remedy.services),
  ].join(' && ');

/** How a deployment is brought up as usual. */
export interface UsualCall extends ProjectCall {
  /** Where its files are. */
  readonly directory: string;
  readonly profiles?: readonly string[] | undefined;
  /** How many containers services have, where that is not as their definition says. */
  readonly scale?: readonly (readonly [service: string, containers: number])[] | undefined;
  /** The services that are brought up, where that is not all, and none that they depend on. */
  readonly alone?: readonly string[];
}

/** Brings everything up as the deployment usually is: with its files, project, env files, profiles, variables and numbers. */
export const usualLine = (call: UsualCall): string =>
  [
    `cd ${shellQuote(call.directory)} &&`,
    composeLine(call),
    ...(call.profiles ?? []).map((profile) => `--profile ${shellQuote(profile)}`),
    'up -d',
    ...(call.scale ?? []).map(([service, containers]) => `--scale ${shellQuote(service)}=${containers}`),
    ...(call.alone ? ['--no-deps', listed(call.alone)] : []),
  ].join(' ');

/** Has the database's server run statements, in its own container. */
export function sqlLine(remedy: Extract<Remedy, { do: 'run-sql' }>): string {
  const { compose, service, user, database, statements } = remedy;
  const psql = psqlLine({ user, database }, ...statements.map(sqlOf));
  return `${composeLine(compose)} exec ${shellQuote(service)} ${psql}`;
}
