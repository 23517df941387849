import { writtenOut } from '../../machines/text/escapeControl';
import { inRows } from '../host/databaseOrigin';
import type { Exported } from './exportedTable';

/** Text as code in Markdown. */
export const code = (text: string): string =>
  text.includes('`') ? `\`\` ${writtenOut(text)} \`\`` : `\`${writtenOut(text)}\``;

/** Tables so that what others refer to comes first, and those that refer to each other in a circle, last. */
export function inOrder(tables: readonly Exported[]): { ordered: Exported[]; circular: string[] } {
  const ordered: Exported[] = [];
  let rest = [...tables].sort((a, b) => (a.table < b.table ? -1 : 1));
  const isFree = ({ is }: Exported) => !rest.some(({ table }) => is.references.includes(table));
  for (let free = rest.filter(isFree); free.length > 0; free = rest.filter(isFree)) {
    ordered.push(...free);
    rest = rest.filter((table) => !ordered.includes(table));
  }
  return { ordered: [...ordered, ...rest], circular: rest.map(({ table }) => table) };
}

/** Large objects are written by functions of their own; a page has 2048 bytes (LOBLKSIZE of PostgreSQL). */
const LARGE_OBJECTS = 'pg_catalog.pg_largeobject';
const LARGE_OBJECT_SQL = `SELECT lo_create(loid) FROM (SELECT DISTINCT loid FROM new_rows) n
  WHERE NOT EXISTS (SELECT FROM pg_largeobject_metadata m WHERE m.oid = n.loid);
SELECT lo_put(loid, pageno::bigint * 2048, data) FROM new_rows;`;

/** The statements that put the rows of the staging table where they belong. */
function insertion({ table, live, is }: Exported): string {
  if (table === LARGE_OBJECTS) return LARGE_OBJECT_SQL;
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

/** What is to be known before. */
function remarks({ table, live, is }: Exported, database: string): string[] {
  const isKnown = (name: string) => table === LARGE_OBJECTS || live.includes(name);
  const missing = is.columns.flatMap(({ name }) => (isKnown(name) ? [] : [name]));
  return [
    ...(missing.length > 0
      ? [`${code(database)} has no column ${missing.map(code).join(', ')}: left out of the second statement.`]
      : []),
    ...(is.key.length === 0 && table !== LARGE_OBJECTS
      ? [
          'It has no primary key: a row that is there already would be there twice, and of one that was changed both versions.',
        ]
      : []),
  ];
}

/** How the rows of one table are applied again. */
export function applied(table: Exported, database: string): string {
  const head = `### ${code(table.table)}, ${inRows(table.rows)}\n`;
  if (table.live.length === 0 && table.table !== LARGE_OBJECTS)
    return `${head}\n${code(database)} has no such table.\n`;
  const columns = table.is.columns.map(({ name, type }) => `${name} ${type}`).join(', ');
  return [
    head,
    ...remarks(table, database).map((line) => `${line}\n`),
    `\`\`\`sql
BEGIN;
CREATE TEMP TABLE new_rows (${columns}) ON COMMIT DROP;
\\copy new_rows FROM '${table.file}' (FORMAT csv, HEADER)
${insertion(table)}
COMMIT;
\`\`\`
`,
  ].join('\n');
}
