import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** The image that the set-up has made or found; see tools/set-up/record.mjs. */
function image(): string {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'chronos-rollback');
  const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
  const { version } = read(join(__dirname, '../../package.json')) as { version: string };
  return (read(join(cache, version, 'setup.json')) as { images: { postgres: string } }).images.postgres;
}

/** A PostgreSQL container of our own, which the step scripts take for a deployment's service `db`. */
export class Server {
  readonly project = `bench-${randomBytes(4).toString('hex')}`;
  readonly user = 'app';

  async start(): Promise<void> {
    const labels = { project: this.project, service: 'db', oneoff: 'False' };
    await execute('docker', [
      ...['run', '-d', '--name', this.project, '--shm-size', '256m'],
      ...Object.entries(labels).flatMap(([name, value]) => [
        '--label',
        `com.docker.compose.${name}=${value}`,
      ]),
      ...['-e', `POSTGRES_USER=${this.user}`, '-e', 'POSTGRES_HOST_AUTH_METHOD=trust'],
      ...[image(), 'postgres', '-c', 'listen_addresses=*'],
    ]);
    const host = await this.address();
    for (let tries = 0; ; tries += 1) {
      // By TCP: what makes the cluster has a server too, which listens on the socket alone.
      const ready = await this.run('pg_isready', '-q', '-h', host).then(
        () => true,
        () => false,
      );
      if (ready) return;
      if (tries === 120) throw new Error('the database does not come up');
      await sleep(500);
    }
  }

  async address(): Promise<string> {
    const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
    return (await execute('docker', ['inspect', '-f', format, this.project])).stdout.trim();
  }

  /** Runs a command in the container and gives what it prints. */
  async run(...command: string[]): Promise<string> {
    return (await execute('docker', ['exec', this.project, ...command])).stdout.trim();
  }

  async sql(database: string, ...statements: string[]): Promise<string> {
    const commands = statements.flatMap((statement) => ['-c', statement]);
    return this.run(
      'psql',
      ...['-XAtq', '-v', 'ON_ERROR_STOP=1', '-U', this.user, '-d', database, ...commands],
    );
  }

  /** At once, and without a promise: an interrupted run ends by it. */
  remove(): void {
    const { status } = spawnSync('docker', ['rm', '-fv', this.project]);
    if (status !== 0) console.error(`left behind: docker rm -fv ${this.project}`);
  }
}
