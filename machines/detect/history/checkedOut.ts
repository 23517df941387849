import type { Facts } from '../../model/facts';
import { isCommit, NO_COMMIT } from '../../model/plan';

/** The commit that is checked out; NO_COMMIT where git does not tell, or where a plan cannot hold it. */
export const checkedOut = ({ git: { head } }: Pick<Facts, 'git'>): string =>
  head !== undefined && isCommit(head) ? head : NO_COMMIT;

/** What was checked out at a time, by the reflog; undefined where that does not tell. */
export const checkedOutAt = ({ git: { moves = [] } }: Pick<Facts, 'git'>, time: string): string | undefined =>
  moves.find(({ at }) => Date.parse(at) <= Date.parse(time))?.commit;
