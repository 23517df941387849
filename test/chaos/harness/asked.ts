import type { Attempt } from '../../../machines/model/attempt';
import type { Scenario } from '../world/scenarios';
import type { Came } from './judgePlace';
import type { Allowance } from './kind';

/** What the effects are judged by. */
export interface Asked extends Scenario {
  readonly came: Came;
  readonly attempts: readonly Attempt[];
  readonly allowed: Allowance;
}

/** How often a rollback may do what it is for: once, and once more where it was taken back. */
export const times = ({ came, end, takesBack }: Asked): number => {
  if (came === 'nowhere') return 0;
  return came === 'back' || (end === 'undone' && takesBack === undefined) ? 2 : 1;
};
