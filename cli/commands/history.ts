import type { AuditEntry } from '../../audit/auditEntry';
import { auditEntry } from '../../audit/auditEntry';
import { History } from '../report/answers';
import { stateOf } from '../host/deployment';
import { journalIn } from '../host/journal';
import { settingsInFile } from '../pulumi/fileSettings';
import type { Session } from '../pulumi/session';
import { stackOutputs } from '../pulumi/stackOutputs';
import { Stop } from '../exit';
import { minuteOf } from '../../machines/text/isoTime';

/** `2026-11-22 02:38` of a time in ISO 8601: the host's clock, UTC. */

/** One rollback as one row; it breaks at its columns where the terminal is narrow. */
function historyRow(entry: AuditEntry): string {
  const { id, opened, outcome, scenario, from, to, operator, reason } = entry;
  const what = `${scenario} ${from.slice(0, 7)} -> ${to.slice(0, 7)}`;
  return `${id}  ${minuteOf(opened)}  ${outcome.padEnd(9)} ${what}  ${operator}${reason && `: ${reason}`}`;
}

const HEADER = 'ID          WHEN (UTC)        OUTCOME   WHAT, BY WHOM AND WHY';

/** The host's rollbacks, newest first: from its journal; from the stack, which may be older, where that has none to tell. */
export async function history(session: Session): Promise<number> {
  const { output } = session;
  const { entries, problem } = await fromJournal(session);
  if (entries.length > 0) {
    output.write([HEADER, ...entries.map(historyRow)]);
    answer(session, 'journal', entries);
    return 0;
  }
  const { audit } = stackOutputs(session, 'audit');
  const stored = audit?.newest ?? [];
  if (stored.length === 0) {
    if (problem) throw problem;
    output.write('no rollback has been made on this host');
    answer(session, 'journal', []);
    return 0;
  }
  output.write([
    ...(problem?.lines ?? ['the journal of this host has none']),
    'From the stack, as its last update has left it:',
    ...[HEADER, ...stored.map(historyRow)],
  ]);
  const more = (audit?.total ?? 0) - stored.length;
  if (more > 0) output.write(`and ${more} older: only the journal has them`);
  answer(session, 'stack', stored, { total: audit?.total, problem });
  return 0;
}

function answer(
  session: Session,
  source: History['source'],
  entries: readonly AuditEntry[],
  { total = entries.length, problem }: { total?: number | undefined; problem?: Stop | undefined } = {},
): void {
  const why = problem ? { code: problem.code, message: problem.message } : null;
  // An entry that an older version has left in the stack has no code.
  const rollbacks = entries.map((entry) => Object.assign({ code: `end.${entry.outcome}` }, entry));
  session.answer?.(History.parse({ v: 1, source, problem: why, total, rollbacks }));
}

async function fromJournal({ place }: Session): Promise<{ entries: AuditEntry[]; problem?: Stop }> {
  try {
    const { attempts } = await journalIn(await stateOf(settingsInFile(place)));
    return { entries: attempts.map(auditEntry).reverse() };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return { entries: [], problem: error };
  }
}
