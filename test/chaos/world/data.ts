import { LEDGER, type Postgres } from './content';

const ALONE = (name: string): string =>
  `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`;

/** Rows of before the backup. */
const OLD = `CREATE TABLE goods (id serial PRIMARY KEY, v text);
  INSERT INTO goods (v) SELECT 'old' FROM generate_series(1, 50);
  CREATE TABLE kinds (k text PRIMARY KEY);
  INSERT INTO kinds VALUES ('a');
  CREATE TABLE ${LEDGER} (n int PRIMARY KEY)`;
/** What was written since. */
const NEW = `INSERT INTO goods (v) SELECT 'new' FROM generate_series(1, 7);
  UPDATE goods SET v = 'changed' WHERE id = 3;
  CREATE TABLE later (id int PRIMARY KEY, good int REFERENCES goods)`;

/** The two databases that there are: what the backup holds, and what has been live since. */
export class Data {
  /** What is in them, by Postgres.content. */
  backup = '';
  live = '';

  constructor(private readonly postgres: Postgres) {}

  /** Makes both, and keeps a pristine one to begin anew from. */
  fill(): void {
    const { postgres } = this;
    postgres.sql(OLD, 'app');
    postgres.run(['pg_dump', '-Fc', '-U', 'app', '-f', '/backups/before.dump', '-d', 'app']);
    this.backup = postgres.content('app');
    postgres.sql(NEW, 'app');
    this.live = postgres.content('app');
    postgres.sql(`${ALONE('app')}; CREATE DATABASE pristine TEMPLATE app`);
  }

  /** Only the live one is there, as it was after `fill`. */
  reset(): void {
    const { postgres } = this;
    postgres.run(['sh', '-c', 'rm -rf /tmp/chronos-rollback*']);
    const found = postgres.databases();
    const [first] = found;
    const isAsItWas = () => postgres.content('app') === this.live && postgres.ledger('app').length === 0;
    if (found.length === 1 && first?.name === 'app' && first.open && isAsItWas()) return;
    const drop = found.map(
      ({ name }) =>
        `ALTER DATABASE "${name}" ALLOW_CONNECTIONS false; ${ALONE(name)}; DROP DATABASE "${name}";`,
    );
    postgres.sql([...drop, `${ALONE('pristine')};`, 'CREATE DATABASE app TEMPLATE pristine'].join('\n'));
  }
}
