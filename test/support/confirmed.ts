import { isDeepStrictEqual } from 'node:util';
import { readJournal } from '../../audit/journal/attempts';
import { dataLossOf } from '../../audit/dataLoss';
import type { Outputs } from '../../audit/outputs';
import { downtime, outagesOf, timelineEntry } from '../../audit/timeline';
import type { Verdict } from '../../machines/model/verdict';

/** What outputs and journal both tell of the steps. */
const stepsOf = (verdicts: readonly Verdict[]) => ({
  timeline: verdicts.map(timelineEntry),
  checks: verdicts.findLast(({ checks }) => checks)?.checks ?? [],
  downtimeSeconds: downtime(outagesOf(verdicts)),
});

/** What outputs say of an attempt that the host has not closed. */
const NOT_CLOSED = /^(state\.unwritable|lock\.held|lease\.held|close\..+|step\.left-out)$/;

/**
 * Outputs come from how the machine ended; the journal has the same verdicts of an attempt that is closed, and none of a run
 * that began nothing. Throws where timeline, checks, downtime or loss differ. An attempt that was closed by hand
 * is not compared, nor is one that is open where the outputs say so.
 */
export function confirmByJournal(outputs: Outputs, journal: string): void {
  const { id } = (outputs.plan ?? {}) as { id?: string };
  const attempt = readJournal(journal).attempts.find(({ plan }) => plan.id === id);
  const isBegun = outputs.status !== 'healthy' && outputs.status !== 'refused';
  if (attempt?.byHand) return;
  if (isBegun && !attempt?.outcome) {
    if (NOT_CLOSED.test(outputs.code)) return;
    throw new Error(
      `outputs say ${outputs.status} (${outputs.code}), and the journal has ${attempt ? 'no outcome' : 'no attempt'}`,
    );
  }
  const { timeline, checks, downtimeSeconds, dataLoss } = outputs;
  const isNotBegun = !isBegun && (!attempt?.outcome || timeline.length === 0);
  const recorded =
    attempt && !isNotBegun
      ? { ...stepsOf(attempt.verdicts), dataLoss: dataLossOf(attempt.plan, attempt.verdicts, attempt) }
      : { ...stepsOf([]), dataLoss };
  const given = { timeline, checks, downtimeSeconds, dataLoss };
  const [one, other] = [given, recorded].map((value) => JSON.parse(JSON.stringify(value)) as object);
  if (!isDeepStrictEqual(one, other))
    throw new Error(`outputs and journal differ: ${JSON.stringify({ given, recorded })}`);
}
