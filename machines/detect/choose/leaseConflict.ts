import { createHash } from 'node:crypto';
import type { Attempt } from '../../model/attempt';
import type { Lease } from '../../model/lease';
import type { Facts } from '../../model/facts';
import { describeRelease } from '../history/releases';
import type { Remedy } from '../../model/remedy';
import { type Refusal, refuse } from '../../model/refusal';

/** The lease, while it runs by the host's clock. */
export const liveLease = ({ lease, clock }: Facts): Lease | undefined =>
  lease && Date.parse(lease.until) > Date.parse(clock) ? lease : undefined;

/** That of somebody else. */
export function foreignLease(facts: Facts, holder: string): Lease | undefined {
  const lease = liveLease(facts);
  return lease?.holder === holder ? undefined : lease;
}

/** What consents to taking this one lease over: used up with it, for a lease taken anew has another start. */
export function takeOverId({ rollback, holder, since }: Lease): string {
  return `r-${createHash('sha256')
    .update(JSON.stringify(['take over', rollback, holder, since]))
    .digest('hex')
    .slice(0, 8)}`;
}

/** Why nobody else starts now, until when, and how to take over what is open, with the request that it was opened with. */
export function leaseHeld(lease: Lease, open: Attempt | undefined): Refusal {
  const { rollback, holder, user, since, state, until } = lease;
  const to = open ? ` to ${describeRelease(open.plan.to)}` : '';
  const dead: readonly (string | Remedy)[] = open
    ? ['take it over: ', { do: 'confirm', id: takeOverId(lease), request: open.request }]
    : ['the journal knows nothing that is open: remove the file "lease" in the state directory'];
  return refuse(
    'lease.held',
    `rollback ${rollback}${to} is at work (${state}): ${user} holds the lease since ${since} until ${until}`,
    ['wait until then; whoever began it goes on with the same command; when that one is dead, ', ...dead],
    { got: `holder ${holder}` },
  );
}
