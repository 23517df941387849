import { noteCodes, riskCode } from '../../machines/model/impliedCodes';
import { Plan } from '../../machines/model/plan';
import type { PlanAnswer } from './answers';

/** Notes with their codes; what an older version has written has none of its own. */
export const notesAnswer = (notes: readonly string[], codes?: readonly string[]): PlanAnswer['notes'] => {
  const known = noteCodes(notes, codes);
  return notes.map((what, at) => ({ code: known[at] ?? '', what }));
};

/** A plan as `--json` has it: what is only for the steps is left out. */
export function planAnswer(plan: Plan): PlanAnswer {
  const { id, action, of, attempt, scenario, from, to, steps, services, backup } = plan;
  return {
    ...{ id, action, attempt, scenario, from, to, steps, services },
    ...(of ? { of } : {}),
    ...(backup ? { backup: { path: backup.path, sha256: backup.sha256, takenAt: backup.takenAt } } : {}),
    risks: plan.risks.map(({ kind, what, code = riskCode(kind) }) => ({ code, kind, what })),
    notes: notesAnswer(plan.notes, plan.noteCodes),
  };
}
