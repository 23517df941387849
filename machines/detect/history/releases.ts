import { numberNamed } from '../../config/request';
import { cameUpWell, type Deployment } from '../../model/deployRecord';
import type { Request } from '../../model/request';
import type { Facts, NamedCommit } from '../../model/facts';
import { lostJournal } from './lostJournal';
import { leavesRelease, releaseLeftBy } from '../../model/plan';
import { NO_COMMIT, type Release } from '../../model/release';
import { undoneBy } from './undone';
import { isMadeSince } from './notOnRecord';
import { broughtReleaseUp, releaseEvents } from './releaseEvents';
import { unreadSince, unreadWords } from './unreadRecord';

/** Commits that were rolled back from: they ran, and are no place to go back to. */
export function abandonedCommits(facts: Facts): Set<string> {
  const away = facts.attempts.filter(
    (attempt) =>
      attempt.plan.action === 'rollback' &&
      broughtReleaseUp(attempt) &&
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
  const well = facts.deployments.filter(cameUpWell);
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
  const [newest] = candidates;
  const events = releaseEvents(facts);
  const last = events.at(-1);
  const lost = lostJournal(facts);
  if (lost) return { why: lost, candidates };
  const unread = unreadSince(facts, events.findLast(({ commit }) => commit === newest)?.at);
  if (unread.length > 0)
    return { why: `${unreadWords(unread)}, and the release before may be there`, candidates };
  if (isRecorded && last?.commit !== head) {
    const what = last && isMadeSince(facts, last.at) ? 'what runs' : 'what is checked out';
    return {
      why: `${what} is not on record since ${last?.at}: the deploy record ends with ${shortHash(last?.commit)}, the checkout is at ${shortHash(head)}`,
      candidates,
    };
  }
  if (!isRecorded && !branch && candidates.length > 0) {
    return {
      why: 'there is no deploy record, and HEAD is detached: its reflog only tells where it has been',
      candidates,
    };
  }
  if (newest) return { commit: newest };
  const why = isRecorded
    ? 'the deploy record knows no earlier release'
    : 'neither a deploy record nor the reflog knows an earlier release';
  return { why, candidates: [] };
}

/** The commit of a release by its number on record, `#12`; nothing where it is written otherwise, or there is none. */
export const releaseNumbered = (
  request: Pick<Request, 'commit'>,
  { deployments }: Pick<Facts, 'deployments'>,
): string | undefined => {
  const named = numberNamed(request);
  return named === undefined ? undefined : deployments.findLast(({ number }) => number === named)?.commit;
};

/** The first seven digits of a hash, as git shows it. */
export function shortHash(commit: string | undefined): string {
  return commit?.slice(0, 7) ?? '(none)';
}

/** A release on record by its number, `#12`; by its commit where it has none. */
export const calledOnRecord = ({ number, commit }: Pick<Deployment, 'number' | 'commit'>): string =>
  number === undefined ? shortHash(commit) : `#${number}`;

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
