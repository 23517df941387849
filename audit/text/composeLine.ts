import type { ComposeCall, Remedy } from '../../machines/model/remedy';
import { shellQuote } from '../../machines/text/shellQuote';
import { psqlLine } from './postgres/programs';
import { sqlOf } from './postgres/statements';

/** Compose as one types it on a host: v2 is a plugin of Docker, or stands alone as v1 does. */
export const composeCommand = ({ version, isAlone }: Omit<ComposeCall, 'files'>): string =>
  version === 'v1' || isAlone ? 'docker-compose' : 'docker compose';

/** Compose with the files that it is to read. */
export const composeLine = (call: ComposeCall): string =>
  [composeCommand(call), ...call.files.map((file) => `-f ${shellQuote(file)}`)].join(' ');

/** Brings a service up, or all of them, in the directory where that is to happen. */
export function upLine({ compose, service, directory }: Extract<Remedy, { do: 'bring-up' }>): string {
  const there = directory === undefined ? '' : `cd ${shellQuote(directory)} && `;
  return `${there}${composeLine(compose)} up -d${service === undefined ? '' : ` ${shellQuote(service)}`}`;
}

/** Has the database's server run statements, in its own container. */
export function sqlLine(remedy: Extract<Remedy, { do: 'run-sql' }>): string {
  const { compose, service, user, database, statements } = remedy;
  const psql = psqlLine({ user, database }, ...statements.map(sqlOf));
  return `${composeLine(compose)} exec ${shellQuote(service)} ${psql}`;
}
