import { choose } from './choose/choice';
import { asksForContainers, isOfContainers } from './choose/containersAlone';
import type { Choice } from './choose/choiceType';
import type { Code } from '../model/codes';
import { withheldConsent } from './consent/consent';
import type { Decision } from '../model/decision';
import { diagnose } from './diagnose/diagnosis';
import { startedElsewhere } from './history/checkedOut';
import type { Observer } from './observe/observer';
import { identify, identifyContainers } from './identify/deploymentIdentity';
import { inPlaceRefusal } from './refusals/inPlaceRefusals';
import { missingForUndo } from './refusals/envFileRefusals';
import { foreignJournal, unreadableJournal } from './refusals/journalRefusals';
import type { Plan } from '../model/plan';
import { isRefusal, type Refusal, refuse } from '../model/refusal';
import { resumedOf } from './choose/resume';
import { recommended, restoring, backupStoreFor } from './plan/inspectAndPlan';
import { networkRestarts } from './refusals/networkRefusal';
import { withFormerImages } from './refusals/formerImageOffer';
import { shallowCloneRefusal, targetRefusal } from './refusals/targetRefusals';
import { makePlan } from './plan/codePlan';
import { placesToLookAt } from './plan/databaseData';
import type { PlanInput } from './plan/planInput';
import { decidedSettings, numberOnRecord } from './plan/settingsOfRelease';
import { makeContainersPlan } from './plan/containersPlan';
import { isAllThere } from './plan/checkoutAhead';
import { makeRestartPlan } from './plan/restartPlan';
import type { Settings } from '../config/schema';
import { stateDirectory } from '../config/stateDirectory';
import { alteredJournal } from './history/alteredJournal';
import type { Target } from '../model/target';
import { identityOfUndo, makeUndoPlan, undoRefusal } from './plan/undoPlan';

/** Why the configuration cannot be used. */
interface Problem {
  readonly code: Code;
  readonly message: string;
}

/**
 * Looks, diagnoses, chooses and plans. Touches nothing; what it comes to is the machine's first
 * decision. A `problem` of the configuration is refused once it is known what stands.
 */
export async function detect(observer: Observer, settings: Settings, problem?: Problem): Promise<Decision> {
  const facts = await observer.facts();
  if (facts.tampered) return alteredJournal(facts.tampered, settings.confirm, facts);
  if (facts.journalError) return { kind: 'refused', refusal: unreadableJournal(settings, facts), facts };
  if (problem) {
    const refusal = refuse(problem.code, problem.message, { do: 'look', at: 'config' });
    return { kind: 'refused', refusal, facts };
  }
  const whole = identify(settings, facts);
  // What a rollback is refused for need not be in the way of a restart.
  const obstacle = isRefusal(whole) ? whole : undefined;
  const identity = isRefusal(whole) ? identifyContainers(settings, facts) : whole;
  if (isRefusal(identity)) return { kind: 'refused', refusal: obstacle ?? identity, facts };

  const foreign = foreignJournal(settings, identity, facts);
  if (foreign) return { kind: 'refused', refusal: obstacle ?? foreign, facts };

  const diagnosis = diagnose(facts, settings.deployment);
  const { request, confirm } = settings;
  const choice = choose({ request, confirm, holder: observer.holder }, facts, diagnosis);
  const ofContainers = isOfContainers(choice, facts);
  const isInTheWay = !ofContainers && !(choice.kind === 'refused' && asksForContainers(request, facts));
  if (obstacle && isInTheWay) return { kind: 'refused', refusal: obstacle, facts };
  const seen = { facts, diagnosis };
  const shallow = choice.kind === 'refused' && shallowCloneRefusal(settings, request, facts);
  if (shallow) return { kind: 'refused', refusal: shallow, ...seen };
  const consented = (plan: Plan | Refusal, decision: (plan: Plan) => Decision, target?: Target): Decision => {
    if (isRefusal(plan)) return { kind: 'refused', refusal: plan, ...seen };
    const withheld = withheldConsent(plan, { confirm, request }, facts);
    if (!withheld) return decision(plan);
    return { kind: 'refused', refusal: withheld, proposed: plan, ...(target ? { target } : {}), ...seen };
  };
  if (!('commit' in choice))
    switch (choice.kind) {
      case 'refused':
        return {
          kind: 'refused',
          refusal: withFormerImages(choice.refusal, { settings, identity, facts }),
          ...seen,
        };
      case 'healthy':
        return { ...choice, ...seen };
      case 'byHand': {
        const state = stateDirectory(settings, identity.project);
        return { kind: 'refused', ...inPlaceRefusal(choice.of, facts, state), ...seen };
      }
      case 'replay':
        return choice.plan.action === 'undo' || request.undo
          ? { kind: 'undo', mode: 'replay', plan: choice.plan, takesOver: false, ...seen }
          : { kind: 'plan', mode: 'replay', plan: choice.plan, takesOver: false, ...seen };
      case 'resume': {
        const { of, takesOver } = choice;
        return { kind: 'undo', mode: 'resume', plan: of.plan, takesOver, ...seen };
      }
    }
  const goesOn = ({ of, takesOver }: Extract<Choice, { kind: 'resume' }>, target?: Target): Decision => {
    const { plan, isBeingUndone = false } = of;
    const resumed = resumedOf(of, facts);
    const looked = target ? { target } : {};
    return { kind: 'plan', mode: 'resume', plan, ...looked, resumed, isBeingUndone, takesOver, ...seen };
  };
  if (ofContainers && choice.kind === 'resume') return goesOn(choice);
  if (ofContainers && choice.kind === 'restart' && choice.services !== 'all') {
    const { services, attempt, risks } = choice;
    const input = { settings, facts, diagnosis, identity, attempt, risks, obstacle };
    const made = makeContainersPlan(input, services);
    return consented(networkRestarts({ settings, facts }, made.services) ?? made, (plan) => ({
      kind: 'plan',
      mode: 'fresh',
      plan,
      takesOver: false,
      ...seen,
    }));
  }
  const place = choice.kind === 'undo' ? identityOfUndo(identity, choice.of.plan) : identity;
  const since = startedElsewhere(facts);
  const recorded =
    choice.kind === 'go' ? (choice.number ?? numberOnRecord(facts, request, choice.commit)) : undefined;
  const asToday = await observer.target(place, choice.commit, since, { recorded });
  const decided = decidedSettings({
    settings,
    identity,
    target: asToday,
    isAlone: (choice.kind === 'go' ? choice.isAlone : undefined) ?? choice.commit === facts.git.head,
  });
  const target = decided?.taken
    ? await observer.target(place, choice.commit, since, { recorded, settings: decided.taken })
    : asToday;
  switch (choice.kind) {
    case 'refused': {
      const input = { settings, facts, diagnosis, identity, target, attempt: 1, risks: [] };
      return { kind: 'refused', refusal: await recommended(observer, input, choice.refusal), ...seen };
    }
    case 'resume':
      return goesOn(choice, target);
    case 'undo': {
      const store = await backupStoreFor(observer, identity, choice.of);
      const made = makeUndoPlan(choice.of, facts, choice.attempt, choice.risks, store);
      const obstacle =
        (store && undoRefusal(settings, choice.of, store, facts)) ??
        missingForUndo(target, choice.of.plan) ??
        targetRefusal(settings, facts, target, made.services);
      return consented(obstacle ?? made, (plan) => ({
        kind: 'undo',
        mode: 'fresh',
        plan,
        takesOver: false,
        ...seen,
      }));
    }
    case 'go':
    case 'restart': {
      const { attempt, risks } = choice;
      const places = placesToLookAt({ settings, facts, identity, target });
      const data = places && (places.length > 0 ? await observer.data(identity, places) : []);
      const input: PlanInput = {
        settings,
        facts,
        diagnosis,
        identity,
        target,
        decided,
        data,
        attempt,
        risks,
      };
      const plan =
        choice.kind === 'restart'
          ? makeRestartPlan(input, choice.services)
          : choice.scenario === 'database'
            ? await restoring(observer, input)
            : makePlan(input);
      if (choice.kind === 'go' && choice.otherwise && (isRefusal(plan) || isAllThere(plan)))
        return { ...choice.otherwise, ...seen };
      if ('what' in plan && plan.recommends)
        return { kind: 'refused', refusal: await recommended(observer, input, plan), ...seen };
      return consented(
        plan,
        (made) => ({ kind: 'plan', mode: 'fresh', plan: made, target, takesOver: false, ...seen }),
        target,
      );
    }
  }
}
