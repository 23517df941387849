/** What psql says of a database behind a fence (src/backend/utils/init/postinit.c): a restart would not open it. */
const CLOSED = /database (".*") is not currently accepting connections/;

/** Why the database does not answer, by psql's first line; of one that is closed, with what opens it. */
export function reasonOfSilence(error: string): string {
  const [first = ''] = error.split('\n');
  const [, name] = CLOSED.exec(first) ?? [];
  return name ? `${first}; what opens it: ALTER DATABASE ${name} ALLOW_CONNECTIONS true` : first;
}
