import type { Attempt } from '../../model/attempt';
import type { Facts } from '../../model/facts';
import type { Container } from '../../model/container';
import type { ServiceChange } from '../../model/serviceChange';
import { checkedOut, checkedOutAt } from './checkedOut';

/** The files with settings that somebody has changed since an attempt was closed; none where that is not told. */
export const settingsTouchedSince = (
  { plan, closed }: Attempt,
  { settingsTouched }: Pick<Facts, 'settingsTouched'>,
): readonly string[] => (closed === undefined ? [] : (settingsTouched?.get(plan.id) ?? []));

/**
 * Whether somebody has made a container of an attempt's services since it was closed, has started one while another release was
 * checked out, or has changed settings: what it was given, or what it reads, is then not what was verified. That Docker starts
 * one again is no such thing. A restart claims nothing of that, and facts of older versions tell nothing.
 */
export function isTouchedSince(attempt: Attempt, facts: Facts): boolean {
  const { plan, closed } = attempt;
  if (closed === undefined || plan.scenario === 'infrastructure') return false;
  if (settingsTouchedSince(attempt, facts).length > 0) return true;
  const isLater = (time: string | undefined): time is string =>
    time !== undefined && Date.parse(time) > Date.parse(closed);
  const isElsewhere = (time: string) => ![undefined, plan.to.commit].includes(checkedOutAt(facts, time));
  const isTouched = ({ created, started }: Container) =>
    isLater(created) || (isLater(started) && isElsewhere(started));
  return facts.containers.some(
    (container) => plan.services.some(({ service }) => service === container.service) && isTouched(container),
  );
}

/** Whether each service has as many containers as an attempt has left it, where its plan tells. */
export const hasItsContainers = ({ plan }: Attempt, { containers }: Facts): boolean =>
  plan.services.every(
    (change) =>
      change.containers === undefined ||
      containers.filter(({ service }) => service === change.service).length === change.containers.target,
  );

/** How many containers the last rollback has left a service, where that has brought up the commit which is checked out. */
function countLeft(facts: Facts, commit: string, service: string): number | undefined {
  const last = facts.attempts.findLast(({ outcome }) => outcome !== 'refused');
  if (last?.outcome !== 'recovered' || last.plan.action !== 'rollback') return undefined;
  if (last.plan.to.commit !== commit || checkedOut(facts) !== commit) return undefined;
  return last.plan.services.find((change) => change.service === service)?.containers?.target;
}

/** The number of containers that a service gets at a commit: one that was removed since a rollback came there is made again. */
export function countAsLeft(
  facts: Facts,
  commit: string,
  service: string,
  counts: ServiceChange['containers'],
): ServiceChange['containers'] {
  const { before, target } = counts ?? { before: 1, target: 1 };
  const left = countLeft(facts, commit, service) ?? target;
  const isThere = facts.containers.some((container) => container.service === service);
  return isThere && before === target && left > target ? { before, target: left } : counts;
}
