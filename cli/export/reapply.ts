import { isLargeObjects, reapplyRows } from '../../audit/text/postgres/reapplyRows';
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

/** What is to be known before. */
function remarks({ table, live, is }: Exported, database: string): string[] {
  const isKnown = (name: string) => isLargeObjects(table) || live.includes(name);
  const missing = is.columns.flatMap(({ name }) => (isKnown(name) ? [] : [name]));
  return [
    ...(missing.length > 0
      ? [`${code(database)} has no column ${missing.map(code).join(', ')}: left out of the second statement.`]
      : []),
    ...(is.key.length === 0 && !isLargeObjects(table)
      ? [
          'It has no primary key: a row that is there already would be there twice, and of one that was changed both versions.',
        ]
      : []),
  ];
}

/** How the rows of one table are applied again. */
export function applied(table: Exported, database: string): string {
  const head = `### ${code(table.table)}, ${inRows(table.rows)}\n`;
  if (table.live.length === 0 && !isLargeObjects(table.table))
    return `${head}\n${code(database)} has no such table.\n`;
  return [
    head,
    ...remarks(table, database).map((line) => `${line}\n`),
    `\`\`\`sql\n${reapplyRows(table)}\n\`\`\`\n`,
  ].join('\n');
}
