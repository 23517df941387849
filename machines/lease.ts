import { createHash } from 'node:crypto';
import type { Attempt } from '../audit/attempts';
import type { Lease } from './claims';
import type { Facts } from './facts';
import { describeRelease } from './history';
import { type Refusal, refuse, type Request } from './model';
import { goLine } from './requests';

/** The lease of somebody else, while it runs by the host's clock. */
export function foreignLease({ lease, clock }: Facts, holder: string): Lease | undefined {
  if (!lease || lease.holder === holder) return undefined;
  return Date.parse(lease.until) > Date.parse(clock) ? lease : undefined;
}

/** What consents to taking this one lease over: used up with it, for a lease taken anew has another start. */
export function takeOverId({ rollback, holder, since }: Lease): string {
  return `r-${createHash('sha256')
    .update(JSON.stringify(['take over', rollback, holder, since]))
    .digest('hex')
    .slice(0, 8)}`;
}

/** Why nobody else starts now, until when, and how to take over where the request is the same. */
export function leaseHeld(lease: Lease, attempt: Attempt | undefined, request: Request | undefined): Refusal {
  const { rollback, holder, user, since, state, until } = lease;
  const to = attempt ? ` to ${describeRelease(attempt.plan.to)}` : '';
  const wait = `wait until then; whoever began it goes on with the same command`;
  return refuse(
    `rollback ${rollback}${to} is at work (${state}): ${user} holds the lease since ${since} until ${until}`,
    request ? `${wait}; when that one is dead, take over: ${goLine(takeOverId(lease), request)}` : wait,
    { got: `holder ${holder}` },
  );
}
