import { composeCommand } from '../machines/compose';
import { namesOf } from '../machines/databaseNames';
import type { Facts } from '../machines/facts';
import type { Plan } from '../machines/model';
import { shellQuote } from '../machines/shell';
import { identifier, literal } from '../machines/sql';
import type { Verdict } from '../machines/verdicts';

/** The stash of this rollback whatever else was stashed since; the oldest, as revert takes it. */
const stashOf = (id: string): string =>
  `$(git stash list --format=%gd --grep='chronos-rollback ${id}' | tail -n 1)`;

/**
 * Gives the database its name back: it is found by its oid, under whatever name it was left, and what has its name
 * now is kept. Both or neither, and nothing where it has its name.
 */
function databaseByHand(plan: Plan, verdicts: readonly Verdict[], user: string): string[] {
  const { backup, database, action } = plan;
  if (
    !backup ||
    (action === 'rollback' && !verdicts.some(({ step }) => step === 'stop' || step === 'restore'))
  )
    return [];
  const { name, oid } = database;
  const psql = (sql: string) =>
    `docker exec ${database.container.slice(0, 12)} psql -v ON_ERROR_STOP=1 -U ${shellQuote(user)} -d postgres -c ${shellQuote(sql)}`;
  const rename = [
    `IF (SELECT datname FROM pg_database WHERE oid = ${oid}) <> ${literal(name)} THEN`,
    `IF EXISTS (SELECT FROM pg_database WHERE datname = ${literal(name)}) THEN`,
    `ALTER DATABASE ${identifier(name)} RENAME TO ${identifier(namesOf(plan).abandoned)}; END IF;`,
    `EXECUTE (SELECT format('ALTER DATABASE %I RENAME TO %I', datname, ${literal(name)}) FROM pg_database WHERE oid = ${oid});`,
    'END IF;',
  ];
  return [
    psql(`DO $$ BEGIN ${rename.join(' ')} END $$`),
    psql(`ALTER DATABASE ${identifier(name)} ALLOW_CONNECTIONS true`),
  ];
}

/** The commands that put back by hand what ran before a rollback: of this plan, or of the one that it undoes. */
export function backByHand(
  plan: Plan,
  verdicts: readonly Verdict[],
  { directory, compose: has }: Partial<Pick<Facts, 'directory' | 'compose'>>,
  user: string,
): string[] {
  const isUndo = plan.action === 'undo';
  const compose = composeCommand(plan.compose, has ?? {});
  const files = plan.files.map((file) => `-f ${shellQuote(file)}`).join(' ');
  const moved = plan.services.flatMap(({ service, action, before, target, reference }) => {
    const image = isUndo ? target : before;
    return action !== 'keep' && image ? [{ service, image, reference }] : [];
  });
  const names = moved.map(({ service }) => shellQuote(service)).join(' ');
  const isStashed =
    isUndo || (plan.stash.length > 0 && verdicts.some(({ step, ok }) => step === 'revert' && ok));
  const stash = stashOf(plan.of ?? plan.id);
  return [
    ...databaseByHand(plan, verdicts, user),
    ...(directory ? [`cd ${shellQuote(directory)}`] : []),
    `git checkout --detach ${(isUndo ? plan.to : plan.from).commit}`,
    ...(isStashed ? [`{ stash="${stash}"; [ -z "$stash" ] || git stash pop "$stash"; }`] : []),
    ...moved.map(({ image, reference }) => `docker tag ${image} ${shellQuote(reference)}`),
    // Without names Compose would bring up every service, the database too.
    ...(names
      ? [`${compose} -p ${shellQuote(plan.project)} ${files} up -d --no-deps --no-build ${names}`]
      : []),
  ];
}
