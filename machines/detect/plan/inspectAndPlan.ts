import type { Attempt } from '../../model/attempt';
import { chooseBackup, countableManifest } from './backupSelection';
import { databaseMissing, databaseRefusal } from '../refusals/databaseRefusals';
import { makeDatabasePlan } from './databasePlan';
import type { Observer } from '../observe/observer';
import type { Identity } from '../../compose/identity';
import { inPlaceAsked } from '../refusals/inPlaceRefusals';
import type { Plan } from '../../model/plan';
import { isRefusal, type Refusal } from '../../model/refusal';
import type { PlanInput } from './planInput';
import { withCost } from './restoreRecommendation';

/** The plan of restoring a backup: which one is chosen from a list, what it is from itself. */
export async function restoring(observer: Observer, input: PlanInput): Promise<Plan | Refusal> {
  const { settings, facts, identity, target } = input;
  const asked = databaseMissing(settings) ?? inPlaceAsked(settings);
  if (asked) return asked;
  const store = await observer.backupStore(identity);
  const chosen = chooseBackup(settings, facts, store, target.release.commit);
  const barrier = databaseRefusal(settings, store, facts);
  if (barrier) return barrier;
  if (isRefusal(chosen)) return chosen;
  const { snapshot = '', tables } = countableManifest(facts, store, chosen);
  const inspection = await observer.inspect(identity, chosen.path, tables ? snapshot : '');
  return makeDatabasePlan(input, { store, chosen, inspection });
}

/** A refusal that recommends restoring, with what that would cost. */
export async function recommended(observer: Observer, input: PlanInput, refusal: Refusal): Promise<Refusal> {
  const request = { ...input.settings.request, scenario: 'database' } as const;
  return withCost(refusal, await restoring(observer, { ...input, settings: { ...input.settings, request } }));
}

/** What stands of a database that was swapped, where the rollback that is taken back has done that. */
export const backupStoreFor = async (observer: Observer, identity: Identity, { plan, verdicts }: Attempt) =>
  plan.scenario === 'database'
    ? observer.backupStore(identity, verdicts.findLast(({ swap }) => swap)?.swap?.snapshot)
    : undefined;
