import type { Facts } from '../../model/facts';
import type { Plan, Risk } from '../../model/plan';
import type { ServiceChange } from '../../model/serviceChange';
import { checkedOut } from '../history/checkedOut';
import { asRelease, describeRelease } from '../history/releases';
import { madeAt } from './runningRelease';

/** Whether the newest rollback was to bring a service up at what is checked out, and has ended without: that was consented to. */
function isLeftDegraded(facts: Facts, service: string): boolean {
  const { attempts, containers } = facts;
  const last = attempts.findLast(({ plan, outcome }) => plan.scenario !== 'infrastructure' && outcome);
  if (last?.outcome !== 'degraded' || last.plan.to.commit !== checkedOut(facts)) return false;
  const image = containers.find((container) => container.service === service)?.image;
  return last.plan.services.some((change) => change.service === service && change.before === image);
}

/** The checkout is ahead of what runs: what an operator takes for the release that is left is not, or not all of it. */
export function checkoutAhead(facts: Facts, services: readonly ServiceChange[]): Risk[] {
  const others = services.flatMap(({ service, runs }) =>
    runs === undefined || isLeftDegraded(facts, service)
      ? []
      : `${service} runs ${describeRelease(asRelease(facts, runs))}`,
  );
  if (others.length === 0) return [];
  return [
    {
      kind: 'drift',
      code: 'risk.checkout-ahead',
      what: `${describeRelease(asRelease(facts, checkedOut(facts)))} is checked out, and ${others.join(', ')}: it was not, or only half, deployed`,
    },
  ];
}

/**
 * The release that a plan leaves where it is not the one that is checked out: of that nothing was deployed, and it is not what
 * was bad.
 */
export function releaseLeft(facts: Facts, services: readonly ServiceChange[], to: string): { left?: string } {
  const head = checkedOut(facts);
  const own = facts.containers.filter(({ service }) => services.some((change) => change.service === service));
  if (own.some((container) => madeAt(facts, container) === head)) return {};
  const newest = (commit: string) => facts.git.moves?.findIndex((move) => move.commit === commit) ?? -1;
  const [left] = services
    .flatMap(({ runs }) => (runs === undefined || runs === to ? [] : [runs]))
    .sort((a, b) => newest(a) - newest(b));
  return left === undefined ? {} : { left };
}

/** Whether a plan finds every service at its target: nothing is known of another release, image or file. */
export const isAllThere = ({ services }: Plan): boolean =>
  services.every(
    ({ action, runs, before, target = before }) =>
      action !== 'recreate' && runs === undefined && before === target,
  );
