import { noteCodes, riskCode } from '../../machines/model/impliedCodes';
import { Plan } from '../../machines/model/plan';
import type { PlanAnswer } from './answers';

/** Notes with their codes; what an older version has written has none of its own. */
export const notesAnswer = (notes: readonly string[], codes?: readonly string[]): PlanAnswer['notes'] => {
  const known = noteCodes(notes, codes);
  return notes.map((what, at) => ({ code: known[at] ?? '', what }));
};

/** Whose settings come up with a release on record, by name; an undo brings back what was. */
function settingsAnswer({ action, settings, settingsStay: stay }: Plan): Pick<PlanAnswer, 'settings'> {
  const release = settings?.release ?? stay?.release;
  if (action === 'undo' || release === undefined) return {};
  return {
    settings: {
      release,
      ...(settings ? { come: settings.files } : {}),
      ...(stay?.containers ? { stay: stay.containers } : {}),
      ...(stay?.secrets ? { secrets: stay.secrets } : {}),
    },
  };
}

/** A plan as `--json` has it: what is only for the steps is left out. */
export function planAnswer(plan: Plan): PlanAnswer {
  const { id, action, of, attempt, scenario, from, to, steps, services, backup } = plan;
  return {
    ...{ id, action, attempt, scenario, from, to, steps, services },
    ...(of ? { of } : {}),
    ...(backup ? { backup: { path: backup.path, sha256: backup.sha256, takenAt: backup.takenAt } } : {}),
    ...settingsAnswer(plan),
    risks: plan.risks.map(({ kind, what, code = riskCode(kind) }) => ({ code, kind, what })),
    notes: notesAnswer(plan.notes, plan.noteCodes),
  };
}
