import { numberNamed } from '../../config/request';
import type { Facts } from '../../model/facts';
import type { Request } from '../../model/request';
import { checkedOut, checkedOutAt, startedElsewhere } from '../history/checkedOut';
import { notOnRecord } from '../history/notOnRecord';
import { numberRunning } from '../history/sameCommit';
import type { Way } from './way';

/** Whether a container was made or started while another commit was checked out, or nobody knows which. */
const isFromElsewhere = (facts: Facts): boolean =>
  startedElsewhere(facts).length > 0 ||
  facts.containers.some(
    ({ created }) => created !== undefined && checkedOutAt(facts, created) !== checkedOut(facts),
  );

/**
 * Whether a release is named by its number that is not the one which runs, nor, where nobody knows which runs, the newest on
 * record: with other settings or images it is another one. What is not on record has no number at all.
 */
function isOtherOnRecord(request: Request, facts: Facts): boolean {
  const named = numberNamed(request);
  if (named !== undefined && notOnRecord(facts) !== undefined) return true;
  return named !== undefined && (numberRunning(facts) ?? facts.deployments.at(-1)?.number) !== named;
}

/**
 * What a request comes to that names the commit which is checked out: where that was not deployed, as after `git checkout` by
 * hand, it is brought up, although nothing is wrong, or what is wrong is not its own. Whether what runs is another release only
 * the plan can tell; where it is not, it stays at what was chosen without it.
 */
export function broughtUp(way: Way, request: Request, facts: Facts): Way {
  const { commit: named, scenario, service } = request;
  const { commit } = facts.wanted;
  const isStay =
    way.kind === 'healthy' ||
    (way.kind === 'refused' && ['commit.current', 'cause.unknown'].includes(way.refusal.code));
  if (named === 'previous' || scenario !== 'auto' || service !== '' || commit === undefined) return way;
  if (isStay && isOtherOnRecord(request, facts)) return { kind: 'go', commit, scenario: 'code' };
  if (!isStay || facts.git.moves === undefined || !isFromElsewhere(facts)) return way;
  return { kind: 'go', commit, scenario: 'code', otherwise: way };
}
