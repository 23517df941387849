import { foreignAddress } from './serviceUrls';
import { baselineOf } from './baseline';
import { dependencyOrder } from '../../compose/definition';
import { changedInputs } from './changedFiles';
import { databaseChange } from '../../compose/databaseDefinition';
import type { Diagnosis } from '../../model/diagnosis';
import type { Facts } from '../../model/facts';
import { deployScriptRefusal } from '../refusals/deployScript';
import type { Identity } from '../../compose/identity';
import { broughtByTarget, releaseServices } from '../../compose/releaseServices';
import { unreadableDefinition } from '../refusals/definitionRefusals';
import { emptyPlan } from '../refusals/emptyPlan';
import { unsetVariables, variablesRefused } from '../refusals/variableRefusals';
import { unprovenPin } from './imageEvidence';
import { type ImageContext, serviceChanges, targetImage } from './serviceChange';
import { doubted, unprovenOf, withDoubts } from './unproven';
import { groundwork } from './groundwork';
import type { Plan, Risk } from '../../model/plan';
import { OPEN } from '../../model/remedy';
import { type Refusal, refuse } from '../../model/refusal';
import { type Note, splitNotes } from '../../model/note';
import { otherDirectory } from '../refusals/mountRefusal';
import { otherResource } from '../refusals/resourceRefusal';
import { networkMoves } from '../refusals/networkRefusal';
import { composeNotes, notesOf, targetRefusal } from '../refusals/targetRefusals';
import { filesNote, plannedFiles } from './plannedFiles';
import { identified, type Unnumbered } from './planId';
import { remarksOf, risksOf } from './risks';
import { readsOther, releaseOfFiles } from './readSince';
import { checkoutAhead, releaseLeft } from './runningRelease';
import { untouchedNotes } from './untouchedFiles';
import type { Settings } from '../../config/schema';
import type { Target } from '../../model/target';
import { formerEnvGone, suppliedValues } from './suppliedValues';

/** What a plan is made from; the same input always gives the same plan. */
export interface PlanInput {
  readonly settings: Settings;
  readonly facts: Facts;
  readonly diagnosis: Diagnosis;
  readonly identity: Identity;
  readonly target: Target;
  readonly attempt: number;
  /** What the journal says against it. */
  readonly risks: readonly Risk[];
}

/** Migrations that stay in the database although the target does not know them; what to do about that is asked. */
function migrationsAhead({ settings, target }: PlanInput): Refusal | undefined {
  const { migrations, release } = target;
  if (settings.request.scenario !== 'auto' || settings.request.commit !== 'previous') return undefined;
  if (migrations.length === 0) return undefined;
  return refuse(
    'migrations.ahead',
    `the database has migrations that ${release.commit.slice(0, 7)} does not know, so code alone may not help: ${migrations.join(', ')}`,
    [
      'see what each would do: ',
      { do: 'preview', for: { scenario: 'database' } },
      ', which restores a backup; ',
      { do: 'preview', for: { scenario: 'code' } },
      ', which leaves the data as it is',
    ],
    { accepts: 'scenario "database" or "code"', recommends: 'database' },
  );
}

/** Resolves a chosen commit to a plan of code with everything pinned, or says why it cannot be carried out. */
export function makePlan(input: PlanInput): Plan | Refusal {
  const draft = draftPlan(input);
  if ('what' in draft) return draft;
  const { attempt, facts } = input;
  return (
    migrationsAhead(input) ?? identified({ ...draft, ...splitNotes(draft.notes) }, attempt, facts.attempts)
  );
}

/** The services without a container that come up with the target, and not with the release that is left. */
function broughtByTargetAlone({ target }: PlanInput, known: readonly string[]): string[] {
  const { current, target: wanted, usual } = target;
  if (!current || !wanted) return [];
  return Object.keys(wanted.services).filter(
    (service) => !known.includes(service) && broughtByTarget(current, wanted, usual, service),
  );
}

/** A plan in the making. */
type Draft = Omit<Unnumbered, 'notes' | 'noteCodes'> & { readonly notes: readonly Note[] };

/** A plan of code without its number and id. */
export function draftPlan(input: PlanInput): Draft | Refusal {
  const { settings, facts, diagnosis, identity, target, risks } = input;
  const { deployment } = settings;
  const unreadable = variablesRefused(input) ?? unreadableDefinition(input);
  if (unreadable) return unreadable;
  const { current, target: wanted, release } = target;
  if (!current || !wanted) throw new Error('a target that can be read has both definitions');
  const at = release.commit.slice(0, 7);
  const unknown = deployment.appServices.find(
    (service) => !Object.hasOwn(wanted.services, service) || !Object.hasOwn(current.services, service),
  );
  if (unknown) {
    return refuse(
      'config.unknown-service',
      `config "deployment.appServices" names ${unknown}, which ${Object.hasOwn(wanted.services, unknown) ? 'the deployment' : `the target ${at}`} does not have`,
      { do: 'set', key: 'deployment.appServices', value: [OPEN] },
      {
        got: deployment.appServices.join(', '),
        accepts: Object.keys(wanted.services)
          .filter((name) => name !== deployment.databaseService && Object.hasOwn(current.services, name))
          .join(', '),
      },
    );
  }
  const elsewhere = deployScriptRefusal(settings, facts, release.commit);
  if (elsewhere) return elsewhere;
  const foreign = foreignAddress(settings, wanted);
  if (foreign) return foreign;
  const changed =
    deployment.databaseService &&
    databaseChange(current, wanted, identity.project, deployment.databaseService);
  if (changed) {
    return refuse(
      'database.differs',
      `a${settings.request.scenario === 'database' ? '' : ' code'} rollback never touches ${settings.request.scenario === 'database' ? `the container of ${deployment.databaseService}` : deployment.databaseService}, and ${changed}`,
      'choose a target that keeps the database as it is',
    );
  }
  const standing = groundwork(input);
  if ('what' in standing) return standing;
  const ground = { ...standing, ...plannedFiles(standing.files, target) };

  const known = [...new Set(facts.containers.map(({ service }) => service))].sort();
  const released = releaseServices(
    [current, wanted],
    identity.project,
    identity.compose,
    deployment.appServices,
    [...known, ...broughtByTargetAlone(input, known)].filter(
      (service) => service !== deployment.databaseService,
    ),
    // What only the release that is left has is none of the target's.
  ).filter((service) => Object.hasOwn(wanted.services, service));
  const foreignValues =
    unsetVariables(input, released) ??
    otherDirectory(current, wanted, facts, released, deployment.directory) ??
    otherResource(current, wanted, released);
  if (foreignValues) return foreignValues;
  const reading = { directory: deployment.directory, facts, target };
  const context: ImageContext = {
    facts,
    target,
    current,
    wanted,
    project: identity.project,
    compose: identity.compose,
    isConfigured: (name) => deployment.appServices.includes(name),
    changedFiles: (name) => changedInputs(deployment.directory, facts, target, current, wanted, name),
    readsOther: (name) => readsOther(reading, wanted, name),
    releaseOfFiles: (name) => releaseOfFiles(reading, current, name),
  };
  const services = withDoubts(context, serviceChanges(context, dependencyOrder(wanted, released)));
  const unproven = unprovenOf(context, services);
  const obstacle =
    networkMoves({ settings, facts, models: [current, wanted] }, services) ??
    targetRefusal(settings, facts, target, services) ??
    emptyPlan({ settings, facts, target, doubts: doubted(context, services) }, services);
  if (obstacle) return obstacle;
  const pinned = services.flatMap(({ service, target: image }) =>
    image !== undefined && targetImage(context, service).isOnlyPinned
      ? unprovenPin(identity.project, service, image, release.commit)
      : [],
  );
  const seen = {
    settings,
    facts,
    diagnosis,
    target,
    current,
    wanted,
    to: release.commit,
    files: ground.files,
    services,
    migrations: target.migrations,
  };
  return {
    ...ground,
    ...suppliedValues(identity, target),
    scenario: 'code',
    ...releaseLeft(facts, services, release.commit),
    to: release,
    fetch: facts.wanted.remote && facts.wanted.commit === release.commit,
    ...(target.digest === undefined ? {} : { definition: target.digest }),
    services,
    all: false,
    stash: [...facts.git.modified],
    revertWith: settings.revertWith,
    steps: ['prepare', 'revert', 'restart', 'verify'],
    risks: [...risks, ...checkoutAhead(facts, services), ...pinned, ...risksOf(seen)],
    notes: [
      ...remarksOf(seen),
      ...untouchedNotes({
        ...seen,
        directory: deployment.directory,
        released: services.map(({ service }) => service),
        databaseService: deployment.databaseService,
      }),
      ...notesOf(settings, facts),
      ...composeNotes(target),
      ...formerEnvGone(target),
      ...filesNote(ground, release),
    ],
    ...(unproven.length > 0 ? { unproven } : {}),
    baseline: baselineOf(facts, diagnosis, released, deployment.databaseService !== undefined),
  };
}
