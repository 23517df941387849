import type { AuditEntry } from '../../audit/outputs';
import { auditEntry } from '../../audit/outputs';
import { journalIn, settingsOf, stateOf } from '../host';
import type { Door } from '../open';
import { stackOutputs } from '../stackOutputs';

/** `2026-11-22 02:38` of a time in ISO 8601: the host's clock, UTC. */
export const minute = (at: string): string => at.slice(0, 16).replace('T', ' ');

/** One rollback as one row; it breaks at its columns where the terminal is narrow. */
export function historyRow(entry: AuditEntry): string {
  const { id, opened, outcome, scenario, from, to, operator, reason } = entry;
  const what = `${scenario} ${from.slice(0, 7)} -> ${to.slice(0, 7)}`;
  return `${id}  ${minute(opened)}  ${outcome.padEnd(9)} ${what}  ${operator}${reason && `: ${reason}`}`;
}

const HEADER = 'ID          WHEN (UTC)        OUTCOME   WHAT, BY WHOM AND WHY';

/** The host's rollbacks, newest first: from the stack, else from the journal itself. */
export function history(door: Door): number {
  const { audit } = stackOutputs(door, 'audit');
  const stored = audit?.newest ?? [];
  const state = stored.length > 0 ? '' : stateOf(settingsOf(door.place));
  const entries = stored.length > 0 ? stored : journalIn(state).attempts.map(auditEntry).reverse();
  if (state) door.paper.write(`the stack has none; from ${state}/journal.jsonl:`);
  if (entries.length === 0) door.paper.write('no rollback has been made on this host');
  else door.paper.write([HEADER, ...entries.map(historyRow)]);
  const more = (audit?.total ?? 0) - stored.length;
  if (more > 0) door.paper.write(`and ${more} older: the journal has them`);
  return 0;
}
