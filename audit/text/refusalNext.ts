import type { InPlace, Refused } from '../../machines/model/decision';
import type { Facts } from '../../machines/model/facts';
import { databaseOf } from '../../machines/model/plan';
import { describeRelease } from '../../machines/detect/history/releases';
import type { Settings } from '../../machines/config/schema';
import { backByHand } from './manualUndo';
import { adviceText } from './remedyLine';

/** How a rollback that was restored in place is undone by hand, and how that is put on record. */
function closedByHand({ of, safety, dump }: InPlace, facts: Partial<Facts>, settings: Settings): string {
  const { plan, verdicts } = of;
  const [before, target] = plan.action === 'undo' ? [plan.to, plan.from] : [plan.from, plan.to];
  const close = (as: string) => `./rollback close ${plan.id} --as ${as}`;
  if (safety === 'gone')
    return `see that ${databaseOf(plan).name} has its name and the app is well, then ${close('degraded')}`;
  const { user } = settings.deployment.database;
  const back = backByHand(plan, verdicts, facts, user, safety === 'dumped' ? dump : undefined).join(' && ');
  return `back to ${describeRelease(before)} by hand: ${back}; then ${close('undone')}; or, where it is to stay at ${describeRelease(target)}: ${close('degraded')}`;
}

/** What an operator should type or do after a refusal. */
export const refusalNext = ({ refusal, inPlace, facts }: Refused, settings: Settings): string =>
  inPlace ? closedByHand(inPlace, facts ?? {}, settings) : adviceText(refusal.next, settings.request);
