import { isCutOff } from '../../compose/running';
import type { Facts } from '../../model/facts';
import type { Plan } from '../../model/plan';
import type { Request } from '../../model/request';
import type { Choice } from './choiceType';

/** Whether each service has a container, and none of its containers is cut off from its network. */
const haveContainers = (services: readonly string[], { containers }: Facts): boolean =>
  services.every((service) => {
    const own = containers.filter((container) => container.service === service);
    return own.length > 0 && !own.some(isCutOff);
  });

/** Whether a plan restarts containers that were there, and needed none to be made. */
const isRestartOfContainers = ({ action, scenario, services }: Plan): boolean =>
  action === 'rollback' &&
  scenario === 'infrastructure' &&
  services.every((change) => change.action === 'restart');

/** Whether a choice comes to restarting containers that are there: whatever else is wrong with the host, that goes. */
export function isOfContainers(choice: Choice, facts: Facts): boolean {
  switch (choice.kind) {
    case 'restart':
      return choice.services !== 'all' && haveContainers(choice.services, facts);
    case 'resume':
      return isRestartOfContainers(choice.of.plan);
    case 'replay':
      return isRestartOfContainers(choice.plan);
    default:
      return false;
  }
}

/** Whether that is what a request asks for by name: what the journal says against it is then all that is in its way. */
export const asksForContainers = ({ scenario, service, commit, undo }: Request, facts: Facts): boolean =>
  scenario === 'infrastructure' &&
  undo === '' &&
  commit === 'previous' &&
  !['', 'all'].includes(service) &&
  haveContainers(service.split(','), facts);
