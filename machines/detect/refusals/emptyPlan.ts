import { posix } from 'node:path';
import { differencesFor } from '../../compose/surroundings';
import type { Settings } from '../../config/schema';
import type { Facts } from '../../model/facts';
import type { ServiceChange } from '../../model/serviceChange';
import { type Refusal, refuse } from '../../model/refusal';
import type { Target } from '../../model/target';
import { shortHash } from '../history/releases';

/** Seen by a plan that is still to be made. */
interface Seen {
  readonly facts: Pick<Facts, 'git'>;
  readonly settings: Settings;
  readonly target: Target;
  /** What of the target nobody can prove, a sentence each. */
  readonly doubts: readonly string[];
  /** Whether the deploy record tells of a file what the release had, by its absolute path. */
  readonly isProven?: (path: string) => boolean;
  /** Compose files that the target had, by the deploy record, and that are not read today. */
  readonly unread?: readonly unknown[];
}

const SAME = { got: 'the same images and definitions', accepts: 'a release that changes a service' };

/**
 * A plan that leaves a release and changes nothing that runs, although something tells that the two differ: the release that
 * is left would go on running. Where a database is restored, something changes.
 */
export function emptyPlan(
  { facts, settings, target, doubts, isProven = () => false, unread = [] }: Seen,
  services: readonly ServiceChange[],
): Refusal | undefined {
  const isLeft = facts.git.head !== target.release.commit || unread.length > 0;
  if (!isLeft || services.some(({ action }) => action !== 'keep')) return undefined;
  const at = shortHash(target.release.commit);
  const { directory } = settings.deployment;
  const absolute = (path: string) => posix.resolve(directory, posix.relative(target.below || '.', path));
  const untracked = target.untracked.filter((path) => !isProven(absolute(path)));
  const [first] = untracked;
  if (first !== undefined) {
    return refuse(
      'plan.changes-nothing',
      `nothing that runs would change, although the releases differ: what differs may be in ${untracked.join(', ')}, which git does not know`,
      `give ${first} the content that it had at ${at}, and look again`,
      SAME,
    );
  }
  // Facts of older versions make the plans that they made.
  if (target.inputs === undefined || settings.request.scenario === 'database') return undefined;
  if (doubts.length > 0) {
    return refuse(
      'plan.changes-nothing',
      `nothing that runs would change, although the releases differ, and it is not proven that ${at} runs: ${doubts.join('; ')}`,
      `bring that to what it was at ${at}, and look again`,
      SAME,
    );
  }
  const { current, target: wanted } = target;
  if (!current || !wanted) return undefined;
  const differences = new Set(services.flatMap(({ service }) => differencesFor(current, wanted, service)));
  if (differences.size === 0) return undefined;
  return refuse(
    'plan.changes-nothing',
    `nothing that runs would change, although the definitions differ: ${[...differences].join(', ')}`,
    `deploy ${at} by hand, with all that it takes to change that`,
    { got: 'the same images, and containers that stay', accepts: SAME.accepts },
  );
}
