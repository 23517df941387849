import type { Attempt } from '../../machines/model/attempt';
import { auditEntry } from '../../audit/auditEntry';
import { timelineEntry } from '../../audit/timeline';
import { Report } from '../report/answers';
import { stateOf } from '../host/deployment';
import { journalIn } from '../host/journal';
import { settingsInFile } from '../pulumi/fileSettings';
import type { Session } from '../pulumi/session';
import { notesAnswer, planAnswer } from '../report/planAnswer';
import { stackOutputs } from '../pulumi/stackOutputs';
import { Stop } from '../exit';
import { attemptLines } from '../report/attempt';

/** One rollback in full; the newest, when none is named. */
export async function report(session: Session, id?: string): Promise<number> {
  const outputs = stackOutputs(session);
  const state = await stateOf(settingsInFile(session.place));
  const { attempts } = await journalIn(state);
  const attempt = id ? attempts.find(({ plan }) => plan.id === id) : attempts.at(-1);
  if (!attempt) {
    const known = attempts.map(({ plan }) => plan.id).reverse();
    throw new Stop(
      'rollback.unknown',
      known.length === 0
        ? `no rollback has been made on this host: ${state}/journal.jsonl has none`
        : `${state}/journal.jsonl knows no rollback ${id}; it has ${known.slice(0, 8).join(', ')}${known.length > 8 ? ', …' : ''}`,
    );
  }
  session.output.write(attemptLines(attempt));
  const isLast = outputs.plan && (outputs.plan as { id?: string }).id === attempt.plan.id;
  if (isLast && outputs.next) session.output.write([`DO     ${outputs.next}`]);
  session.answer?.(reportOf(attempt, (isLast && outputs.next) || null));
  return 0;
}

function reportOf(attempt: Attempt, next: string | null): Report {
  const { plan, request, confirm, verdicts, notes, noteCodes } = attempt;
  return Report.parse({
    ...{ v: 1, rollback: auditEntry(attempt), request, confirm, plan: planAnswer(plan) },
    timeline: verdicts.map(timelineEntry),
    checks: verdicts.flatMap(({ checks = [] }) => checks),
    notes: notesAnswer(notes, noteCodes),
    next,
  });
}
