import { checkedOut } from './checkedOut';
import type { Attempt } from '../../model/attempt';
import { concernsRelease, type Diagnosis } from '../../model/diagnosis';
import type { Facts } from '../../model/facts';
import { hasItsContainers, isTouchedSince } from './touchedSince';

/** Whether the live database is the one that an attempt left, as far as that is known. */
export function isSameDatabase({ plan, verdicts }: Attempt, facts: Facts): boolean {
  const left = verdicts.findLast(({ swap }) => swap)?.swap?.oid ?? plan.database?.oid ?? '';
  return left === '' || facts.database.oid === undefined || facts.database.oid === left;
}

/**
 * Whether everything is still as the attempt left it: commit, images and containers, the live database, and all services
 * well.
 */
export function isStillInPlace(attempt: Attempt, facts: Facts, diagnosis: Diagnosis): boolean {
  const { plan, verdicts } = attempt;
  const prepared = verdicts.find((verdict) => verdict.images)?.images;
  const images =
    prepared ?? Object.fromEntries(plan.services.map(({ service, target }) => [service, target]));
  const isRunning = (service: string, image: string) => {
    const own = facts.containers.filter((container) => container.service === service);
    return own.length > 0 && own.every((container) => container.image === image);
  };
  return (
    checkedOut(facts) === plan.to.commit &&
    isSameDatabase(attempt, facts) &&
    Object.entries(images).every(([service, image]) => image === undefined || isRunning(service, image)) &&
    hasItsContainers(attempt, facts) &&
    !isTouchedSince(attempt, facts) &&
    !diagnosis.symptoms.some(concernsRelease)
  );
}

/** Whether a release was deployed, by the deploy record, after an attempt had ended, and is the one checked out. */
export function isSuperseded({ closed }: Attempt, { deployments, git }: Facts): boolean {
  const last = deployments.at(-1);
  return (
    closed !== undefined &&
    last !== undefined &&
    last.commit === git.head &&
    Date.parse(last.at) > Date.parse(closed)
  );
}
