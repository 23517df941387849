import type { Advice } from '../model/remedy';
import { said } from '../model/said';

/** What psql says of a database behind a fence (src/backend/utils/init/postinit.c): a restart would not open it. */
const CLOSED = /database "(.*)" is not currently accepting connections/;

/** How PostgreSQL has such a database among its settings. */
export const CLOSED_TO_CLIENTS = 'ALLOW_CONNECTIONS false';

/** Why the database does not answer, by psql's first line; of one that is closed, with what opens it. */
export function reasonOfSilence(error: string): Advice {
  const [first = ''] = error.split('\n');
  const [, database] = CLOSED.exec(first) ?? [];
  return database ? said`${first}; what opens it: ${{ do: 'open-database', database }}` : first;
}
