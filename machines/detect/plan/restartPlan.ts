import { baselineOf } from './baseline';
import { isMadeBy } from '../../compose/configHash';
import { dependencyOrder, imageReference, isBuilt } from '../../compose/definition';
import { otherData } from '../../compose/databaseDefinition';
import { pinnedImage, provenImage, unprovenName, unprovenPin } from './imageEvidence';
import { isAllDown } from '../diagnose/nothingRuns';
import { dataRefusal } from '../refusals/dataRefusals';
import { fromNothing, nothingRuns, servicesFromNothing } from './fromNothing';
import { ranHere } from './ranHere';
import { withTag } from '../../compose/imageNames';
import type { Plan, Risk } from '../../model/plan';
import type { ServiceChange } from '../../model/serviceChange';
import { type Refusal, refuse } from '../../model/refusal';
import { splitNotes } from '../../model/note';
import { networkRestarts } from '../refusals/networkRefusal';
import { composeNotes, notesOf } from '../refusals/targetRefusals';
import { unreadableDefinition } from '../refusals/definitionRefusals';
import { variablesRefused } from '../refusals/variableRefusals';
import type { PlanInput } from './planInput';
import { groundwork } from './groundwork';
import { suppliedValues } from './suppliedValues';
import { connectionNotes, connectionsOf } from './connectedByHand';
import { identified } from './planId';
import { modifiedInputs } from './risks';
import { restartOf } from './restartOf';
import { followOwners, takenAlong } from './restartTenants';

/** The services that are named, or why one of them cannot be. */
function named(wanted: readonly string[] | 'all', known: readonly string[]): readonly string[] | Refusal {
  if (wanted === 'all') return known;
  const unknown = wanted.find((service) => !known.includes(service));
  if (unknown === undefined) return wanted;
  return refuse(
    'config.unknown-service',
    `config "service" names ${unknown}, which is no service of the deployment`,
    { do: 'set', key: 'service', value: 'NAME' },
    { got: wanted.join(', '), accepts: `all, or of ${known.join(', ')}` },
  );
}

/** Why the database's container cannot be made anew: it would come up on other data. One that is gone tells nothing. */
function movedData(
  { settings, facts, identity, target }: PlanInput,
  services: readonly ServiceChange[],
  isAll: boolean,
): Refusal | undefined {
  const { databaseService: database, directory } = settings.deployment;
  const isMadeAnew = services.some(({ service, action }) => service === database && action === 'recreate');
  const container = facts.containers.find(({ service }) => service === database);
  if (!isMadeAnew || !container || !target.current) return undefined;
  const roots = [directory, facts.directory ?? directory, container.directory];
  const other = otherData(target.current, identity.project, container, !isAll, roots);
  return (
    other &&
    refuse(
      'database.other-volumes',
      `${database} would be made anew with other volumes than it runs on`,
      [
        'bring the Compose file and the container in line first: ',
        { do: 'look', at: 'container', of: container.id.slice(0, 12) },
      ],
      { got: `${other.defined}, by the Compose file`, accepts: `${other.mounted}, as its container has` },
    )
  );
}

/**
 * The plan of restarting services on the release that is checked out; `all` takes everything down and
 * brings it up again. There is nothing to go back to, so it has no undo.
 */
export function makeRestartPlan(input: PlanInput, wanted: readonly string[] | 'all'): Plan | Refusal {
  const { settings, facts, diagnosis, identity, target, attempt, risks, data } = input;
  const unreadable = variablesRefused(input) ?? unreadableDefinition(input);
  if (unreadable) return unreadable;
  const model = target.current;
  if (!model) throw new Error('a target that can be read has a definition');
  const isAll = wanted === 'all';
  const { appServices, databaseService } = settings.deployment;
  const has = (service: string) => facts.containers.find((container) => container.service === service);
  // A service behind a profile has no container and is none of Compose's business here.
  const isDown = isAllDown(facts);
  const fromRecord = isDown
    ? servicesFromNothing(settings, facts, model, target.usual?.current, target.release.commit)
    : [];
  const ours = Object.keys(model.services).filter(
    (service) =>
      !isAll ||
      has(service) ||
      service === databaseService ||
      appServices.includes(service) ||
      fromRecord.includes(service),
  );
  const chosen = named(wanted, ours);
  if ('what' in chosen) return chosen;
  const { project } = identity;
  const doubts: Risk[] = [];
  const along = takenAlong(model, chosen, databaseService).filter(
    (service) => chosen.includes(service) || has(service),
  );
  const taken = dependencyOrder(model, along);
  const isDatabase = databaseService !== undefined && taken.includes(databaseService);
  const lost = isDatabase ? dataRefusal(databaseService, data, facts) : undefined;
  if (lost) return lost;
  const restarts = taken.map((service): ServiceChange => {
    const before = has(service)?.image;
    const reference = imageReference(model, project, service, identity.compose);
    const built = isBuilt(model, service);
    const named = built ? undefined : target.imagesByName.get(withTag(reference));
    const proven = before ?? provenImage(facts, target, project, service, reference) ?? named;
    const left = proven === undefined && isDown ? target.imagesByName.get(withTag(reference)) : undefined;
    if (left !== undefined) doubts.push(unprovenName(reference, service, left, target.release.commit));
    const known = proven ?? left;
    const pinned = known === undefined ? pinnedImage(facts, target, project, service) : undefined;
    if (pinned !== undefined) doubts.push(unprovenPin(project, service, pinned, target.release.commit));
    const image = known ?? pinned;
    const change: ServiceChange = {
      service,
      ...(before ? { before } : {}),
      ran: ranHere(facts, service, {
        isAsDefined: isMadeBy(target.hashes.target, facts.containers, service),
        isBuilt: built,
        reference,
      }),
      ...(image ? { target: image } : {}),
      source: 'reuse',
      reference,
      ...restartOf(input, model, service, isAll),
      ...connectionsOf({ facts, project, models: [model] }, service),
    };
    const { added: _, ...made } = isDown ? fromNothing(input, model, change) : change;
    return made;
  });
  const services = followOwners(model, restarts, chosen);
  const without = services.find((change) => !change.target);
  if (without) {
    return refuse(
      'image.unknown',
      `${without.service} has no container, and no image of it is known at this release`,
      "deploy the release again with the deployment's own script",
      { got: `no image ${without.reference}` },
    );
  }
  const moved =
    movedData(input, services, isAll) ?? networkRestarts({ settings, facts, models: [model] }, services);
  if (moved) return moved;
  const ground = groundwork(
    input,
    services.find(({ service }) => service === databaseService)?.target,
    model,
  );
  if ('what' in ground) return ground;
  const recreated = services.filter((change) => change.action === 'recreate');
  return identified(
    {
      ...ground,
      files: [...(target.currentFiles ?? ground.files)],
      ...suppliedValues(identity, target),
      scenario: 'infrastructure',
      to: ground.from,
      fetch: false,
      services,
      all: isAll,
      stash: [],
      revertWith: 'git',
      steps: isAll && !isDown ? ['stop', 'restart', 'verify'] : ['restart', 'verify'],
      risks: [
        ...risks,
        ...nothingRuns(identity),
        ...doubts,
        ...(recreated.length > 0 ? modifiedInputs(facts, target, model, identity.files) : []),
      ],
      ...splitNotes([...notesOf(settings, facts), ...composeNotes(target), ...connectionNotes(services)]),
      baseline: baselineOf(facts, diagnosis, chosen, databaseService !== undefined),
    },
    attempt,
    facts.attempts,
  );
}
