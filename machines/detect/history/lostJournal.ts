import type { Code } from '../../model/codes';
import type { Facts } from '../../model/facts';
import { firstOf } from '../../text/listed';

const few = (names: readonly string[]): string => firstOf(names, 3);
const all = (names: readonly string[]): string => names.join(', ');

/** Pins of the services that are here: `shop-*` also finds those of a project called shop-eu. */
function ownPins({ pins, containers, deployments }: Facts): string[] {
  // Those that `checkpoint` has made are no trace of a rollback.
  const recorded = deployments.flatMap(({ number, commit }) => (number ? commit.slice(0, 12) : []));
  const services = containers.map(({ project, service }) =>
    `chronos-rollback/${project}-${service}:`.toLowerCase(),
  );
  return pins.filter(
    (pin) =>
      services.some((start) => pin.startsWith(start)) &&
      !recorded.some((commit) => pin.endsWith(`:${commit}`)),
  );
}

/** What rollbacks have left that the journal does not know. */
interface Traces {
  readonly logs: readonly string[];
  readonly holds: readonly string[];
  readonly leases: readonly string[];
  readonly pins: readonly string[];
  readonly databases: readonly string[];
}

/** The commit in a pin's name, behind which those of a release of the same commit have the image's id. */
const commitOf = (pin: string): string => pin.slice(pin.lastIndexOf(':') + 1).replace(/-[0-9a-f]{12}$/, '');

const isId = (name: string): boolean => /^r-[0-9a-f]{8}$/.test(name);

/** Without a journal everything is a trace; beside one, what carries an id or a commit that is not in it. */
function tracesOf(facts: Facts): Traces {
  const { attempts, rollbackDirectories: logs, lease, journalHead } = facts;
  const holds = facts.holds.map(({ id }) => id);
  const pins = ownPins(facts);
  const databases = facts.database.left ?? [];
  // The lease is written before the first line: of an opening that was cut off there it is all that is left.
  const leases = lease && lease.state !== 'open' ? [lease.rollback] : [];
  if (!journalHead && attempts.length === 0) return { logs, holds, leases, pins, databases };
  const ids = new Set(attempts.map(({ plan }) => plan.id));
  const commits = new Set(
    attempts.flatMap(({ plan: { from, to, services } }) =>
      [from.commit, to.commit, ...services.flatMap(({ runs = [] }) => runs)].map((commit) =>
        commit.slice(0, 12),
      ),
    ),
  );
  const isUnknown = (name: string) => isId(name) && !ids.has(name);
  return {
    logs: logs.filter(isUnknown),
    holds: holds.filter(isUnknown),
    leases: [],
    databases: databases.filter((name) => isUnknown(name.slice(-10))),
    pins: pins.filter((pin) => !commits.has(commitOf(pin))),
  };
}

function sentence(facts: Facts, { logs, holds, leases, pins, databases }: Traces, named: typeof few): string {
  const evidence = [
    ...(logs.length > 0 ? [`logs of ${named(logs)}`] : []),
    ...(holds.length > 0 ? [`the hold of ${named(holds)}`] : []),
    ...(leases.length > 0 ? [`the lease of ${named(leases)}`] : []),
    ...(pins.length > 0 ? [`images kept as ${named(pins)}`] : []),
    ...(databases.length > 0 ? [`the databases ${named(databases)}`] : []),
  ].join('; ');
  if (evidence === '') return '';
  return facts.journalHead
    ? `part of the journal is lost: it knows nothing of the rollbacks that left ${evidence}`
    : `the journal is lost: there is none, yet there are ${evidence}; a new one is begun`;
}

const LOST: Code = 'note.journal-lost';

/** Since when all these traces are on record as a loss, by the notes of attempts; undefined while one is not. */
function notedSince({ attempts }: Facts, traces: Traces): string | undefined {
  const telling = attempts.flatMap(({ notes, noteCodes = [], opened }) =>
    notes.filter((_, index) => noteCodes[index] === LOST).map((note) => ({ note, opened })),
  );
  const names = Object.values(traces).flat() as string[];
  const isOnRecord = names.every((name) => telling.some(({ note }) => note.includes(name)));
  return isOnRecord ? telling.at(-1)?.opened : undefined;
}

/** Whether two releases came up, by the deploy record, since a loss was put on record. */
function isOutlived({ deployments }: Facts, since: string): boolean {
  const later = deployments.filter(({ at }) => Date.parse(at) > Date.parse(since));
  return new Set(later.map(({ commit }) => commit)).size > 1;
}

const isReadable = ({ journalError, tampered }: Facts): boolean => !journalError && !tampered;

/**
 * Says that the journal or a part of it is lost, with the evidence: rollbacks have left traces that it
 * does not know. While it is said nobody can tell which releases were rolled back from, so `previous`
 * names none. It ends once the loss is on record as the note of an attempt and two releases were deployed
 * since: what is previous then came up after the loss, and all that was done to it is in the journal.
 * Nothing when the journal is there and cannot be read, which is said elsewhere, or nothing was left.
 */
export function lostJournal(facts: Facts): string | undefined {
  if (!isReadable(facts)) return undefined;
  const traces = tracesOf(facts);
  const since = notedSince(facts, traces);
  if (since !== undefined && isOutlived(facts, since)) return undefined;
  return sentence(facts, traces, few) || undefined;
}

/** The note of the first attempt after a loss, all traces named; nothing when they are on record already. */
export function lossToNote(facts: Facts): string | undefined {
  if (!isReadable(facts)) return undefined;
  const traces = tracesOf(facts);
  if (notedSince(facts, traces) !== undefined) return undefined;
  return sentence(facts, traces, all) || undefined;
}
