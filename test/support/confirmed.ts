import { isDeepStrictEqual } from 'node:util';
import { readJournal } from '../../audit/journal/attempts';
import { type Outputs } from '../../audit/outputs';
import { auditEntry } from '../../audit/auditEntry';
import { timelineEntry } from '../../audit/timeline';

/**
 * Outputs come from how the machine ended; the journal has the same verdicts of an attempt that is closed. Throws where
 * timeline, checks or downtime differ.
 */
export function confirmByJournal(outputs: Outputs, journal: string): void {
  const { id } = (outputs.plan ?? {}) as { id?: string };
  const attempt = readJournal(journal).attempts.find(({ plan }) => plan.id === id);
  const isNotBegun = outputs.status === 'refused' && outputs.timeline.length === 0;
  if (!attempt?.outcome || attempt.byHand || isNotBegun) return;
  const { verdicts } = attempt;
  const recorded = {
    timeline: verdicts.map(timelineEntry),
    checks: verdicts.findLast(({ checks }) => checks)?.checks ?? [],
    downtimeSeconds: auditEntry(attempt).downtimeSeconds,
  };
  const { timeline, checks, downtimeSeconds } = outputs;
  const given = JSON.parse(JSON.stringify({ timeline, checks, downtimeSeconds })) as object;
  if (!isDeepStrictEqual(given, JSON.parse(JSON.stringify(recorded))))
    throw new Error(`outputs and journal differ: ${JSON.stringify({ given, recorded })}`);
}
