import { isInPlace } from '../../machines/model/backup';
import { maintenanceDatabase, namesOf } from '../../machines/postgres/databaseNames';
import { undoTarget } from '../../machines/detect/plan/undoTarget';
import type { Facts } from '../../machines/model/facts';
import { databaseOf, type Plan } from '../../machines/model/plan';
import { shellQuote } from '../../machines/text/shellQuote';
import type { Verdict } from '../../machines/model/verdict';
import { type Connection, restoreBeside, strictPsqlLine } from './postgres/programs';
import {
  asOne,
  describeDatabase,
  endSessions,
  nameDatabase,
  openDatabase,
  renameDatabase,
  sealDatabase,
} from './postgres/statements';
import { stopLine, upAloneLine } from './runtime/composeLine';
import { inContainer, tagLine } from './runtime/dockerLine';

/** The stash of this rollback whatever else was stashed since; the oldest, as revert takes it. */
const stashOf = (id: string): string =>
  `$(git stash list --format=%gd --grep='chronos-rollback ${id}' | tail -n 1)`;

/** Gives the database its name back, under whatever name it was left; what has its name now is kept. */
function databaseByHand(plan: Plan, verdicts: readonly Verdict[], user: string, dump?: string): string[] {
  const { backup, action } = plan;
  if (
    !backup ||
    (!isInPlace(plan) &&
      action === 'rollback' &&
      !verdicts.some(({ step }) => step === 'stop' || step === 'restore'))
  )
    return [];
  const { name, oid, container: id } = databaseOf(plan);
  const to: Connection = { user, database: maintenanceDatabase(name) };
  const container = id.slice(0, 12);
  const tell = (...statements: string[]) => `${inContainer(container)} ${strictPsqlLine(to, ...statements)}`;
  return [
    tell(...(isInPlace(plan) ? [sendAway(plan)] : []), nameDatabase(oid, name, namesOf(plan).abandoned)),
    tell(openDatabase(name)),
    ...(dump
      ? [`${inContainer(container, { reads: true })} ${restoreBeside(to, dump)}`, tell(...fromDump(plan))]
      : []),
  ];
}

/** Ends what is connected to a database that was restored in place, under either of its names: a cut off step, too. */
const sendAway = (plan: Plan): string => endSessions(databaseOf(plan).name, namesOf(plan).hidden);

/**
 * The dump of a restore in place makes its database under the name that the live one had meanwhile, with its owner,
 * settings and privileges. Both change names; what was live stays, sealed, and `prune` tells what it is.
 */
function fromDump(plan: Plan): string[] {
  const { name } = databaseOf(plan);
  const { abandoned, hidden } = namesOf(plan);
  return [
    sendAway(plan),
    asOne(
      renameDatabase(name, abandoned),
      renameDatabase(hidden, name),
      describeDatabase(
        abandoned,
        `chronos-rollback: live until rollback ${plan.of ?? plan.id} was taken back by hand, sealed`,
      ),
    ),
    sealDatabase(abandoned),
  ];
}

/**
 * The commands that put back by hand what ran before a rollback: of this plan, or of the one that it undoes; its database
 * from a dump, where an older version has restored in place.
 */
export function backByHand(
  plan: Plan,
  verdicts: readonly Verdict[],
  { directory, compose: has }: Partial<Pick<Facts, 'directory' | 'compose'>>,
  user: string,
  dump?: string,
): string[] {
  const isUndo = plan.action === 'undo';
  const { project, compose: version } = plan;
  const { files, variables, envFiles } = undoTarget(plan);
  const compose = { project, files, envFiles, variables, version, isAlone: has?.isAlone };
  const moved = plan.services.flatMap(({ service, action, before, target, reference }) => {
    const image = isUndo ? target : before;
    return action !== 'keep' && image ? [{ service, image, reference }] : [];
  });
  const services = moved.map(({ service }) => service);
  const isStashed =
    isUndo || (plan.stash.length > 0 && verdicts.some(({ step, ok }) => step === 'revert' && ok));
  const stash = stashOf(plan.of ?? plan.id);
  const there = directory ? [`cd ${shellQuote(directory)}`] : [];
  return [
    ...(isInPlace(plan) && services.length > 0 ? [...there, stopLine(compose, services)] : []),
    ...databaseByHand(plan, verdicts, user, dump),
    ...there,
    `git checkout --detach ${(isUndo ? plan.to : plan.from).commit}`,
    ...(isStashed ? [`{ stash="${stash}"; [ -z "$stash" ] || git stash pop "$stash"; }`] : []),
    ...moved.map(({ image, reference }) => tagLine(image, reference)),
    // Without names Compose would bring up every service, the database too.
    ...(services.length > 0 ? [upAloneLine(compose, services)] : []),
  ];
}
