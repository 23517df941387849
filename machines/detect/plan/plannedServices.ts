import { broughtByTarget, releaseServices } from '../../compose/releaseServices';
import type { ComposeModel } from '../../model/composeModel';
import { isAllDown } from '../diagnose/nothingRuns';
import { servicesFromNothing } from './fromNothing';
import type { PlanInput } from './planInput';

/** The services without a container that come up with the target, and not with the release that is left. */
function broughtByTargetAlone({ target }: PlanInput, known: readonly string[]): string[] {
  const { current, target: wanted, usual } = target;
  if (!current || !wanted) return [];
  return Object.keys(wanted.services).filter(
    (service) => !known.includes(service) && broughtByTarget(current, wanted, usual, service),
  );
}

/** The services that a plan of code brings to the target, by the definitions of both releases. */
export function plannedServices(input: PlanInput, current: ComposeModel, wanted: ComposeModel): string[] {
  const { settings, facts, identity } = input;
  const { appServices, databaseService } = settings.deployment;
  if (isAllDown(facts)) {
    const { usual, release } = input.target;
    return servicesFromNothing(settings, facts, wanted, usual?.target, release.commit);
  }
  const known = [...new Set(facts.containers.map(({ service }) => service))].sort();
  return releaseServices(
    [current, wanted],
    identity.project,
    identity.compose,
    appServices,
    [...known, ...broughtByTargetAlone(input, known)].filter((service) => service !== databaseService),
    // What only the release that is left has is none of the target's.
  ).filter((service) => Object.hasOwn(wanted.services, service));
}
