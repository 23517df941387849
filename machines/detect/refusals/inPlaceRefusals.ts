import { type Attempt, isAtTarget } from '../../model/attempt';
import type { InPlace, Safety } from '../../model/decision';
import type { Facts } from '../../model/facts';
import { isInPlace } from '../../model/backup';
import { type Refusal, refuse } from '../../model/refusal';
import type { Settings } from '../../config/schema';

/** A new rollback of the database as older versions could do it. */
export const inPlaceAsked = ({ strategy }: Settings): Refusal | undefined =>
  strategy === 'in-place'
    ? refuse(
        'strategy.in-place',
        'config "strategy" got in-place, and no backup is restored in place any more',
        { do: 'unset', key: 'strategy' },
        {
          accepts: 'no strategy: a backup is restored beside the live database, and swapped in',
        },
      )
    : undefined;

/** By which files of the rollback it is told: its dump, once that was restored, or that the backup came in its place. */
export function safetyOf(files: ReadonlySet<string> = new Set()): Safety {
  if (files.has('safety.dump')) return 'dumped';
  if (files.has('safety.restored')) return 'restored';
  return files.has('replaced') || files.has('restored') ? 'gone' : 'unchanged';
}

/** The end of an attempt that may be closed by hand, in words; nothing where it has come to one that stands. */
function stateOf({ outcome }: Attempt): string {
  if (outcome === undefined) return 'is unfinished';
  return outcome === 'stranded' ? 'ended stranded' : `ended ${outcome}`;
}

/** Why a rollback that an older version has made in place neither goes on nor is taken back, and where the database as it was lies. */
export function inPlaceRefusal(
  of: Attempt,
  facts: Facts,
  state: string,
): { refusal: Refusal; inPlace: InPlace } {
  const { plan } = of;
  const owner = plan.of ?? plan.id;
  const dump = `${state}/${owner}/safety.dump`;
  const safety = safetyOf(facts.safety?.get(owner));
  const has: Record<Safety, string> = {
    dumped: `the database as it was before is in ${dump}`,
    restored: 'the database is as it was before: its dump has been restored',
    gone: `the database as it was before is gone with its dump: ${dump}`,
    unchanged: `no dump, ${dump}: the database is as it was before`,
  };
  const refusal = refuse(
    'rollback.in-place',
    `rollback ${plan.id} restored in place and ${stateOf(of)}; this version neither goes on with that nor takes it back`,
    '',
    { got: has[safety], accepts: `that rollback, closed by hand` },
  );
  return { refusal, inPlace: { of, safety, dump } };
}

/** Whether an attempt can be closed by hand, as what: only one that this program cannot bring to an end itself. */
export function closableAs({ plan, outcome }: Attempt): readonly ('undone' | 'degraded')[] {
  if (!isInPlace(plan)) return [];
  if (outcome === undefined || outcome === 'stranded') return ['undone', 'degraded'];
  const isInForce = plan.action === 'rollback' && isAtTarget(outcome);
  return isInForce ? ['undone'] : [];
}
