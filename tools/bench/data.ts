import type { Server } from './server';

/** A database that is filled, and the backup that everything goes back to. */
export interface Data {
  readonly database: string;
  readonly backup: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Answered with a row only where the last one is in its place, can be written, and has its account. */
  readonly ask: string;
  /** What is inserted here has no key that a restore could stumble over. */
  readonly write: readonly string[];
}

const ACCOUNTS = 10_000;
/** Bytes that a row of `entries` takes with its indexes, and what an empty database has. */
const ROW = 286;
const EMPTY = 9e6;

const tables = (entries: number): string[] => [
  'CREATE TABLE accounts (id int, owner text NOT NULL, balance bigint NOT NULL DEFAULT 0)',
  'CREATE TABLE entries (id bigserial, account_id int NOT NULL, at timestamptz NOT NULL, amount bigint NOT NULL, memo text NOT NULL)',
  'CREATE TABLE visits (account_id int NOT NULL, at timestamptz NOT NULL DEFAULT now())',
  `INSERT INTO accounts SELECT n, md5(n::text) FROM generate_series(1, ${ACCOUNTS}) n`,
  `INSERT INTO entries SELECT n, 1 + n % ${ACCOUNTS}, timestamptz '2026-01-01' + n * interval '1 second', n % 997, md5(n::text) || md5((-n)::text) FROM generate_series(1, ${entries}) n`,
  `SELECT setval('entries_id_seq', ${entries})`,
  'ALTER TABLE accounts ADD PRIMARY KEY (id)',
  'ALTER TABLE entries ADD PRIMARY KEY (id), ADD FOREIGN KEY (account_id) REFERENCES accounts',
  'ALTER TABLE visits ADD FOREIGN KEY (account_id) REFERENCES accounts',
  'CREATE INDEX ON entries (account_id, at)',
  'CREATE INDEX ON entries (memo)',
  'CREATE INDEX ON visits (at)',
  'ANALYZE',
];

/** Makes a database of about so many megabytes, and its backup inside the container. */
export async function makeData(server: Server, megabytes: number): Promise<Data> {
  const database = `app${megabytes}`;
  const backup = `/var/${database}.dump`;
  const entries = Math.max(1000, Math.round((megabytes * 1e6 - EMPTY) / ROW));
  await server.sql('postgres', `CREATE DATABASE ${database}`);
  await server.sql(database, ...tables(entries));
  await server.run('pg_dump', '-Fc', '-U', server.user, '-f', backup, database);
  const [sha256 = ''] = (await server.run('sha256sum', backup)).split(' ');
  return {
    database,
    backup,
    sha256,
    bytes: Number(await server.sql(database, 'SELECT pg_database_size(current_database())')),
    ask: `WITH one AS (UPDATE entries SET amount = amount WHERE id = ${entries} RETURNING account_id) SELECT owner FROM one JOIN accounts ON id = account_id`,
    write: [
      `INSERT INTO visits SELECT 1 + (random() * ${ACCOUNTS - 1})::int`,
      `UPDATE accounts SET balance = balance + 1 WHERE id = 1 + (random() * ${ACCOUNTS - 1})::int`,
    ],
  };
}
