import type { Facts } from '../../model/facts';
import { newestOf } from '../../text/isoTime';

/** The volumes that the database's container had when it was last seen, by the journal or the deploy record, the newer of them. */
export function volumesOnRecord({
  attempts,
  deployments,
}: Pick<Facts, 'attempts' | 'deployments'>): readonly string[] | undefined {
  const seen = [
    ...attempts.map(({ opened, plan }) => ({ at: opened, volumes: plan.database?.volumes ?? [] })),
    ...deployments.map(({ at, database }) => ({ at, volumes: database?.volumes ?? [] })),
  ].filter(({ volumes }) => volumes.length > 0);
  return newestOf(seen)?.volumes;
}
