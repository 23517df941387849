import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { images } from '../host/deployment';
import { until } from './host';

const docker = (words: readonly string[], input = ''): string =>
  execFileSync('docker', words, { input, encoding: 'utf8', stdio: 'pipe' }).trim();

/** A PostgreSQL server in a container of a test's own, labelled as Compose would. The live database is `app`. */
export class Server {
  readonly project = `server-${randomBytes(4).toString('hex')}`;
  readonly #container: string;

  constructor() {
    const labels = ['project', 'service', 'oneoff'].map(
      (name, index) => `com.docker.compose.${name}=${[this.project, 'db', 'False'][index]}`,
    );
    this.#container = docker([
      ...['run', '-d', '--tmpfs', '/var/lib/postgresql/data', '--network', 'none'],
      ...labels.flatMap((label) => ['--label', label]),
      ...['POSTGRES_USER', 'POSTGRES_PASSWORD', 'POSTGRES_DB'].flatMap((name) => ['-e', `${name}=app`]),
      ...[images.postgres, '-c', 'fsync=off', '-c', 'wal_level=logical', '-c', 'max_prepared_transactions=2'],
    ]);
    // The first start, which sets the cluster up, listens on the socket only.
    const wait = 'until pg_isready -q -h localhost -U app; do sleep 0.2; done';
    docker(['exec', this.#container, 'timeout', '60', 'sh', '-c', wait]);
  }

  /** What of a deployment's configuration leads here. */
  get deployment(): object {
    return { project: this.project, databaseService: 'db', database: { user: 'app', name: 'app' } };
  }

  /** Runs a script of psql that begins in a database: a line a row, fields with `|` between. */
  sql(text: string, database = 'postgres'): string[] {
    const psql = ['psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-U', 'app', '-d', database, '-f', '-'];
    return docker(['exec', '-i', this.#container, ...psql], text)
      .split('\n')
      .filter(Boolean);
  }

  /** Runs a shell in the container. */
  sh(command: string): string {
    return docker(['exec', this.#container, 'sh', '-c', command]);
  }

  /** Copies a file or directory of this host into the container. */
  copy(from: string, to: string): void {
    docker(['cp', '-q', from, `${this.#container}:${to}`]);
  }

  oid(name: string): string {
    return this.sql(`SELECT oid FROM pg_database WHERE datname = '${name}'`).join();
  }

  /** Databases beside those that every server has, and whether one can connect to them: `app|t`. */
  databases(): string[] {
    return this.sql(
      "SELECT datname, datallowconn FROM pg_database WHERE datname !~ '^(template|postgres)' ORDER BY 1",
    );
  }

  /** Connects to a database and stays there, until what comes back is called. */
  async connect(
    name: string,
    application: string,
    sql = 'SELECT pg_sleep(60)',
  ): Promise<() => Promise<void>> {
    const env = ['-e', `PGAPPNAME=${application}`, this.#container];
    const child = spawn('docker', ['exec', ...env, 'psql', '-qU', 'app', '-d', name, '-c', sql], {
      stdio: 'ignore',
    });
    const mine = `FROM pg_stat_activity WHERE application_name = '${application}'`;
    const there = () => this.sql(`SELECT count(*) ${mine} AND wait_event = 'PgSleep'`).join();
    await until(() => there() === '1');
    return async () => {
      const ended = new Promise((resolve) => child.on('close', resolve));
      this.sql(`SELECT pg_terminate_backend(pid) ${mine}`);
      await ended;
    };
  }

  remove(): void {
    docker(['rm', '-fv', this.#container]);
  }
}
