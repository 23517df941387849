import { z } from 'zod';
import { ageText } from '../../audit/text/duration';
import type { Attempt } from '../../machines/model/attempt';
import { inMib } from '../../audit/text/dataSection';
import { listDatabases } from '../../audit/text/postgres/programs';
import { dropDatabase } from '../../audit/text/postgres/statements';
import { section } from '../../audit/text/section';
import { agrees } from '../terminal/prompt';
import { askHost } from '../host/scripts';
import { journalIn } from '../host/journal';
import { settingsInFile } from '../pulumi/fileSettings';
import { type Left, type RetainedDatabases, retainedDatabasesOn } from '../host/retainedDatabases';
import type { Session } from '../pulumi/session';
import { inRows, originOf, ownerOf } from '../host/databaseOrigin';
import { Stop } from '../exit';

const Counted = z.object({
  tables: z.array(z.object({ table: z.string(), rows: z.number() })),
  /** A DROP of it was cut off. */
  inPart: z.boolean().optional(),
});
const Dropped = z.object({ summary: z.string() });

/** How many tables are shown. */
const MOST = 50;

const HEADER = ['NAME', 'SIZE', 'AGE', 'WHAT'];

/** Lists the databases that rollbacks have left on the deployment's server; drops the one that is named. */
export async function prune(
  session: Session,
  name: string | undefined,
  { yes }: { readonly yes?: boolean },
): Promise<number> {
  const leftovers = await retainedDatabasesOn(settingsInFile(session.place));
  const { attempts } = await journalIn(leftovers.values.STATE);
  if (name !== undefined) return drop(session, name, yes === true, leftovers, attempts);
  list(session, leftovers, attempts);
  return 0;
}

/** One of them as a row: name, size, age, and what it is. */
function rowOf(live: string, left: Left, attempts: readonly Attempt[], now: string): string[] {
  const { at, what } = originOf(live, left, attempts);
  return [left.name, inMib(left.bytes), at ? ageText(at, now) : 'unknown', what];
}

function list(
  { output }: Session,
  { live, left, values, line }: RetainedDatabases,
  attempts: readonly Attempt[],
): void {
  const ours = left.filter((one) => ownerOf(live, one, attempts) === live);
  const now = new Date().toISOString();
  output.typed(line(listDatabases(`${values.BASE}_`)));
  if (ours.length === 0) {
    output.write(`rollbacks have left no database beside ${live}`);
    return;
  }
  const rows = [HEADER, ...ours.map((one) => rowOf(live, one, attempts, now))];
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const widths = [width(0), width(1), width(2), 0];
  output.write(rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')));
  output.write(['DO     ./rollback prune NAME']);
}

async function drop(
  session: Session,
  name: string,
  yes: boolean,
  { live, left, values, line }: RetainedDatabases,
  attempts: readonly Attempt[],
): Promise<number> {
  const { output } = session;
  const one = left.find((other) => other.name === name);
  const owner = one ? ownerOf(live, one, attempts) : live;
  if (owner !== live)
    throw new Stop(
      'prune.other-owner',
      `${name} belongs to the database ${owner}, and this is about ${live}`,
    );
  const origin = one && originOf(live, one, attempts);
  const pins = {
    ...values,
    NAME: name,
    LEFT_OID: one?.oid ?? '',
    ROLLBACK: origin?.rollback ?? '-',
    SINCE: origin?.since ?? '',
    KNOWN: origin?.isKnown ? 'yes' : '',
  };
  const failed = `${name} has not been dropped:`;
  const { tables, inPart } = await askHost(
    'commands/drop-retained-database',
    { ...pins, DROP: '' },
    { answer: Counted, failed },
  );
  if (!one || !origin)
    throw new Stop('prune.just-made', `${name} was made while it was looked for; type it again`);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const counted = inPart
    ? 'nothing that can be read: a DROP of it was cut off'
    : `${inRows(rows)} that ${rows === 1 ? 'lives' : 'live'} only there (${origin.basis})`;
  const [, size = '', age = '', what = ''] = rowOf(live, one, attempts, new Date().toISOString());
  output.write([
    ...section('DROP', [`${name}, ${size}, ${origin.at ? `${age} old` : 'of unknown age'}`]),
    ...section('WHAT', [what]),
    ...section('ROWS', [
      counted,
      ...tables.slice(0, MOST).map((table) => `  ${table.table}: ${table.rows}`),
      ...(tables.length > MOST ? [`  and ${tables.length - MOST} more tables`] : []),
      ...(rows > 0 && origin.exports ? [`${origin.exports} exports them`] : []),
    ]),
  ]);
  if (!yes && !(await agrees(session, 'Type yes to drop it:'))) return 1;
  output.typed(line(dropDatabase(name)));
  const note = `${values.OPERATOR} drops the database ${name}, ${size}, with ${counted}`;
  const { summary } = await askHost(
    'commands/drop-retained-database',
    { ...pins, DROP: note },
    { answer: Dropped, failed },
  );
  output.write([`done  ${summary}`]);
  return 0;
}
