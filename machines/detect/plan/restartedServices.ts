import type { Resumed } from '../../model/decision';
import type { Plan } from '../../model/plan';
import type { ServiceChange } from '../../model/serviceChange';

const isBroughtUp = ({ action }: ServiceChange): boolean => action !== 'keep';

/** The services that restart brings up. */
export const broughtUp = ({ services }: Plan): Plan['services'] => services.filter(isBroughtUp);

/** Those of them that do not just come up: restarted as they are, or made once more. None where everything was down. */
export const actedOn = (plan: Plan): Plan['services'] =>
  plan.all ? [] : broughtUp(plan).filter(({ action }) => action !== 'up');

/** The services of a restart that is done once more: those that it brings up, and those that do not run any more. */
export const broughtUpAgain = ({ services }: Plan, { restart }: Resumed): Plan['services'] =>
  services.filter((change) => isBroughtUp(change) || restart.includes(change.service));
