import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { isFull } from '../depth';
import { until, writeInstead } from './host';
import { Postgres, SERVICE } from './postgres';

/** The PostgreSQL server of this worker, as new, as commands of the front door find it. The live database is `app`. */
export class Server {
  private readonly postgres = new Postgres();

  constructor() {
    const bin = join(this.postgres.backups, '../bin', this.postgres.project);
    writeInstead(bin, 'docker', this.postgres.shortcut);
    if (!isFull) process.env['PATH'] = `${bin}:${process.env['PATH'] ?? ''}`;
  }

  /** What of a deployment's configuration leads here. */
  get deployment(): object {
    return {
      project: this.postgres.project,
      databaseService: SERVICE,
      database: { user: 'app', name: 'app' },
    };
  }

  /** Runs a script of psql that begins in a database: a line a row, fields with `|` between. */
  sql(text: string, database = 'postgres'): string[] {
    const psql = ['psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-U', 'app', '-d', database, '-f', '-'];
    return this.postgres.inside(psql, text).split('\n').filter(Boolean);
  }

  /** Runs a shell in the container. */
  sh(command: string): string {
    return this.postgres.inside(['sh', '-c', command]);
  }

  /** Copies a file or directory of this host into the container. */
  copy(from: string, to: string): void {
    execFileSync('docker', ['cp', '-q', from, `${this.postgres.id}:${to}`], { stdio: 'pipe' });
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
    const env = ['-e', `PGAPPNAME=${application}`, this.postgres.id];
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
}
