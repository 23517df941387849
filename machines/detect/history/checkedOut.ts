import type { Facts } from '../../model/facts';
import { isCommit, NO_COMMIT } from '../../model/release';

/** The commit that is checked out; NO_COMMIT where git does not tell, or where a plan cannot hold it. */
export const checkedOut = ({ git: { head } }: Pick<Facts, 'git'>): string =>
  head !== undefined && isCommit(head) ? head : NO_COMMIT;

/** What was checked out at a time, by the reflog; undefined where that does not tell. */
export const checkedOutAt = ({ git: { moves = [] } }: Pick<Facts, 'git'>, time: string): string | undefined =>
  moves.find(({ at }) => Date.parse(at) <= Date.parse(time))?.commit;

/**
 * What may have been checked out at a time: the reflog tells whole seconds, so that one in which HEAD was moved has several;
 * undefined stands for what was there before it begins.
 */
export function maybeCheckedOutAt(
  { git: { moves = [] } }: Pick<Facts, 'git'>,
  time: string,
): (string | undefined)[] {
  const before = moves.filter(({ at }) => Date.parse(at) <= Date.parse(time));
  const sure = before.findIndex(({ at }) => Date.parse(at) + 1000 <= Date.parse(time));
  const possible =
    sure < 0
      ? [...before.map(({ commit }) => commit), undefined]
      : before.slice(0, sure + 1).map(({ commit }) => commit);
  return [...new Set(possible)];
}

/** The other commits that may have been checked out when a container was started, best known first. */
export function startedElsewhere(facts: Pick<Facts, 'git' | 'containers'>): string[] {
  const commits = facts.containers.flatMap(({ started }) => maybeCheckedOutAt(facts, started));
  return [...new Set(commits)].filter(
    (commit) => commit !== undefined && commit !== checkedOut(facts),
  ) as string[];
}
