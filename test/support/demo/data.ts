import { execFileSync } from 'node:child_process';
import type { Demo } from './demo';

/** Runs SQL in a database of a demo, by its container's own psql: a line a row, fields with `|` between. */
export function sqlIn(demo: Demo, sql: string, database = 'chronos_financial'): string[] {
  const psql = ['psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-U', 'chronos_user', '-d', database, '-f', '-'];
  const exec = ['exec', '-i', demo.container('postgres'), ...psql];
  return execFileSync('docker', exec, { input: sql, encoding: 'utf8', stdio: 'pipe' })
    .split('\n')
    .filter(Boolean);
}

const TABLES = `SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY 1`;
const THINGS = `SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL SELECT 'constraint', conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT 'view', viewname || ' ' || definition FROM pg_views WHERE schemaname = 'public'
  UNION ALL SELECT 'grant', relname || ' ' || coalesce(relacl::text, '') FROM pg_class WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT 'sequence', schemaname || '.' || sequencename FROM pg_sequences ORDER BY 1, 2`;

/** One SELECT that gives a checksum over the rows of each table, in the order of the tables. */
const SUMS = `SELECT string_agg(format($$SELECT %L, count(*), md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) FROM %s t$$, name, name), ' UNION ALL ')
  FROM (${TABLES}) AS tables (name)`;

/** All that a database holds, in a value that can be compared: a checksum over the rows of each table, and all around them. */
export function contentOf(demo: Demo, database?: string): Record<string, unknown> {
  const lines = sqlIn(demo, `${SUMS} \\gexec\n\\echo ==\n${THINGS}`, database);
  const end = lines.indexOf('==');
  return { rows: lines.slice(0, end).sort(), things: lines.slice(end + 1) };
}

/** Where each sequence stands. */
export const sequencesOf = (demo: Demo, database?: string): Record<string, number> =>
  Object.fromEntries(
    sqlIn(demo, 'SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences', database)
      .map((line) => line.split('|'))
      .map(([name = '', value]) => [name, Number(value)]),
  );

/** The databases that rollbacks have left, by what comes behind the live one's name. */
export const leftBehind = (demo: Demo): string[] =>
  sqlIn(
    demo,
    "SELECT datname FROM pg_database WHERE datname LIKE 'chronos_financial\\_%' ORDER BY 1",
    'postgres',
  ).map((name) => name.slice('chronos_financial_'.length));
