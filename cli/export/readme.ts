import { basename } from 'node:path';
import { psqlLine } from '../../audit/text/postgres/programs';
import type { Backup } from '../../machines/model/backup';
import { copyLine, inContainer } from '../../audit/text/runtime/dockerLine';
import { shellQuote } from '../../machines/text/shellQuote';
import { clock } from '../host/databaseOrigin';
import { applied, code, inOrder } from './reapply';
import { Exported } from './exportedTable';

/** What an export is of. */
export interface Export {
  readonly id: string;
  readonly name: string;
  readonly live: string;
  /** When it was sealed. */
  readonly at: string;
  readonly since: string;
  readonly backup?: Backup;
  readonly server: string;
  readonly user: string;
  readonly directory: string;
  readonly tables: readonly Exported[];
}

function which({ live, since, backup }: Export): string {
  if (!since)
    return `Here are its rows whose content was not in ${code(live)}, as that was when they were exported, or not as often. The backup does not say of which moment it is, so rows that ${code(live)} has had changed since the rollback are among them.`;
  const taken = `the backup taken at ${clock(backup?.takenAt ?? '')} (${code(backup?.path ?? '')})`;
  return `Here are its rows that are new or changed since ${taken}; which those are tells the snapshot of that backup.`;
}

/** The README.md beside an export: what the rows are, what they are not, and how one applies them again. */
export function readmeOf(given: Export): string {
  const { id, name, live, at, server, user, directory, tables } = given;
  const { ordered, circular } = inOrder(tables);
  const there = `/tmp/${basename(directory)}`;
  return `# Rows that live only in ${code(name)}

Until rollback ${id} gave its name to a restored backup, ${clock(at)}, it was ${code(live)}. ${which(given)}

| table | rows | file |
| --- | --- | --- |
${ordered.map(({ table, rows, file }) => `| ${code(table).replaceAll('|', '\\|')} | ${rows} | ${file} |`).join('\n')}

- Nothing was re-applied. No database was changed.
- A changed row is here as it was last. It replaces the older version that ${code(live)} may have.
- Rows that were deleted since the backup are not here; ${code(live)} has them again.
- UTF-8, with a header. An empty field is NULL, \`""\` is an empty text.

## How to apply them again

Look at them first: some may be what the rollback was for. Take the tables in the order above, which is the one that foreign keys want: what others refer to comes first.
${circular.length > 0 ? `These refer to each other, so none of them can be first; apply them in one transaction, with constraints that can be deferred: ${circular.map(code).join(', ')}.\n` : ''}
\`\`\`sh
${copyLine(directory, server, there)}
${inContainer(server, { at: there })} ${psqlLine({ user, database: live })}
${inContainer(server)} rm -r ${shellQuote(there)}   # afterwards
\`\`\`

For each table the rows go into a staging table, and from there to where they belong. With \`ROLLBACK\` in the place of \`COMMIT\` it is a trial. A row that breaks another rule of the table stops it, and nothing of it is written. Triggers fire as for any other write.

${ordered.map((table) => applied(table, live)).join('\n')}`;
}
