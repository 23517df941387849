import type { Attempt } from '../../model/attempt';
import { chooseBackup, countableSidecar } from './backupSelection';
import { databaseObstacle } from '../refusals/databaseRefusals';
import { makeDatabasePlan } from './databasePlan';
import type { Eyes } from '../observe/observer';
import type { Identity } from '../identify/deploymentIdentity';
import { inPlaceAsked } from '../refusals/inPlaceRefusals';
import { isRefusal, type Plan, type Refusal } from '../../model/plan';
import type { PlanInput } from './codePlan';
import { withCost } from '../choose/restoreRecommendation';

/** The plan of restoring a backup: which one is chosen from a list, what it is from itself. */
export async function restoring(eyes: Eyes, input: PlanInput): Promise<Plan | Refusal> {
  const { settings, facts, identity, target } = input;
  const asked = inPlaceAsked(settings);
  if (asked) return asked;
  const vault = await eyes.vault(identity);
  const chosen = chooseBackup(settings, facts, vault, target.release.commit);
  const barrier = databaseObstacle(settings, vault, facts.compose);
  if (barrier) return barrier;
  if (isRefusal(chosen)) return chosen;
  const { snapshot = '', tables } = countableSidecar(facts, vault, chosen);
  const inspection = await eyes.inspect(identity, chosen.path, tables ? snapshot : '');
  return makeDatabasePlan(input, { vault, chosen, inspection });
}

/** A refusal that recommends restoring, with what that would cost. */
export async function recommended(eyes: Eyes, input: PlanInput, refusal: Refusal): Promise<Refusal> {
  const request = { ...input.settings.request, scenario: 'database' } as const;
  return withCost(refusal, await restoring(eyes, { ...input, settings: { ...input.settings, request } }));
}

/** What stands of a database that was swapped, where the rollback that is taken back has done that. */
export const vaultFor = async (eyes: Eyes, identity: Identity, { plan, verdicts }: Attempt) =>
  plan.scenario === 'database'
    ? eyes.vault(identity, verdicts.findLast(({ swap }) => swap)?.swap?.snapshot)
    : undefined;
