import { join } from 'node:path';
import { z } from 'zod';
import { createdbLine, restoreInto } from '../../audit/text/postgres/programs';
import { inContainer } from '../../audit/text/runtime/dockerLine';
import type { Attempt } from '../../machines/model/attempt';
import { isInPlace } from '../../machines/model/backup';
import { databaseOf } from '../../machines/model/plan';
import { databaseNames } from '../../machines/postgres/databaseNames';
import { shellQuote } from '../../machines/text/shellQuote';
import { askHost, hostPath } from '../host/scripts';
import { journalIn } from '../host/journal';
import { settingsInFile } from '../pulumi/fileSettings';
import { type RetainedDatabases, retainedDatabasesOn } from '../host/retainedDatabases';
import type { Session } from '../pulumi/session';
import { inRows, rowsBefore, swapOf } from '../host/databaseOrigin';
import { Stop } from '../exit';
import { readmeOf } from '../export/readme';
import { Exported } from '../export/exportedTable';

const Answer = z.object({ tables: z.array(Exported) });
const Written = z.object({ summary: z.string() });

/** Exports the rows that live only in the database that a rollback has sealed, as CSV with a README beside. */
export async function writes(
  session: Session,
  id: string,
  { out }: { readonly out?: string },
): Promise<number> {
  const { output } = session;
  const directory = hostPath(out ?? `writes-${id}`);
  const leftovers = await retainedDatabasesOn(settingsInFile(session.place));
  const { live, server, user, values } = leftovers;
  const { attempts } = await journalIn(values.STATE);
  const { attempt, name, at } = sealedBy(id, leftovers, attempts);
  const { since, basis } = rowsBefore(live, attempt, attempts);
  const pins = {
    ...values,
    NAME: name,
    LEFT_OID: databaseOf(attempt.plan).oid,
    KNOWN: 'yes',
    SINCE: since,
    OUT: directory,
  };
  const failed = `the rows of ${name} have not been exported:`;
  const { tables } = await askHost('commands/export-writes', pins, { answer: Answer, failed });
  if (tables.length === 0) {
    output.write(`0 rows live only in ${name} (${basis}); nothing was exported.`);
    return 0;
  }
  const { backup } = attempt.plan;
  const readme = readmeOf({
    id,
    name,
    live,
    at,
    since,
    server,
    user,
    directory,
    tables,
    ...(backup ? { backup } : {}),
  });
  await askHost(
    'commands/write-export-readme',
    { OUT: directory, README: readme },
    { answer: Written, failed: `the rows are in ${directory}, without a README.md beside:` },
  );
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  output.write([
    `done  ${inRows(rows)} of ${name} (${basis}) in ${directory}; nothing was re-applied`,
    ...tables.map((table) => `      ${table.table}: ${table.rows}, ${table.file}`),
    `DO     less ${shellQuote(join(directory, 'README.md'))}`,
  ]);
  return 0;
}

/** The database that a rollback has sealed and when that was. Throws a Stop that says where its rows are else. */
function sealedBy(
  id: string,
  { live, left, dumps, values, server, user }: RetainedDatabases,
  attempts: readonly Attempt[],
) {
  const attempt = attempts.find(({ plan }) => plan.id === id);
  if (!attempt) {
    const known = attempts.flatMap((one) => (swapOf(one).swap ? [one.plan.id] : [])).reverse();
    throw new Stop(
      'rollback.unknown',
      `${values.STATE}/journal.jsonl knows no rollback ${id}; ${known.length > 0 ? `a database was restored by ${known.join(', ')}` : 'none has restored a database'}`,
    );
  }
  const { plan, outcome, notes } = attempt;
  if (plan.of)
    throw new Stop('rollback.is-undo', [
      `${id} is the undo of ${plan.of}`,
      `DO     ./rollback writes ${plan.of}`,
    ]);
  const { swap, at } = swapOf(attempt);
  if (!plan.backup || !swap)
    throw new Stop('writes.none', `rollback ${id} has restored no database, so no row lives anywhere else`);
  if (outcome === undefined)
    throw new Stop('rollback.open', [`rollback ${id} is not over`, 'DO     ./rollback recover']);
  const names = databaseNames(databaseOf(plan).name || live, id, plan.backup.sha256);
  if (isUndone(attempt, attempts))
    throw new Stop('writes.taken-back', undoneLines(id, live, names.abandoned, left));
  if (isInPlace(plan))
    throw new Stop('writes.in-a-dump', dumpOf(id, values.STATE, dumps.has(id), server, user));
  if (!left.some(({ name }) => name === swap.kept)) {
    const dropped = notes.findLast((note) => note.includes(swap.kept));
    throw new Stop(
      'writes.dropped',
      `${swap.kept} is gone, and the rows that lived only there with it${dropped ? `: ${dropped}` : ''}`,
    );
  }
  return { attempt, name: swap.kept, at };
}

/** Whether what was live before is live again: by the rollback itself, or by an undo of its own. */
const isUndone = ({ plan, outcome }: Attempt, attempts: readonly Attempt[]): boolean =>
  outcome === 'undone' || attempts.some((other) => other.plan.of === plan.id && other.outcome === 'undone');

const undoneLines = (
  id: string,
  live: string,
  abandoned: string,
  left: RetainedDatabases['left'],
): string[] => [
  `rollback ${id} is taken back: what was written before it is in ${live} again`,
  ...(left.some(({ name }) => name === abandoned)
    ? [
        `What was written to the restored database in between is in ${abandoned}: ./rollback prune ${abandoned} counts it first.`,
      ]
    : []),
];

/** After a restore in place a dump has the rows, whole; looked at it is in a database of its own. */
function dumpOf(id: string, state: string, isThere: boolean, server: string, user: string): string[] {
  const dump = join(state, id, 'safety.dump');
  const exec = inContainer(server, { reads: true });
  const beside = { user, database: `look_${id.replace('-', '_')}` };
  return isThere
    ? [
        `rollback ${id} has restored in place: the database as it was before is in ${dump}, no database is sealed`,
        'To look into it, restore it beside:',
        `  ${exec} ${createdbLine(beside)}`,
        `  ${exec} ${restoreInto(beside, dump)}`,
      ]
    : [
        `rollback ${id} has restored in place, and the dump of the database as it was before is gone: ${dump}`,
      ];
}
