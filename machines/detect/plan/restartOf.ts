import { isOneShot } from '../../compose/oneShot';
import { isCutOff } from '../../compose/running';
import type { Settings } from '../../config/schema';
import type { ComposeModel } from '../../model/composeModel';
import type { Facts } from '../../model/facts';
import type { Container } from '../../model/container';
import type { ServiceChange } from '../../model/serviceChange';

/** What restart does to one service, and why. */
function restartAction(
  container: Container | undefined,
  isAll: boolean,
): Pick<ServiceChange, 'action' | 'why'> {
  if (!container) return { action: 'recreate', why: 'it has no container' };
  if (isCutOff(container)) return { action: 'recreate', why: 'it is in no network' };
  if (isAll) return { action: 'recreate', why: 'everything is taken down' };
  const { status, health } = container;
  return { action: 'restart', why: `it is ${status === 'running' ? (health ?? status) : status}` };
}

/** As many containers as there are, where that is not one. */
const counted = (number: number) => (number > 1 ? { containers: { before: number, target: number } } : {});

/** What restarting comes to for the containers of a service as they are; `isAll`: everything is taken down. */
export function restartOf(
  { settings, facts }: { readonly settings: Settings; readonly facts: Facts },
  model: ComposeModel,
  service: string,
  isAll = false,
): Pick<ServiceChange, 'once' | 'containers' | 'action' | 'why'> {
  const { appServices } = settings.deployment;
  const own = facts.containers.filter((container) => container.service === service);
  return {
    ...(isOneShot(model, service, facts.containers, appServices.includes(service))
      ? { once: true as const }
      : {}),
    ...counted(own.length),
    ...restartAction(own[0], isAll),
  };
}
