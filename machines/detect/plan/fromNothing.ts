import { findNetworks } from './linkProbes';
import { expectedNetworks } from '../../compose/networks';
import type { Identity } from '../../compose/identity';
import type { Settings } from '../../config/schema';
import type { ComposeModel } from '../../model/composeModel';
import type { Facts } from '../../model/facts';
import type { Note } from '../../model/note';
import type { Plan, Risk } from '../../model/plan';
import type { ServiceChange } from '../../model/serviceChange';
import { isAllDown } from '../diagnose/nothingRuns';
import { isAtTarget } from '../../model/attempt';

/** That nobody but a record tells which deployment it is, which an operator confirms. */
export function nothingRuns({ project, files, envFiles, profiles, onRecord }: Identity): Risk[] {
  if (onRecord === undefined) return [];
  const given = [
    files.join(', '),
    ...(envFiles ? [`env files ${envFiles.join(', ')}`] : []),
    ...(profiles ? [`profiles ${profiles.join(', ')}`] : []),
  ];
  return [
    {
      kind: 'drift',
      code: 'risk.nothing-runs',
      what: `no container of the deployment exists: by ${onRecord} it is project ${project}, with ${given.join('; ')}`,
    },
  ];
}

/** Whether a plan begins where none of its services has a container: its undo leaves none of them. */
export const startsFromNothing = ({ services }: { readonly services: readonly ServiceChange[] }): boolean =>
  services.length > 0 && services.every(({ before }) => before === undefined);

/** The links as they will be placed where the definition has its services, while no container tells. */
export function linksFromNothing(
  deployment: Settings['deployment'],
  model: ComposeModel,
  project: string,
): Plan['links'] {
  const containers = Object.entries(model.services).map(([service, { network_mode: mode = '' }]) => ({
    service,
    networkMode: mode,
    networks: Object.fromEntries(expectedNetworks(model, project, service).map((name) => [name, {}])),
  }));
  return findNetworks(deployment, { containers }).links;
}

/** The services that come up with a release where nothing runs: those of its ordinary command, and those that ran by the record. */
export function servicesFromNothing(
  { deployment: { appServices, databaseService } }: Settings,
  { deployments, attempts }: Pick<Facts, 'deployments' | 'attempts'>,
  model: ComposeModel,
  usual: ReadonlySet<string> | undefined,
  commit: string,
): string[] {
  const recorded = deployments.findLast((line) => line.commit === commit)?.images ?? {};
  const journalled = attempts.findLast(({ plan }) => plan.to.commit === commit)?.plan.services ?? [];
  const beside = [...(usual ?? []), ...Object.keys(recorded), ...journalled.map(({ service }) => service)];
  // What the app may need comes first, also where no definition says so.
  const all = [
    ...(databaseService === undefined ? [] : [databaseService]),
    ...beside.filter((service) => !appServices.includes(service)),
    ...appServices,
  ];
  return [...new Set(all)].filter((service) => Object.hasOwn(model.services, service));
}

/** How many containers a service had by the record; nothing where that was one, or it does not tell. */
function countOnRecord(facts: Pick<Facts, 'deployments' | 'attempts'>, service: string): number | undefined {
  const line = facts.deployments.findLast(({ containers }) => containers !== undefined);
  const plan = facts.attempts.findLast(({ outcome }) => isAtTarget(outcome));
  const isLater = plan && (!line || Date.parse(plan.opened) > Date.parse(line.at));
  const change = plan?.plan.services.find((one) => one.service === service);
  return isLater && change ? change.containers?.target : line?.containers?.[service];
}

const RESTARTED = /^(always|unless-stopped)$/;

/**
 * A change of a service where nothing runs. It gets as many containers as it had by the record; one that is no part of a
 * release, and that Docker starts once, may have ended well. An undo removes what it gets, but of the database.
 */
export function fromNothing(
  { settings, facts }: { readonly settings: Settings; readonly facts: Facts },
  model: ComposeModel,
  change: ServiceChange,
): ServiceChange {
  const { appServices, databaseService } = settings.deployment;
  const { service } = change;
  const count = isAllDown(facts) ? countOnRecord(facts, service) : undefined;
  const isOnce =
    service !== databaseService &&
    !appServices.includes(service) &&
    !RESTARTED.test(String(model.services[service]?.['restart'] ?? ''));
  return {
    ...change,
    ...(isOnce ? { once: true as const } : {}),
    ...(count !== undefined && count > 1 && change.containers === undefined
      ? { containers: { before: 0, target: count } }
      : {}),
    ...(service === databaseService ? {} : { added: true as const }),
  };
}

/**
 * The image that each service must run when an attempt is opened; none where it had no container and all of a rollback begins
 * so: then nothing is to have come up since.
 */
export const imagesToOpen = ({ services, action }: Plan): (readonly [service: string, image: string])[] => {
  const isNothing = action === 'rollback' && startsFromNothing({ services });
  return services.flatMap(({ service, before }) =>
    before !== undefined || isNothing ? [[service, before ?? ''] as const] : [],
  );
};

/** What an undo of a plan comes to that begins where nothing runs. */
export function undoRemoves(services: readonly ServiceChange[], databaseService: string | undefined): Note[] {
  const added = services.flatMap(({ service, added: isAdded }) => (isAdded ? [service] : []));
  if (!startsFromNothing({ services }) || added.length === 0) return [];
  const stays = services.some(({ service }) => service === databaseService)
    ? `, and ${databaseService} stays up`
    : '';
  return [
    {
      code: 'note.undo-removes',
      what: `nothing of the release runs now: an undo, also by itself where a step fails, removes ${added.join(', ')} again${stays}`,
    },
  ];
}
