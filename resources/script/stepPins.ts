import { wellBefore } from '../../machines/detect/plan/baseline';
import { expectedDatabase } from '../../machines/detect/plan/expectedDatabase';
import { actedOn, broughtUp, broughtUpAgain } from '../../machines/detect/plan/restartedServices';
import {
  addedBy,
  connectionsTold,
  namesToCheck,
  oneShots,
  renewed,
  scaleOf,
} from '../../machines/detect/plan/containersOf';
import { undoTarget } from '../../machines/detect/plan/undoTarget';
import { restoreNames, undoNames } from '../../machines/postgres/databaseNames';
import { databaseOf, type Plan } from '../../machines/model/plan';
import type { PlannedSettings } from '../../machines/model/settings';
import type { Resumed } from '../../machines/model/decision';
import { imageFor, type Verdict } from '../../machines/model/verdict';

type Named = readonly (readonly [string, string | undefined])[];

/** `a=b c=d`, what has no value left out. */
export const words = (pairs: Named): string =>
  pairs
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

/** Pins that hold something; a step that needs none of a kind is not told of it. */
export const given = (pins: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(pins).filter(([, value]) => value !== ''));

const inCapitals = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name.toUpperCase(), value]));

/** By which name the target's Compose file asks for each service's image. */
export const references = (services: Plan['services']): string =>
  words(services.map(({ service, reference }) => [service, reference]));

/** What restart is told beside images: how each service comes up, and which links it has to find an image for. */
export function restartPins(plan: Plan, links: readonly string[]): Record<string, string> {
  return {
    REFERENCES: references(broughtUp(plan)),
    ...given({
      SERVICES: plan.all ? 'all' : '',
      ACTIONS: words(actedOn(plan).map(({ service, action }) => [service, action])),
      LINKS: links.join(' '),
      CONTAINERS_ONLY: plan.containersOnly ? 'yes' : '',
      DEFINITION: plan.definition ?? '',
      DATA_PLACES: dataPlaces(plan),
      CONNECTIONS: words(connectionsTold(plan)),
      ...containerPins(plan, scaleOf(plan)),
    }),
  };
}

/** What must hold the data of a database that gets a container, a line each. */
const dataPlaces = ({ database }: Plan): string => (database?.data ?? []).join('\n');

/** What a restart is told that brings services up once more: prepare has ended by then, so their images are known. */
export function againPins(
  plan: Plan,
  resumed: Resumed,
  verdicts: readonly Verdict[],
): Record<string, string> {
  if (resumed.restart.length === 0) return {};
  const services = broughtUpAgain(plan, resumed);
  return {
    AGAIN: resumed.restart.join(' '),
    AGAIN_IMAGES: words(services.map((change) => [change.service, imageFor(change, verdicts)])),
    AGAIN_REFERENCES: references(services),
  };
}

/** How many containers services have, where that is not one, and which of them end by themselves. */
const containerPins = (
  plan: Plan,
  scale: readonly (readonly [string, number])[],
): Record<string, string> => ({
  SCALE: words(scale.map(([service, containers]) => [service, String(containers)])),
  ONCE: oneShots(plan).join(' '),
});

/** Which settings of which release on record come up: `#12 .env=APP_TAG,LOG compose.override.yml=*`. */
export const settingWords = ({ release, files }: PlannedSettings): string =>
  [`#${release}`, ...files.map(({ path, names }) => `${path}=${names ? names.join(',') : '*'}`)].join(' ');

/** What revert is told beside the commit. */
export const revertPins = ({ revertWith, settings }: Plan): Record<string, string> => ({
  WITH: revertWith,
  ...(settings ? { SETTINGS: settingWords(settings) } : {}),
});

/** What verify is told of containers. */
export const verifyPins = (plan: Plan): Record<string, string> =>
  given({
    DEFINITION: plan.definition ?? '',
    ...containerPins(plan, scaleOf(plan)),
    RENEWED: renewed(plan).join(' '),
    DATA_PLACES: dataPlaces(plan),
    REFERENCES: words(namesToCheck(plan)),
  });

/** The database as a step must find it. */
export function databasePins(plan: Plan, databaseService: string | undefined): Record<string, string> {
  const expected = expectedDatabase(plan, databaseService);
  if (!expected) return {};
  const { container, volumes, oid } = expected;
  return { DATABASE: container, VOLUMES: volumes.join(' '), ...given({ LIVE_OID: oid }) };
}

/** The backup, and the databases that a rollback of the database works on; nothing for another one. */
export function backupPins(plan: Plan): Record<string, string> {
  const { backup } = plan;
  if (!backup) return {};
  return {
    BACKUP: backup.path,
    SHA256: backup.sha256,
    STRATEGY: backup.strategy,
    ...given({ SNAPSHOT: backup.snapshot }),
    LIVE_OID: databaseOf(plan).oid,
    ...inCapitals(restoreNames(plan)),
  };
}

/** What undo is told: of this plan, when it fails, or by the plan of an undo of the one that it names. */
export function undoPins(undo: Plan, databaseService: string | undefined): Record<string, string> {
  const { of, release, images, references: names, runs, scale } = undoTarget(undo);
  return {
    OF: of,
    COMMIT: release.commit,
    IMAGES: words(images),
    REFERENCES: words(names),
    WELL: wellBefore(undo).join(' '),
    ...given({
      ACTIONS: words(renewed(undo).map((service) => [service, 'recreate'])),
      RUNS: words(runs),
      ADDED: addedBy(undo).join(' '),
      CONNECTIONS: words(connectionsTold(undo)),
      ...containerPins(undo, scale),
    }),
    ...databasePins(undo, databaseService),
    ...(undo.backup ? { STRATEGY: undo.backup.strategy, ...inCapitals(undoNames(undo)) } : {}),
  };
}
