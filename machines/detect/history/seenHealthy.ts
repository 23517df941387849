import { cameUpWell } from '../../model/deployRecord';
import type { Facts } from '../../model/facts';
import { releaseLeftBy } from '../../model/plan';
import { undoneBy } from './undone';
import { newestOf } from '../../text/isoTime';
import { isAtTarget } from '../../model/attempt';

/** What the record and the journal say of how a release fared here. */
export interface Fared {
  readonly kind: 'healthy' | 'unhealthy' | 'left';
  /** When that was seen, ISO 8601. */
  readonly at: string;
}

const ofDeployments = ({ deployments }: Facts, commit: string): Fared[] =>
  deployments.flatMap((line): Fared[] => [
    ...(line.commit === commit
      ? [{ kind: cameUpWell(line) ? ('healthy' as const) : ('unhealthy' as const), at: line.at }]
      : []),
    ...(line.rolledBackFrom === commit ? [{ kind: 'left' as const, at: line.at }] : []),
  ]);

const ofRollbacks = (facts: Facts, commit: string): Fared[] =>
  facts.attempts.flatMap(({ plan, outcome, closed = '' }): Fared[] => {
    if (plan.action !== 'rollback') return [];
    const isUp = isAtTarget(outcome);
    if (outcome === 'recovered' && plan.to.commit === commit) return [{ kind: 'healthy', at: closed }];
    const isLeft = isUp && releaseLeftBy(plan) === commit && plan.to.commit !== commit;
    return isLeft && !undoneBy(plan.id, facts) ? [{ kind: 'left', at: closed }] : [];
  });

/**
 * How a release fared here when it was last seen: it came up healthy or not, or a rollback has left it. Nothing where neither
 * the deploy record nor the journal has it.
 */
export const howItFared = (facts: Facts, commit: string): Fared | undefined =>
  newestOf([...ofDeployments(facts, commit), ...ofRollbacks(facts, commit)]);
