import type { Attempt } from '../../model/attempt';
import type { Facts } from '../../model/facts';
import { asRelease } from '../history/releases';
import { namesOf } from '../../postgres/databaseNames';
import { databaseRefusal } from '../refusals/databaseRefusals';
import { databaseOf, type Plan, type PlannedDatabase, type Risk } from '../../model/plan';
import { type Refusal, refuse } from '../../model/refusal';
import { splitNotes } from '../../model/note';
import type { ComposeFacts } from '../../compose/composeCall';
import type { Identity } from '../../compose/identity';
import { volumesOf } from '../../compose/volumes';
import { identified } from './planId';
import { undoTarget } from './undoTarget';
import type { Settings } from '../../config/schema';
import type { BackupStore } from '../observe/backupStore';

/** The container on the same volumes: a restart may have made it anew since. */
function databaseNow({ database }: Plan, { containers }: Facts): PlannedDatabase | undefined {
  if (!database) return undefined;
  const volumes = database.volumes.join(' ');
  const now = containers.find((one) => volumes !== '' && volumesOf(one).join(' ') === volumes);
  return now ? { ...database, container: now.id, image: now.image } : database;
}

/** What the app has written to the restored database, which would leave it; an unknown number counts. */
function writtenSince(
  database: PlannedDatabase,
  verdicts: Attempt['verdicts'],
  { since, names }: BackupStore,
): Risk[] {
  const swap = verdicts.findLast((verdict) => verdict.swap)?.swap;
  const live = names.get(database.name);
  const isFormer = live === database.oid && swap?.oid !== database.oid;
  // Cut off before the databases were swapped, or where nobody can connect to either.
  if (isFormer || (!swap && live === undefined)) return [];
  const tables = [...(since ?? [])].filter(([, [written]]) => written > 0);
  const rows = tables.reduce((sum, [, [written]]) => sum + written, 0);
  if (since && rows === 0) return [];
  const listed = tables
    .slice(0, 5)
    .map(([table, [written]]) => `${table} ${written}`)
    .join(', ');
  return [
    {
      kind: 'writes',
      code: 'risk.writes-lost',
      what: since
        ? `${rows} row${rows === 1 ? '' : 's'} written to the restored database since (${listed}) would leave the live one`
        : 'nobody can tell how many rows were written to the restored database since, which would leave the live one',
    },
  ];
}

/** Why the former live database cannot be given its name back. */
export function undoRefusal(
  settings: Settings,
  { plan, verdicts }: Attempt,
  store: BackupStore,
  facts: ComposeFacts,
): Refusal | undefined {
  const swap = verdicts.findLast((verdict) => verdict.swap)?.swap;
  const { names } = store;
  const { name, oid } = databaseOf(plan);
  const live = names.get(name);
  // A live one that does not answer may be what the undo has to mend.
  const barrier = store.database ? databaseRefusal(settings, store, facts) : undefined;
  if (barrier || live === oid || live === undefined) return barrier;
  // Of a swap whose verdict did not get to the disk only the databases tell.
  if (swap && live !== swap.oid) {
    return refuse(
      'undo.other-database',
      `${name} is not the database that rollback ${plan.id} has left`,
      { do: 'unset', key: 'undo' },
      {
        got: `oid ${live ?? 'none'}`,
        accepts: `oid ${swap.oid}`,
      },
    );
  }
  return names.get(namesOf(plan).sealed) === oid
    ? undefined
    : refuse(
        'undo.database-gone',
        `the database that was live before ${plan.id} is gone, so it cannot be taken back`,
        { do: 'unset', key: 'undo' },
        {
          accepts: `${namesOf(plan).sealed}, with oid ${oid}`,
        },
      );
}

/** The deployment as an undo of a rollback needs it, with what Compose is given then and now. */
export function identityOfUndo({ envFiles: _, ...identity }: Identity, plan: Plan): Identity {
  const { envFiles } = undoTarget(plan);
  return { ...identity, ...(envFiles.length > 0 ? { envFiles } : {}), formerEnvFiles: plan.envFiles ?? [] };
}

/** The plan of taking a rollback back: to where it came from, with what ran there. */
export function makeUndoPlan(
  { plan: { left: _, ...plan }, verdicts }: Attempt,
  facts: Facts,
  attempt: number,
  risks: readonly Risk[],
  store?: BackupStore,
): Plan {
  const running = (service: string) =>
    facts.containers.find((container) => container.service === service)?.image;
  const services = plan.services.map(
    ({ service, before, reference, was, once, containers, connections, added, action, runs }) => {
      const now = running(service);
      return {
        service,
        ...(now ? { before: now } : {}),
        ...(runs === undefined ? {} : { runs }),
        ...(before ? { target: before } : {}),
        source: 'reuse' as const,
        reference: was ?? reference,
        ...(was === undefined ? {} : { was: reference }),
        ...(once ? { once } : {}),
        ...(containers ? { containers: { before: containers.target, target: containers.before } } : {}),
        ...(connections ? { connections } : {}),
        ...(added ? { added } : {}),
        action,
        why: 'it goes back to what ran before',
      };
    },
  );
  return identified(
    {
      ...plan,
      action: 'undo',
      of: plan.id,
      from: asRelease(facts, facts.git.head ?? ''),
      to: plan.from,
      fetch: false,
      services,
      ...(plan.targetFiles ? { files: plan.targetFiles, targetFiles: plan.files } : {}),
      ...(plan.variables ? { variables: { from: plan.variables.to, to: plan.variables.from } } : {}),
      ...(plan.formerEnvFiles ? { envFiles: plan.formerEnvFiles, formerEnvFiles: plan.envFiles ?? [] } : {}),
      stash: [...facts.git.modified],
      database: databaseNow(plan, facts),
      steps: [],
      risks: [...risks, ...(store ? writtenSince(databaseOf(plan), verdicts, store) : [])],
      ...splitNotes(
        (store?.sessions ?? []).map(({ user, application, address }) => ({
          code: 'note.connected',
          what: `connected: ${[user, application, address].filter(Boolean).join(', ')}`,
        })),
      ),
    },
    attempt,
    facts.attempts,
  );
}
