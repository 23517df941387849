interface Column {
  readonly name: string;
  readonly type: string;
  readonly generated: boolean;
  readonly always: boolean;
}

/** A table of which rows are in a file of CSV; names and types are as SQL has them. */
export interface RowsOfTable {
  readonly table: string;
  readonly file: string;
  /** The columns that the live database has by the same names. */
  readonly live: readonly string[];
  readonly is: { readonly columns: readonly Column[]; readonly key: readonly string[] };
}

/** Large objects are written by functions of their own; a page has 2048 bytes (LOBLKSIZE of PostgreSQL). */
const LARGE_OBJECT_SQL = `SELECT lo_create(loid) FROM (SELECT DISTINCT loid FROM new_rows) n
  WHERE NOT EXISTS (SELECT FROM pg_largeobject_metadata m WHERE m.oid = n.loid);
SELECT lo_put(loid, pageno::bigint * 2048, data) FROM new_rows;`;

/** Whether a table is the one that PostgreSQL keeps all large objects in. */
export const isLargeObjects = (table: string): boolean => table === 'pg_catalog.pg_largeobject';

/** The statements that put the rows of the staging table where they belong. */
function insertion({ table, live, is }: RowsOfTable): string {
  if (isLargeObjects(table)) return LARGE_OBJECT_SQL;
  const columns = is.columns.filter(({ name, generated }) => !generated && live.includes(name));
  const names = columns.map(({ name }) => name).join(', ');
  const overriding = columns.some(({ always }) => always) ? ' OVERRIDING SYSTEM VALUE' : '';
  const set = columns
    .filter(({ name, always }) => !always && !is.key.includes(name))
    .map(({ name }) => `${name} = EXCLUDED.${name}`);
  const hasKey = is.key.length > 0 && is.key.every((name) => live.includes(name));
  const conflict = `\n  ON CONFLICT (${is.key.join(', ')}) DO ${set.length > 0 ? `UPDATE SET ${set.join(', ')}` : 'NOTHING'}`;
  return `INSERT INTO ${table} (${names})${overriding}\n  SELECT ${names} FROM new_rows${hasKey ? conflict : ''};`;
}

/** What psql is told so that the rows of a table are applied again: by a staging table, in one transaction. */
export function reapplyRows(rows: RowsOfTable): string {
  const columns = rows.is.columns.map(({ name, type }) => `${name} ${type}`).join(', ');
  return `BEGIN;
CREATE TEMP TABLE new_rows (${columns}) ON COMMIT DROP;
\\copy new_rows FROM '${rows.file}' (FORMAT csv, HEADER)
${insertion(rows)}
COMMIT;`;
}
