import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { docker } from '../../support/demo/demo';

/** The table that clients write to while a rollback is at work, see writer.ts: it is judged by its rows. */
export const LEDGER = 'ledger';

/**
 * SQL that gives a line a table but for the ledger: its name and a checksum over its rows, whatever their order; then one
 * each constraint and each index.
 */
const SUMS = `(SELECT format('%I.%I', n.nspname, c.relname) || ' ' || (xpath('/row/s/text()', query_to_xml(format(
    'SELECT count(*) || '':'' || md5(coalesce(string_agg(md5(t::text), '''' ORDER BY md5(t::text)), '''')) AS s FROM %I.%I t', n.nspname, c.relname), false, true, '')))[1]::text
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relname <> '${LEDGER}' ORDER BY 1)
  UNION ALL (SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1)
  UNION ALL (SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1)`;

/** A line of the log, `<transaction> <database> LOG: …`, of a statement that replaces the live database. */
const REPLACES =
  /^(\d+) (?:(?!\S*_shadow_)\S+ LOG: .* statement: CREATE TABLE public\.goods|\S+ LOG: .* statement: ALTER DATABASE "?app_(?:shadow|before|undone)_[\w-]+"? RENAME TO "?app"?;)/gm;

export interface Database {
  readonly name: string;
  readonly oid: string;
  /** Whether one can connect. */
  readonly open: boolean;
  readonly comment: string;
}

/** A deployment's PostgreSQL, asked inside its container. */
export class Postgres {
  constructor(private readonly container: () => string) {}

  run(command: readonly string[], input = ''): string {
    return execFileSync('docker', ['exec', '-i', this.container(), ...command], {
      encoding: 'utf8',
      input,
      stdio: 'pipe',
    }).trimEnd();
  }

  /** A script of psql: a line a row, fields with `|` between. */
  sql(text: string, database = 'postgres'): string[] {
    const psql = ['psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-U', 'app', '-d', database, '-f', '-'];
    return this.run(psql, text).split('\n').filter(Boolean);
  }

  /** Databases beside those of every server. */
  databases(): Database[] {
    return this.sql(
      "SELECT datname, oid, datallowconn, shobj_description(oid, 'pg_database') FROM pg_database WHERE datname !~ '^(template.*|postgres|pristine)$' ORDER BY 1",
    ).map((line) => {
      const [name = '', oid = '', open, comment = ''] = line.split('|');
      return { name, oid, open: open === 't', comment };
    });
  }

  /** What a database says to a query. A sealed one is opened for as long as that takes. */
  private within(name: string, query: string): string[] {
    const [open] = this.sql(`SELECT datallowconn FROM pg_database WHERE datname = '${name}'`);
    const allow = (yes: boolean) => this.sql(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS ${yes}`);
    if (open === 'f') allow(true);
    try {
      return this.sql(query, name);
    } finally {
      if (open === 'f') allow(false);
    }
  }

  /** What a database holds, in one text. */
  content(name: string): string {
    return this.within(name, SUMS).join('\n');
  }

  /** The numbers that clients have written to a database. */
  ledger(name: string): number[] {
    return this.within(name, `SELECT n FROM ${LEDGER}`).map(Number);
  }

  /**
   * How often the live database was replaced since then: by another one that got its name, or by a restore into it, which
   * nobody does. The server's own log tells of the statements, and the server which of them were committed.
   */
  replacements(since: Date): number {
    const found = [...this.log(since).matchAll(REPLACES)].map(([, transaction = '']) => transaction);
    // One that is a transaction of its own is through when it is told, and has its number no more.
    const alone = found.filter((transaction) => transaction === '0').length;
    const others = [...new Set(found)].filter((transaction) => transaction !== '0');
    if (others.length === 0) return alone;
    const all = others.map((transaction) => `('${transaction}')`).join();
    const committed = `SELECT count(*) FROM (VALUES ${all}) t (id) WHERE pg_xact_status(id::xid8) = 'committed'`;
    return alone + Number(this.sql(committed)[0]);
  }

  /** What the server has said since then, all of it: Docker has it some time later, so a last statement is waited for. */
  log(since: Date): string {
    const words = ['logs', '--since', since.toISOString(), this.container()];
    const last = randomUUID();
    this.sql(`SELECT '${last}'`);
    for (let turn = 0; turn < 200; turn += 1) {
      const { stderr } = spawnSync('docker', words, { encoding: 'utf8', maxBuffer: 1 << 28 });
      if (stderr.includes(last)) return stderr;
    }
    throw new Error("the server's log does not come");
  }

  /** How many sessions of rollback steps there are, in that state or in any; none where no server runs. */
  sessions(state = ''): number {
    const container = this.container();
    if (container === '' || docker('inspect', '-f', '{{.State.Running}}', container)[0] !== 'true') return 0;
    return Number(
      this.sql(
        `SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'chronos-rollback%' AND '${state}' IN ('', state) AND pid <> pg_backend_pid()`,
      )[0],
    );
  }
}
