import { failureOf } from '../pulumi/failureAnswer';
import type { Session } from '../pulumi/session';
import { exitOf, operate, type Operation } from '../pulumi/operations';
import type { Shown } from '../usage';
import { type Asked, requestWords } from '../requestOptions';

/** Diagnoses and previews: reads only. */
export async function diagnose(session: Session, options: Shown & Asked): Promise<number> {
  return endInspection(session, await operate(session, ['preview', ...requestWords(options)]), options);
}

/** Answers a look, where JSON was asked for, and gives its exit code. */
export function endInspection(session: Session, ran: Operation, { exitCode }: Shown): number {
  const exit = exitOf(session, ran);
  const json = () => module.require('../report/inspectAnswer') as typeof import('../report/inspectAnswer');
  session.answer?.(exit === 0 ? json().inspectAnswer(ran.outputs) : failureOf(ran, exit));
  return exit === 0 && exitCode && ran.outputs.status === 'refused' ? 1 : exit;
}
