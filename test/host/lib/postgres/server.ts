import { execFile, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { decodeFacts } from '../../../../machines/detect/observe/decodeFacts';
import { type Inspection, parseInspection } from '../../../../machines/detect/observe/backupInspection';
import { parseBackupStore, type BackupStore } from '../../../../machines/detect/observe/backupStore';
import { shadowsOf } from '../../../../machines/postgres/databaseNames';
import { script } from '../../../../resources/script/hostScript';
import { depth } from '../../../support/depth';
import { type Ran, Site, start, type Values } from '../../../support/host/host';
import { Postgres, SERVICE } from '../../../support/host/postgres';
import { images } from '../../../support/host/deployment';

export { BACKUPS } from '../../../support/host/postgres';

const QUIETLY = '-c client_min_messages=error -c statement_timeout=0 -c client_encoding=UTF8';

/** A checkout with the PostgreSQL server of this worker, as new, and many databases side by side. */
export class Server extends Site {
  commitId = '';
  private postgres: Postgres | undefined;

  /** With `docker`, each call of a script goes by Docker itself: what depends on whom it leaves behind, when it is killed. */
  launch(by: 'docker' | 'the shortcut' = depth('the shortcut', 'docker')): void {
    this.postgres = new Postgres();
    if (by !== 'docker') this.instead('docker', this.postgres.shortcut);
    this.commitId = this.release('v1', {
      'docker-compose.production.yml': `services: { ${SERVICE}: { image: '${images.postgres}' } }\n`,
    });
  }
  private get there(): Postgres {
    if (!this.postgres) throw new Error('the server is not launched');
    return this.postgres;
  }
  get backups(): string {
    return this.there.backups;
  }
  /** The container of its only service. */
  container(_service = SERVICE): string {
    return this.there.id;
  }

  override identity(more: Values = {}): Values {
    return super.identity({ PROJECT: this.there.project, ...more });
  }

  /** Tries a command in the container until it ends well: a look from outside costs more than the wait. */
  private untilWell(...command: string[]): void {
    this.bash('for _ in {1..600}; do "$@" >/dev/null 2>&1 && exit; sleep 0.1; done; exit 1', ...command);
  }

  /** One of its processes is killed: it throws out all sessions, recovers, and goes on. */
  crash(): void {
    const pid = this.sql('postgres', "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'");
    this.bash('kill -9 "$1"', pid);
    const isAnother = `DO $$BEGIN ASSERT NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = ${pid}); END$$`;
    this.untilWell('psql', '-U', 'app', '-d', 'postgres', '-c', isAnother);
  }

  /** Takes all its time away for some seconds: nobody gets an answer, as while it comes up again. */
  async silent(seconds: number): Promise<void> {
    execFileSync('docker', ['pause', this.container()]);
    await setTimeout(1000 * seconds);
    execFileSync('docker', ['unpause', this.container()]);
  }

  /** Runs a command in the container and gives what it prints. */
  inside(command: readonly string[], input: string | Buffer = ''): string {
    return this.there.inside(command, input, [`PGOPTIONS=${QUIETLY}`]);
  }

  /** Rows of SQL in a database, fields with a bar between. */
  sql(database: string, sql: string): string {
    return this.inside(
      ['psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-U', 'app', '-d', database, '-f', '-'],
      sql,
    );
  }

  /** A line of bash in the container, where `$1`… are the words that follow. */
  bash(line: string, ...words: string[]): string {
    return this.inside(['bash', '-c', `set -eo pipefail; ${line}`, 'bash', ...words]);
  }

  /** Waits, in the container, until a query gives that. */
  async until(query: string, answer: string): Promise<void> {
    const line = `for _ in {1..600}; do [[ $(psql -XAtq -U app -d postgres -c "$1") == "$2" ]] && exit; sleep 0.05; done; exit 1`;
    await promisify(execFile)('docker', [
      'exec',
      this.container(),
      'bash',
      '-c',
      line,
      'bash',
      query,
      answer,
    ]);
  }

  /** Does something in a transaction that stays open until what comes back is called, and then is taken back. */
  async holding(sql: string): Promise<() => Promise<void>> {
    const words = [
      'exec',
      '-e',
      'PGAPPNAME=holder',
      this.container(),
      'psql',
      '-Xq',
      '-U',
      'app',
      '-d',
      'postgres',
    ];
    const held = ['-c', 'BEGIN', '-c', sql, '-c', 'SELECT pg_sleep(600)'];
    const child = spawn('docker', [...words, ...held], { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('close', resolve));
    const holder = "FROM pg_stat_activity WHERE application_name = 'holder'";
    await this.until(`SELECT count(*) ${holder} AND wait_event = 'PgSleep'`, '1');
    return async () => {
      this.sql('postgres', `SELECT pg_terminate_backend(pid) ${holder}`);
      await ended;
    };
  }

  /** Databases of which the name begins so, with oid and whether they accept connections. */
  databases(beginning = ''): string[] {
    return this.sql(
      'postgres',
      `SELECT datname, oid, datallowconn FROM pg_database WHERE starts_with(datname, '${beginning}') ORDER BY 1`,
    ).split('\n');
  }

  oid(name: string): string {
    return this.sql(
      'postgres',
      `SELECT oid FROM pg_database WHERE datname = '${name.replaceAll("'", "''")}'`,
    );
  }

  /** All of a database as pg_dump writes it, in lines without an order; where sequences are is left out. */
  content(name: string): string[] {
    const dump = this.inside(['pg_dump', '-C', '-U', 'app', '-d', name]);
    const named = (line: string) =>
      line.replace(`DATABASE "${name}"`, 'DATABASE NAME').replace(`DATABASE ${name}`, 'DATABASE NAME');
    return dump
      .split('\n')
      .filter(
        (line) =>
          !/^(--|$|\\(un)?restrict |\\encoding |\\connect |COMMENT ON DATABASE|SELECT pg_catalog.setval)/.test(
            line,
          ),
      )
      .map(named)
      .sort();
  }

  sha256(path: string): string {
    return this.bash('sha256sum <"$1"', path).slice(0, 64);
  }

  async backup(values: Values): Promise<Inspection> {
    const SHADOWS = shadowsOf(values.DATABASE_NAME ?? '');
    const ran = await this.run('queries/inspect-backup', { SNAPSHOT: '', SHADOWS, ...values });
    if (ran.code !== 0) throw new Error(JSON.stringify(ran));
    return parseInspection(decodeFacts(ran.stdout));
  }

  async backupStore(directory: string, values: Values): Promise<BackupStore> {
    const ran = await this.run('queries/list-backups', { BACKUPS: directory, ...values });
    if (ran.code !== 0) throw new Error(JSON.stringify(ran));
    return parseBackupStore(decodeFacts(ran.stdout), directory);
  }

  /** Runs lines of bash with the functions of a host script, and of what it needs, at hand. */
  call(name: string, lines: string, values: Values): Promise<Ran> {
    const text = script(name, this.identity(values));
    return start(
      'bash -s',
      text.replace(/exit 0\n\}\n$/, () => `${lines}\nexit 0\n}\n`),
      this.env,
    ).ended;
  }

  /** An id as rollbacks have them, the same for the same text. */
  static idOf(text: string): string {
    return `r-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
  }
}
