import { databaseNames } from '../../../../machines/postgres/databaseNames';
import { openedBy, type Printed, type Values } from '../../../support/host/host';
import { Server } from './server';

/** What a step's verdict tells of the database besides. */
export interface Verdict extends Printed {
  readonly loss?: {
    method: string;
    rows: number;
    gone: number;
    tables: { table: string; written: number; gone: number }[];
  };
  readonly swap?: { seconds: number; oid: string; snapshot: string; kept: string };
}

/** The sessions of steps that change databases, see at_work in host/lib/postgres/client.sh. */
const AT_WORK =
  "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'chronos-rollback at work %'";

/** One rollback of one database, with a state directory of its own, its pins as the program makes them. */
export class Incident {
  readonly id: string;
  readonly identity: Values;
  backup = { path: '', sha256: '', snapshot: '' };
  oid = '';

  constructor(
    readonly server: Server,
    readonly name: string,
    label = name,
  ) {
    this.id = Server.idOf(label);
    this.identity = { DATABASE_NAME: name, STATE: this.state };
  }

  get state(): string {
    return `${this.server.state}-${this.id}`;
  }
  get names() {
    return databaseNames(this.name, this.id, this.backup.sha256);
  }

  create(sql: string, options = ''): this {
    this.server.sql(
      'postgres',
      `CREATE DATABASE "${this.name}" ${options};\n\\connect "${this.name}"\n${sql}`,
    );
    return this;
  }
  sql(sql: string, database = this.name): string {
    return this.server.sql(database, sql);
  }

  /** Takes a backup of what is live and plans with it. */
  dump(...options: string[]): this {
    const path = `/backups/${this.id}.dump`;
    const words = options.length > 0 ? options : ['-Fc'];
    const query = 'SELECT txid_current_snapshot(), oid FROM pg_database WHERE datname = current_database()';
    const printed = this.server.bash(
      `psql -XAtq -U app -d "$1" -c "$2"; pg_dump -U app -f "$3" "\${@:4}" -d "$1"; sha256sum <"$3"`,
      ...[this.name, query, path, ...words],
    );
    const [, snapshot = '', oid = '', sha256 = ''] = /^(.+)\|(\d+)\n([0-9a-f]{64})/.exec(printed) ?? [];
    this.backup = { path, sha256, snapshot };
    this.oid = oid;
    return this;
  }
  plan(path: string, snapshot = '', sha256 = this.server.sha256(path)): this {
    this.backup = { path, sha256, snapshot };
    this.oid = this.server.oid(this.name);
    return this;
  }
  pins(more: Values = {}): Values {
    const { shadow, sealed } = this.names;
    const { path, sha256, snapshot } = this.backup;
    return {
      ROLLBACK: this.id,
      COMMIT: this.server.commitId,
      IMAGES: '',
      REFERENCES: '',
      LINKS: '',
      BACKUP: path,
      SHA256: sha256,
      STRATEGY: 'shadow',
      ...(snapshot && { SNAPSHOT: snapshot }),
      LIVE_OID: this.oid,
      SHADOW: shadow,
      SEALED: sealed,
      ...more,
    };
  }

  async open(consent: number | 'any' = 'any'): Promise<void> {
    const { LIVE_OID = '' } = this.pins();
    const DEADLINES = 'prepare=90\nrestore=60\nverify=30\nundo=60';
    const values = { ROLLBACK: this.id, LIVE_OID, CONSENT: `${consent}`, DEADLINES, ...this.identity };
    const answer = await this.server.open(values);
    if (!answer.ok) throw new Error(answer.summary);
  }
  step(step: 'prepare' | 'restore' | 'verify', more: Values = {}): Promise<Verdict> {
    return this.server.step(step, this.pins(more), this.identity);
  }
  /** A step that has to end well. */
  async done(step: 'prepare' | 'restore' | 'verify'): Promise<Verdict> {
    const verdict = await this.step(step);
    if (!verdict.ok) throw new Error(JSON.stringify(verdict, null, 1));
    return verdict;
  }
  /** A step that is killed for good at a fail point, see host/lib/base.sh. */
  async cut(step: 'prepare' | 'restore', point: string): Promise<void> {
    await this.server.killed(point, step, this.pins(), this.identity);
  }
  /**
   * A restore that is killed behind its fence, while its session in the server waits for somebody who changes the shadow.
   * Gives what lets that one go: the session goes on then, to the end of the swap.
   */
  async cutBesideItsSession(): Promise<() => Promise<void>> {
    const release = await this.server.holding(`ALTER DATABASE "${this.names.shadow}" CONNECTION LIMIT 5`);
    const { pid, ended } = this.server.start('restore', this.pins(), this.identity);
    await this.server.until(`${AT_WORK} AND wait_event_type = 'Lock'`, '1');
    // With all that it has started here, which would keep its lock.
    for (const each of new Set([pid, ...openedBy(`${this.state}/lock`)])) process.kill(each, 'SIGKILL');
    await ended;
    return release;
  }
  /** The same with its session, as when the machine goes down. */
  async cutBehindFence(): Promise<void> {
    const release = await this.cutBesideItsSession();
    this.server.sql('postgres', AT_WORK.replace('count(*)', 'pg_terminate_backend(pid)'));
    await release();
  }
  /** How many sessions of steps there are in the server. */
  sessions(): string {
    return this.server.sql('postgres', AT_WORK);
  }

  /** Opens, prepares and restores; restore's verdict. */
  async restored(): Promise<Verdict> {
    await this.open();
    await this.done('prepare');
    return this.done('restore');
  }

  undoPins(): Values {
    const { sealed, abandoned } = this.names;
    return {
      ROLLBACK: this.id,
      OF: this.id,
      COMMIT: this.server.commitId,
      IMAGES: '',
      REFERENCES: '',
      WELL: '',
      DATABASE: '',
      VOLUMES: '',
      LIVE_OID: this.oid,
      STRATEGY: 'shadow',
      SEALED: sealed,
      ABANDONED: abandoned,
    };
  }
  undo(): Promise<Verdict> {
    return this.server.step('undo', this.undoPins(), this.identity);
  }
}
