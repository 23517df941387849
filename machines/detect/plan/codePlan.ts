import { foreignAddress } from './serviceUrls';
import { connectionNotes } from './connectedByHand';
import { bringsBack } from './bringsBack';
import { settingsExplain } from './asOnRecord';
import { baselineOf } from './baseline';
import { dependencyOrder, imageReference } from '../../compose/definition';
import { withTag } from '../../compose/imageNames';
import type { ComposeModel } from '../../model/composeModel';
import { isAllDown } from '../diagnose/nothingRuns';
import { dataRefusal } from '../refusals/dataRefusals';
import { fromNothing, nothingRuns, startsFromNothing, undoRemoves } from './fromNothing';
import { changedInputs } from './changedFiles';
import { deployScriptRefusal } from '../refusals/deployScript';
import { unreadableDefinition } from '../refusals/definitionRefusals';
import { emptyPlan } from '../refusals/emptyPlan';
import { refusedLogin } from '../refusals/loginRefusal';
import { unsetInBuild, unsetVariables, variablesRefused } from '../refusals/variableRefusals';
import { unprovenPin } from './imageEvidence';
import { type ImageContext, serviceChanges, targetImage } from './serviceChange';
import { doubted, unprovenOf, withDoubts } from './unproven';
import { groundwork } from './groundwork';
import type { Plan } from '../../model/plan';
import type { Refusal } from '../../model/refusal';
import { type Note, splitNotes } from '../../model/note';
import { otherDirectory, otherVolume } from '../refusals/mountRefusal';
import { otherResource } from '../refusals/resourceRefusal';
import { networkMoves } from '../refusals/networkRefusal';
import { composeNotes, notesOf, targetRefusal } from '../refusals/targetRefusals';
import { filesNote, plannedFiles } from './plannedFiles';
import { mixedReplicas } from './mixedReplicas';
import { identified, type Unnumbered } from './planId';
import { remarksOf, risksOf } from './risks';
import { readsOther, releaseOfFiles } from './readSince';
import { checkoutAhead, releaseLeft } from './checkoutAhead';
import { untouchedNotes } from './untouchedFiles';
import { formerEnvGone, suppliedValues } from './suppliedValues';
import { databaseDiffers, migrationsAhead, unknownService } from '../refusals/codeRefusals';
import { migrationsBeside } from './migrationsOnRecord';
import { unreadRecordNotes } from '../history/unreadRecord';
import { whatIsOffRecord } from './offRecord';
import type { PlanInput } from './planInput';
import { isProvenByRecord, secretsNotes, settingsNotes, settingsThatStay } from './settingsThatStay';
import { plannedServices } from './plannedServices';
import { unhealthyOnRecord } from './unhealthyOnRecord';
import { unreadNotes } from './unreadFiles';

/** Resolves a chosen commit to a plan of code with everything pinned, or says why it cannot be carried out. */
export function makePlan(input: PlanInput): Plan | Refusal {
  const draft = draftPlan(input);
  if ('what' in draft) return draft;
  const { attempt, facts, target } = input;
  return (
    migrationsAhead(input, migrationsBeside(facts, target)) ??
    identified({ ...draft, ...splitNotes(draft.notes) }, attempt, facts.attempts)
  );
}

/** The image by which a database without container comes up, where it is here. */
function databaseImage({ settings, identity, target }: PlanInput, wanted: ComposeModel): string | undefined {
  const { databaseService } = settings.deployment;
  if (databaseService === undefined || !Object.hasOwn(wanted.services, databaseService)) return undefined;
  return target.imagesByName.get(
    withTag(imageReference(wanted, identity.project, databaseService, identity.compose)),
  );
}

/** A plan in the making. */
type Draft = Omit<Unnumbered, 'notes' | 'noteCodes'> & { readonly notes: readonly Note[] };

/** A plan of code without its number and id. */
export function draftPlan(input: PlanInput): Draft | Refusal {
  const { settings, facts, diagnosis, identity, target, risks, decided } = input;
  const { deployment } = settings;
  const unreadable = variablesRefused(input) ?? unreadableDefinition(input);
  if (unreadable) return unreadable;
  const { current, target: wanted, release } = target;
  if (!current || !wanted) throw new Error('a target that can be read has both definitions');
  const unfit =
    unknownService(input, current, wanted) ??
    deployScriptRefusal(settings, facts, release.commit) ??
    foreignAddress(settings, wanted) ??
    databaseDiffers(input, current, wanted);
  if (unfit) return unfit;
  const isDown = isAllDown(facts);
  const { databaseService } = deployment;
  const lost =
    databaseService !== undefined && isDown ? dataRefusal(databaseService, input.data, facts) : undefined;
  if (lost) return lost;
  const standing = groundwork(input, isDown ? databaseImage(input, wanted) : undefined, wanted);
  if ('what' in standing) return standing;
  const ground = { ...standing, ...plannedFiles(standing.files, target) };

  const released = plannedServices(input, current, wanted);
  const foreignValues =
    unsetVariables(input, released) ??
    refusedLogin(target, released, decided?.taken) ??
    otherDirectory(current, wanted, facts, released, deployment.directory) ??
    otherVolume(current, wanted, facts, identity.project, released) ??
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
    ...(decided
      ? {
          isProven: isProvenByRecord(input, decided),
          isExplained: settingsExplain(target, decided),
          unread: decided.unread,
        }
      : {}),
    releaseOfFiles: (name) => releaseOfFiles(reading, current, name),
  };
  const planned = serviceChanges(context, dependencyOrder(wanted, released));
  const services = withDoubts(
    context,
    startsFromNothing({ services: planned })
      ? planned.map((change) => fromNothing(input, wanted, change))
      : planned,
  );
  // A database that comes up with them is none of the release: its data stays.
  const ofRelease = services.filter(({ service }) => service !== databaseService);
  const unproven = unprovenOf(context, ofRelease);
  const obstacle =
    networkMoves({ settings, facts, models: [current, wanted] }, services) ??
    targetRefusal(settings, facts, target, services) ??
    unsetInBuild(input, services) ??
    emptyPlan({ settings, ...context, doubts: doubted(context, ofRelease) }, services);
  if (obstacle) return obstacle;
  const pinned = services.flatMap(({ service, target: image }) =>
    image !== undefined && targetImage(context, service).isOnlyPinned
      ? unprovenPin(identity.project, service, image, release.commit)
      : [],
  );
  const offRecord = whatIsOffRecord(settings, facts);
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
    migrations: migrationsBeside(facts, target),
  };
  return {
    ...ground,
    ...suppliedValues(identity, target),
    scenario: 'code',
    ...releaseLeft(facts, services, release.commit),
    to: { ...release, ...(target.recorded === undefined ? {} : { number: target.recorded }) },
    fetch: facts.wanted.remote && facts.wanted.commit === release.commit,
    ...(decided?.taken ? { settings: decided.taken } : {}),
    ...settingsThatStay(target, decided),
    ...(target.digest === undefined ? {} : { definition: target.digest }),
    services,
    all: false,
    stash: [...facts.git.modified],
    revertWith: settings.revertWith,
    steps: ['prepare', 'revert', 'restart', 'verify'],
    risks: [
      ...risks,
      ...nothingRuns(identity),
      ...checkoutAhead(facts, services),
      ...mixedReplicas(facts, services),
      ...offRecord.risks,
      ...pinned,
      ...risksOf(seen),
    ],
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
      ...settingsNotes(decided),
      ...secretsNotes(input, decided),
      ...unhealthyOnRecord(facts, target),
      ...unreadNotes(decided),
      ...unreadRecordNotes(facts),
      ...offRecord.notes,
      ...connectionNotes(services),
      ...undoRemoves(services, databaseService),
      ...bringsBack(settings, facts, facts.git.head ?? '', release.commit),
    ],
    ...(unproven.length > 0 ? { unproven } : {}),
    baseline: baselineOf(facts, diagnosis, released, deployment.databaseService !== undefined),
  };
}
