import { lossText } from './dataLoss';
import type { Plan } from '../../model/plan';
import type { Refusal } from '../../model/refusal';
import { said } from '../../model/said';

/** What restoring would take back and cost, in a sentence, for an operator who did not ask for it. */
function costOf({ backup, loss }: Plan): string {
  const taken = backup?.takenAt ? `, taken ${backup.takenAt.slice(0, 19).replace('T', ' ')} UTC` : '';
  return `scenario database would restore ${backup?.path}${taken}; ${loss ? lossText(loss) : 'an unknown number of rows would leave the live database'}`;
}

/** A refusal that recommends scenario database, with what that would come to: its cost, or why it cannot be had. */
export const withCost = (refusal: Refusal, plan: Plan | Refusal): Refusal => ({
  ...refusal,
  got: 'what' in plan ? said`scenario database is refused as well: ${plan.what}` : costOf(plan),
});
