import { wellBefore } from '../../machines/detect/plan/baseline';
import { isInPlace } from '../../machines/model/backup';
import { namesOf } from '../../machines/postgres/databaseNames';
import type { Plan } from '../../machines/model/plan';
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

/** By which name the target's Compose file asks for each service's image. */
export const references = (services: Plan['services']): string =>
  words(services.map(({ service, reference }) => [service, reference]));

/** What restart is told beside images: how each service comes up, and which links it has to find an image for. */
export function restartPins({ all, services }: Plan, links: readonly string[]): Record<string, string> {
  const brought = services.filter(({ action }) => action !== 'keep');
  const actions = brought.filter(({ action }) => action !== 'up');
  return {
    REFERENCES: references(brought),
    ...given({
      SERVICES: all ? 'all' : '',
      ACTIONS: all ? '' : words(actions.map(({ service, action }) => [service, action])),
      LINKS: links.join(' '),
    }),
  };
}

/** What a restart is told that brings services up once more: prepare has ended by then, so their images are known. */
export function againPins(
  plan: Plan,
  { restart }: Resumed,
  verdicts: readonly Verdict[],
): Record<string, string> {
  if (restart.length === 0) return {};
  const services = plan.services.filter(
    ({ service, action }) => action !== 'keep' || restart.includes(service),
  );
  const images = services.map(
    ({ service, target }) => [service, imageFor(service, verdicts) ?? target] as const,
  );
  const pins = { AGAIN_IMAGES: words(images), AGAIN_REFERENCES: references(services) };
  return { AGAIN: restart.join(' '), ...pins };
}

/** The database as it must be found: a container that the plan makes anew need not be the same one; volumes always are. */
export function databasePins(
  { all, database, services }: Plan,
  databaseService: string,
): Record<string, string> {
  const isMade = services.some(({ service, action }) => service === databaseService && action === 'recreate');
  return {
    DATABASE: all || isMade ? '' : database.container,
    VOLUMES: database.volumes.join(' '),
    // What a rollback of the database leaves live is another one, by what restore has written down.
    ...given({ LIVE_OID: database.oid }),
  };
}

/** The backup, and the databases that a rollback of the database works on; nothing for another one. */
export function backupPins(plan: Plan): Record<string, string> {
  const { backup, database } = plan;
  if (!backup) return {};
  const { shadow, sealed, hidden } = namesOf(plan);
  return {
    BACKUP: backup.path,
    SHA256: backup.sha256,
    STRATEGY: backup.strategy,
    ...given({ SNAPSHOT: backup.snapshot }),
    LIVE_OID: database.oid,
    // A plan of an older version: it is replayed to the byte, and its steps do nothing.
    ...(isInPlace(plan) ? { HIDDEN: hidden } : { SHADOW: shadow, SEALED: sealed }),
  };
}

/** What undo is told: of this plan, when it fails, or by the plan of an undo of the one that it names. */
export function undoPins(undo: Plan, databaseService: string): Record<string, string> {
  const isOwn = undo.action === 'undo';
  return {
    OF: undo.of ?? undo.id,
    COMMIT: (isOwn ? undo.to : undo.from).commit,
    IMAGES: words(undo.services.map(({ service, before, target }) => [service, isOwn ? target : before])),
    REFERENCES: references(undo.services),
    WELL: wellBefore(undo).join(' '),
    ...databasePins(undo, databaseService),
    ...restoredPins(undo),
  };
}

/** Which database comes back, and what becomes of the one that was restored. */
function restoredPins(undo: Plan): Record<string, string> {
  if (!undo.backup) return {};
  const { sealed, abandoned, hidden } = namesOf(undo);
  const { strategy } = undo.backup;
  return isInPlace(undo)
    ? { STRATEGY: strategy, HIDDEN: hidden }
    : { STRATEGY: strategy, SEALED: sealed, ABANDONED: abandoned };
}
