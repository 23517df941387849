import type { Outputs } from '../../audit/outputs';
import type { Code } from '../../machines/model/codes';
import { Plan } from '../../machines/model/plan';
import { type Failure, Inspection } from './answers';
import { LOCKED, MISSING, type Operation, type ProgramOutputs } from '../pulumi/operations';
import { planAnswer } from './planAnswer';

/** What a preview has come to. Throws an error where its outputs are none of this version's program. */
export function inspectAnswer(outputs: ProgramOutputs): Inspection {
  const { status, code, plan, preview, next } = outputs as Partial<Outputs>;
  return Inspection.parse({
    ...{ v: 1, status, code, ...preview, plan: plan ? planAnswer(Plan.parse(plan)) : null, next },
  });
}

/** Why a preview has come to no end. */
export function failureOf({ complaint, errors }: Operation, exit: number): Failure {
  const message = [...errors, complaint].filter(Boolean).join('\n') || 'pulumi has said nothing';
  const code = (): Code => {
    if (exit === 130) return 'cli.stopped';
    if (LOCKED.test(complaint)) return 'stack.locked';
    return MISSING.test(complaint) ? 'stack.unknown' : 'pulumi.failed';
  };
  return { v: 1, status: 'error', code: code(), message };
}
