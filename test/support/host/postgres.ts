import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { images } from './deployment';

const docker = (words: readonly string[]): string =>
  execFileSync('docker', words, { encoding: 'utf8', stdio: 'pipe' }).trim();

/** The service that the server's container is of, and where it sees the backups. */
export const SERVICE = 'db';
export const BACKUPS = '/backups';

/** Whatever a test file has left, the next one finds a server as it was made. */
const AS_NEW = `SELECT format('DROP DATABASE %I WITH (FORCE)', datname) FROM pg_database WHERE datname !~ '^(template[01]|postgres)$' \\gexec
SELECT format('DROP ROLE %I', rolname) FROM pg_roles WHERE rolname <> 'app' AND rolname !~ '^pg_' \\gexec
CREATE ROLE keeper LOGIN; CREATE ROLE "le Créateur" LOGIN; CREATE DATABASE app`;

const SETTINGS = [
  ...['fsync=off', 'full_page_writes=off', 'max_wal_size=96MB', 'min_wal_size=32MB'],
  ...['wal_level=logical', 'max_prepared_transactions=2'],
];

/** The PostgreSQL server that all test files of a worker use, one after another; it goes when the run ends. */
export class Postgres {
  readonly project: string;
  /** The directory of this host that the container has as `/backups`. */
  readonly backups: string;
  readonly id: string;
  private readonly run: string;
  private readonly environment: readonly string[];
  private readonly pid: string;

  constructor() {
    this.run = process.env['CHRONOS_TEST_RUN'] ?? '';
    if (this.run === '') throw new Error('no run of the tests has begun: see test/support/run');
    this.project = `${basename(this.run)}-${process.env['JEST_WORKER_ID'] ?? '1'}`.toLowerCase();
    this.backups = join(this.run, `backups-${this.project}`);
    mkdirSync(this.backups, { recursive: true });
    for (const name of readdirSync(this.backups))
      rmSync(join(this.backups, name), { recursive: true, force: true });
    this.id = this.running() ?? this.started();
    const format = '{{.State.Pid}}{{range .Config.Env}}{{printf "\\x00"}}{{.}}{{end}}';
    [this.pid = '', ...this.environment] = docker(['inspect', '-f', format, this.id]).split('\0');
    this.inside(['sh', '-c', 'rm -rf /tmp/*']);
    this.inside(['psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-U', 'app', '-d', 'postgres', '-f', '-'], AS_NEW);
  }

  /** The container, where an earlier file has left it well. */
  private running(): string | undefined {
    const asked = ['inspect', '-f', '{{if and .State.Running (not .State.Paused)}}{{.Id}}{{end}}'];
    const { status, stdout } = spawnSync('docker', [...asked, this.project], { encoding: 'utf8' });
    if (status === 0 && stdout.trim() !== '') return stdout.trim();
    spawnSync('docker', ['rm', '-fv', this.project], { stdio: 'ignore' });
    return undefined;
  }

  private started(): string {
    const labels = {
      'chronos-rollback.test-run': basename(this.run),
      'com.docker.compose.project': this.project,
      'com.docker.compose.service': SERVICE,
      'com.docker.compose.oneoff': 'False',
    };
    const id = docker([
      ...['run', '-d', '--name', this.project, '--network', 'none', '--tmpfs', '/var/lib/postgresql/data'],
      ...['-v', `${this.backups}:${BACKUPS}`],
      ...Object.entries(labels).flatMap(([name, value]) => ['--label', `${name}=${value}`]),
      ...['POSTGRES_USER=app', 'POSTGRES_PASSWORD=app'].flatMap((pair) => ['-e', pair]),
      ...[images.postgres, ...SETTINGS.flatMap((setting) => ['-c', setting])],
    ]);
    // The first start, which sets the cluster up, listens on the socket only.
    const wait = 'until pg_isready -q -h localhost -U app; do sleep 0.05; done';
    docker(['exec', id, 'timeout', '120', 'sh', '-c', wait]);
    return id;
  }

  /** What enters the container, as `docker exec` does, in a small part of the time that its client and daemon take. */
  private enter(environment: readonly string[]): string[] {
    const words = `nsenter -t ${this.pid} -m -n -p -i -u setsid env -i`.split(' ');
    return [...words, ...this.environment, ...environment];
  }

  /** Runs a command in the container and gives what it prints. */
  inside(
    command: readonly string[],
    input: string | Buffer = '',
    environment: readonly string[] = [],
  ): string {
    const [file = '', ...words] = [...this.enter(environment), ...command];
    return execFileSync(file, words, { encoding: 'utf8', input, stdio: 'pipe' }).trimEnd();
  }

  /** Lines of bash for a command that comes before `docker`: what it is to run in this container is run there at once. */
  get shortcut(): string {
    const quoted = (words: readonly string[]) =>
      words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
    return `enter() {
  local input=''
  local -a env=()
  while [[ $1 == -* ]]; do
    case $1 in
      -i) input=yes; shift ;;
      -e) env+=("$2"); shift 2 ;;
      *) return ;;
    esac
  done
  if [[ $1 != '${this.id}' ]]; then return; fi
  shift
  if [[ -z $input ]]; then exec </dev/null; fi
  exec ${quoted(this.enter([]))} "\${env[@]}" "$@"
}
if [[ $1 == exec ]]; then enter "\${@:2}"; fi
real "$@"`;
  }
}
