import type { Attempt } from '../../model/attempt';
import type { Facts, NamedCommit } from '../../model/facts';
import { lostJournal } from './lostJournal';
import { leavesRelease, type Plan, releaseLeftBy } from '../../model/plan';
import { NO_COMMIT, type Release } from '../../model/release';
import { undoneBy } from './undone';

/** A release that came up, by a deployment or by a rollback. */
interface ReleaseEvent {
  readonly at: string;
  readonly commit: string;
  readonly images: Readonly<Record<string, string>>;
  /** As of when its data is, where a database was restored or taken back with it. */
  readonly data?: string;
}

/** Whether an attempt left another release running: a rollback of code that went through, or an undo on demand. */
const broughtUp = ({ plan, outcome }: Attempt): boolean =>
  plan.action === 'undo'
    ? outcome === 'undone'
    : plan.scenario !== 'infrastructure' && (outcome === 'recovered' || outcome === 'degraded');

const imagesOf = ({ services }: Plan): Record<string, string> =>
  Object.fromEntries(services.flatMap(({ service, target }) => (target ? [[service, target]] : [])));

/** The deployment's own script records the release that it goes back to; an undo afterwards, nobody does. */
function restored({ plan, outcome, closed = '' }: Attempt): ReleaseEvent[] {
  if (plan.action !== 'rollback' || outcome !== 'undone' || plan.revertWith !== 'script') return [];
  const images = plan.services.flatMap(({ service, before }) => (before ? [[service, before]] : []));
  return [
    { at: closed, commit: plan.from.commit, images: Object.fromEntries(images) as Record<string, string> },
  ];
}

/** The backup's time after a restore; after its undo the data is as it was when the rollback was opened. */
function dataOf({ backup, of }: Plan, { attempts }: Facts): { data?: string } {
  if (!backup) return {};
  const data = of ? attempts.find(({ plan }) => plan.id === of)?.opened : backup.takenAt;
  return data && !Number.isNaN(Date.parse(data)) ? { data } : {};
}

/** The releases that had been up on the data as it was at a time, by the record and through restores; newest first. */
export function releasesOnData(facts: Facts, at: string): string[] {
  const until = releaseEvents(facts).filter((event) => Date.parse(event.at) <= Date.parse(at));
  const from = until.findLastIndex(({ data }) => data !== undefined && Date.parse(data) < Date.parse(at));
  const own = until.slice(Math.max(from, 0)).map(({ commit }) => commit);
  const before = from < 0 ? [] : releasesOnData(facts, until[from]?.data ?? '');
  return [...new Set([...own.reverse(), ...before])];
}

/** Every release that came up, oldest first, from the deploy record and the journal. */
export function releaseEvents(facts: Facts): ReleaseEvent[] {
  const rollbacks = facts.attempts.filter(broughtUp).map(({ plan, verdicts, closed = '' }) => ({
    at: closed,
    commit: plan.to.commit,
    images: verdicts.find(({ images }) => images)?.images ?? imagesOf(plan),
    ...dataOf(plan, facts),
  }));
  const time = (event: ReleaseEvent) => Date.parse(event.at);
  return [...facts.deployments, ...rollbacks, ...facts.attempts.flatMap(restored)].sort(
    (a, b) => time(a) - time(b),
  );
}

/** Commits that were rolled back from: they ran, and are no place to go back to. */
export function abandonedCommits(facts: Facts): Set<string> {
  const away = facts.attempts.filter(
    (attempt) =>
      attempt.plan.action === 'rollback' &&
      broughtUp(attempt) &&
      leavesRelease(attempt.plan) &&
      !undoneBy(attempt.plan.id, facts),
  );
  const byScript = facts.deployments.flatMap(({ rolledBackFrom }) => rolledBackFrom ?? []);
  return new Set(
    [...away.map(({ plan }) => releaseLeftBy(plan)), ...byScript].filter(
      (commit) => commit !== facts.git.head,
    ),
  );
}

/** Commits that only ever came up badly, by the deploy record; one without an outcome is not held against it. */
function neverWell(facts: Facts): Set<string> {
  const well = facts.deployments.filter(({ outcome }) => outcome === undefined || outcome === 'healthy');
  const good = new Set(well.map(({ commit }) => commit));
  return new Set(facts.deployments.map(({ commit }) => commit).filter((commit) => !good.has(commit)));
}

/** What `previous` means now, or why that cannot be said. */
export type Previous =
  { readonly commit: string } | { readonly why: string; readonly candidates: readonly string[] };

/**
 * Releases that one can go back to, newest first, leaving out those that were rolled back from or
 * never came up well. The deploy record says so; the reflog only where there is no record.
 */
export function earlierReleases(facts: Facts): string[] {
  const { head, reflog } = facts.git;
  const left = new Set([...abandonedCommits(facts), ...neverWell(facts)]);
  const recorded = releaseEvents(facts)
    .map(({ commit }) => commit)
    .reverse();
  const known = facts.deployments.length > 0 ? recorded : reflog;
  return [...new Set(known)].filter((commit) => commit !== head && !left.has(commit));
}

/**
 * The release that ran directly before the one that is checked out: the newest of the earlier ones.
 * With the journal lost nobody knows which of them were rolled back from; and the reflog of a detached
 * HEAD tells where the checkout has been, not what has run.
 */
export function previousRelease(facts: Facts): Previous {
  const { head, branch } = facts.git;
  const candidates = earlierReleases(facts);
  const isRecorded = facts.deployments.length > 0;
  const last = releaseEvents(facts).at(-1)?.commit;
  const lost = lostJournal(facts);
  if (lost) return { why: lost, candidates };
  if (isRecorded && last !== head) {
    return {
      why: `the deploy record ends with ${shortHash(last)}, the checkout is at ${shortHash(head)}`,
      candidates,
    };
  }
  if (!isRecorded && !branch && candidates.length > 0) {
    return {
      why: 'there is no deploy record, and HEAD is detached: its reflog only tells where it has been',
      candidates,
    };
  }
  const [newest] = candidates;
  if (newest) return { commit: newest };
  const why = isRecorded
    ? 'the deploy record knows no earlier release'
    : 'neither a deploy record nor the reflog knows an earlier release';
  return { why, candidates: [] };
}

/** The image that a service ran before the release that is up now; none when no record says. */
export function imageBefore(facts: Facts, service: string): string | undefined {
  const events = releaseEvents(facts);
  const current = events.at(-1);
  return events.findLast(({ commit }) => commit !== current?.commit)?.images[service];
}

/** The commit of a release by its number on record, `#12`; nothing where it is written otherwise, or there is none. */
export const releaseNumbered = (
  text: string,
  { deployments }: Pick<Facts, 'deployments'>,
): string | undefined =>
  text.startsWith('#')
    ? deployments.findLast(({ number }) => number === Number(text.slice(1)))?.commit
    : undefined;

/** Since when the release that is checked out runs, by the record: ISO 8601. */
export function deployedAt(facts: Facts): string | undefined {
  return releaseEvents(facts).findLast(({ commit }) => commit === facts.git.head)?.at;
}

/** For how many seconds a release ran when it last came up, until the next one did; none when no record says. */
export function ranSeconds(facts: Facts, commit: string): number | undefined {
  const events = releaseEvents(facts);
  const index = events.findLastIndex((event) => event.commit === commit);
  const [came, went] = [events[index]?.at, events[index + 1]?.at];
  return came && went ? (Date.parse(went) - Date.parse(came)) / 1000 : undefined;
}

/** The first seven digits of a hash, as git shows it. */
export function shortHash(commit: string | undefined): string {
  return commit?.slice(0, 7) ?? '(none)';
}

/** A commit with name and subject as far as git knows them here. */
export function asRelease(facts: Facts, commit: string): Release {
  const known: NamedCommit = facts.git.releases.get(commit) ?? {
    commit,
    subject: commit === NO_COMMIT ? 'no commit is known' : '',
  };
  return { commit, subject: known.subject, ...(known.name ? { name: known.name } : {}) };
}

/** How a release is called of which no commit is known. */
export const UNKNOWN_COMMIT = 'an unknown commit';

/** A release as people speak of it: `9f3c2e1 v3 "Faster transfers"`. */
export function describeRelease({ commit, name, subject }: Release): string {
  if (commit === NO_COMMIT) return UNKNOWN_COMMIT;
  return [shortHash(commit), name, subject && `"${subject}"`].filter(Boolean).join(' ');
}
