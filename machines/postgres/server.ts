/** What an image or a container declares that is of use here. */
interface Declared {
  /** As `5432/tcp`. */
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

/** What is seen of a container. */
interface Evidence extends Declared {
  readonly command: readonly string[];
  /** The programs that run in it; nothing where none can be told. */
  readonly programs?: readonly string[];
  /** Where something is mounted in it. */
  readonly mounts: readonly string[];
  /** What its image declares by itself; nothing where the image is gone. */
  readonly declared?: Declared;
}

const PORT = '5432/tcp';
const PROGRAMS: readonly string[] = ['postgres', 'postmaster'];

/** What only prepares and then starts another program. */
const STARTER = /(^|\/)[\w.-]*(entrypoint(\.sh)?|tini|dumb-init|docker-init)$/;

/**
 * Whether a command starts the server: options or a program or script for that; of a container that does not run also an
 * entrypoint alone, which may have a default of its own.
 */
function startsServer(command: readonly string[], runs: boolean): boolean {
  const [first] = command.filter((word) => word !== '--' && !STARTER.test(word));
  if (first === undefined) return !runs && command.length > 0;
  if (first.startsWith('-')) return command.some((word) => STARTER.test(word));
  return /(^|\/)(postgres|postmaster|run-postgresql)$|\/postgres\S*\/run\.sh$/.test(first);
}

/** Whether something is mounted where a server has its data. */
const hasData = ({ mounts, variables }: Evidence): boolean =>
  mounts.some((path) => path === variables['PGDATA'] || /postgres|pgsql|pgdata/i.test(path));

/**
 * Whether a container is a server of PostgreSQL: the programs that run in it say so; where that one does not run, or not
 * yet, what the image declares and the command starts. Variables say nothing: apps and backup jobs carry the same ones.
 */
export function isServer(container: Evidence): boolean {
  const { programs, command, ports, declared = container } = container;
  const starts = startsServer(command, programs !== undefined);
  const hasPort = declared.ports.includes(PORT);
  if (programs?.some((program) => PROGRAMS.includes(program)))
    return hasPort || ports.includes(PORT) || hasData(container) || starts;
  const keepsData = declared.volumes.length > 0 || declared.variables['PGDATA'] !== undefined;
  return hasPort && keepsData && starts;
}
