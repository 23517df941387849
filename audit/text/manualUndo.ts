import { isInPlace } from '../../machines/model/backup';
import { namesOf } from '../../machines/postgres/databaseNames';
import type { Facts } from '../../machines/model/facts';
import type { Plan } from '../../machines/model/plan';
import { shellQuote } from '../../machines/text/shellQuote';
import { identifier, literal } from '../../machines/postgres/quoting';
import type { Verdict } from '../../machines/model/verdict';
import { composeCommand } from './composeLine';

/** The stash of this rollback whatever else was stashed since; the oldest, as revert takes it. */
const stashOf = (id: string): string =>
  `$(git stash list --format=%gd --grep='chronos-rollback ${id}' | tail -n 1)`;

/**
 * Gives the database its name back: it is found by its oid, under whatever name it was left, and what has its name
 * now is kept. Both or neither, and nothing where it has its name.
 */
function databaseByHand(plan: Plan, verdicts: readonly Verdict[], user: string, dump?: string): string[] {
  const { backup, database, action } = plan;
  if (
    !backup ||
    (!isInPlace(plan) &&
      action === 'rollback' &&
      !verdicts.some(({ step }) => step === 'stop' || step === 'restore'))
  )
    return [];
  const { name, oid } = database;
  const at = `-U ${shellQuote(user)} -d ${name === 'postgres' ? 'template1' : 'postgres'}`;
  const container = database.container.slice(0, 12);
  const psql = (...all: string[]) =>
    `docker exec ${container} psql -v ON_ERROR_STOP=1 ${at} ${all.map((sql) => `-c ${shellQuote(sql)}`).join(' ')}`;
  const rename = [
    `IF (SELECT datname FROM pg_database WHERE oid = ${oid}) <> ${literal(name)} THEN`,
    `IF EXISTS (SELECT FROM pg_database WHERE datname = ${literal(name)}) THEN`,
    `ALTER DATABASE ${identifier(name)} RENAME TO ${identifier(namesOf(plan).abandoned)}; END IF;`,
    `EXECUTE (SELECT format('ALTER DATABASE %I RENAME TO %I', datname, ${literal(name)}) FROM pg_database WHERE oid = ${oid});`,
    'END IF;',
  ];
  return [
    psql(...(isInPlace(plan) ? [sendAway(plan)] : []), `DO $$ BEGIN ${rename.join(' ')} END $$`),
    psql(`ALTER DATABASE ${identifier(name)} ALLOW_CONNECTIONS true`),
    ...(dump
      ? [`docker exec -i ${container} pg_restore -e -C ${at} <${shellQuote(dump)}`, psql(...fromDump(plan))]
      : []),
  ];
}

/** Ends what is connected to a database that was restored in place, under either of its names: a cut off step, too. */
const sendAway = (plan: Plan): string =>
  `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname IN (${literal(plan.database.name)}, ${literal(namesOf(plan).hidden)}) AND pid <> pg_backend_pid()`;

/**
 * The dump of a restore in place makes its database under the name that the live one had meanwhile, with its owner,
 * settings and privileges. Both change names; what was live stays, sealed, and `prune` tells what it is.
 */
function fromDump(plan: Plan): string[] {
  const { name } = plan.database;
  const { abandoned, hidden } = namesOf(plan);
  const [live, left, made] = [name, abandoned, hidden].map(identifier);
  return [
    sendAway(plan),
    // One argument is one transaction.
    [
      `ALTER DATABASE ${live} RENAME TO ${left}`,
      `ALTER DATABASE ${made} RENAME TO ${live}`,
      `COMMENT ON DATABASE ${left} IS ${literal(`chronos-rollback: live until rollback ${plan.of ?? plan.id} was taken back by hand, sealed`)}`,
    ].join('; '),
    `ALTER DATABASE ${left} ALLOW_CONNECTIONS false`,
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
  const compose = composeCommand({ version: plan.compose, isAlone: has?.isAlone });
  const files = plan.files.map((file) => `-f ${shellQuote(file)}`).join(' ');
  const moved = plan.services.flatMap(({ service, action, before, target, reference }) => {
    const image = isUndo ? target : before;
    return action !== 'keep' && image ? [{ service, image, reference }] : [];
  });
  const names = moved.map(({ service }) => shellQuote(service)).join(' ');
  const isStashed =
    isUndo || (plan.stash.length > 0 && verdicts.some(({ step, ok }) => step === 'revert' && ok));
  const stash = stashOf(plan.of ?? plan.id);
  const there = directory ? [`cd ${shellQuote(directory)}`] : [];
  const composed = `${compose} -p ${shellQuote(plan.project)} ${files}`;
  return [
    ...(isInPlace(plan) && names ? [...there, `${composed} stop ${names}`] : []),
    ...databaseByHand(plan, verdicts, user, dump),
    ...there,
    `git checkout --detach ${(isUndo ? plan.to : plan.from).commit}`,
    ...(isStashed ? [`{ stash="${stash}"; [ -z "$stash" ] || git stash pop "$stash"; }`] : []),
    ...moved.map(({ image, reference }) => `docker tag ${image} ${shellQuote(reference)}`),
    // Without names Compose would bring up every service, the database too.
    ...(names ? [`${composed} up -d --no-deps --no-build ${names}`] : []),
  ];
}
