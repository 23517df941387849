import type { Outputs } from '../../audit/outputs';
import { Plan } from '../../machines/model/plan';
import { Inspection } from './answers';
import { planAnswer } from './planAnswer';

/** What a preview has come to. Throws an error where its outputs are none of this version's program. */
export function inspectAnswer(outputs: object): Inspection {
  const { status, code, plan, preview, next } = outputs as Partial<Outputs>;
  return Inspection.parse({
    ...{ v: 1, status, code, ...preview, plan: plan ? planAnswer(Plan.parse(plan)) : null, next },
  });
}
