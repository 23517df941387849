/** `16.3` and `16-alpine` are 16; before 10 the second number counts, too. */
const MAJOR = /^v?(?:(9\.\d)|(1\d|[2-9]\d)(?!\d))/;

/** Images that are called like this have the server's own version for a tag. */
const SERVERS = ['postgres', 'postgresql', 'postgis'];

/** The major version that the server says of itself: `PostgreSQL 15.4 on …`. */
export const majorOfServer = (version: string | undefined): string | undefined => {
  const [, old, major] = MAJOR.exec(version?.replace(/^PostgreSQL /, '') ?? '') ?? [];
  return old ?? major;
};

/**
 * The major version that the name of an image tells by its tag: `postgres:16.3-alpine`, `postgis/postgis:16-3.4`,
 * `timescale/timescaledb:2.14.2-pg16`. Nothing where it tells none.
 */
export function majorOfImage(reference: string): string | undefined {
  const [, repository = '', tag = ''] = /^([^@]*):([^:/@]+)(?:@.*)?$/.exec(reference) ?? [];
  const named = /(?:^|[-_.])pg(1\d|[2-9]\d)(?!\d)/.exec(tag)?.[1];
  if (named !== undefined) return named;
  return SERVERS.includes(repository.slice(repository.lastIndexOf('/') + 1)) ? majorOfServer(tag) : undefined;
}
