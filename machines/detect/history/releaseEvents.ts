import { type Attempt, isAtTarget } from '../../model/attempt';
import type { Deployment } from '../../model/deployRecord';
import type { Facts } from '../../model/facts';
import type { Plan } from '../../model/plan';

/** A release that came up, by a deployment or by a rollback. */
export interface ReleaseEvent extends Pick<Deployment, 'definitions' | 'composeVersions'> {
  readonly at: string;
  readonly commit: string;
  readonly images: Readonly<Record<string, string>>;
  /** As of when its data is, where a database was restored or taken back with it. */
  readonly data?: string;
}

/** Whether an attempt left another release running: a rollback of code that went through, or an undo on demand. */
export const broughtReleaseUp = ({ plan, outcome }: Attempt): boolean =>
  plan.action === 'undo' ? outcome === 'undone' : plan.scenario !== 'infrastructure' && isAtTarget(outcome);

const imagesOf = ({ services }: Plan): Record<string, string> =>
  Object.fromEntries(services.flatMap(({ service, target }) => (target ? [[service, target]] : [])));

/** The deployment's own script records the release that it goes back to; an undo afterwards, nobody does. */
function restored({ plan, outcome, closed = '' }: Attempt): ReleaseEvent[] {
  if (plan.action !== 'rollback' || outcome !== 'undone' || plan.revertWith !== 'script') return [];
  const images = plan.services.flatMap(({ service, before }) => (before ? [[service, before]] : []));
  return [
    { at: closed, commit: plan.from.commit, images: Object.fromEntries(images) as Record<string, string> },
  ];
}

/** The backup's time after a restore; after its undo the data is as it was when the rollback was opened. */
function dataOf({ backup, of }: Plan, { attempts }: Facts): { data?: string } {
  if (!backup) return {};
  const data = of ? attempts.find(({ plan }) => plan.id === of)?.opened : backup.takenAt;
  return data && !Number.isNaN(Date.parse(data)) ? { data } : {};
}

/** The releases that had been up on the data as it was at a time, by the record and through restores; newest first. */
export function releasesOnData(facts: Facts, at: string): string[] {
  const until = releaseEvents(facts).filter((event) => Date.parse(event.at) <= Date.parse(at));
  const from = until.findLastIndex(({ data }) => data !== undefined && Date.parse(data) < Date.parse(at));
  const own = until.slice(Math.max(from, 0)).map(({ commit }) => commit);
  const before = from < 0 ? [] : releasesOnData(facts, until[from]?.data ?? '');
  return [...new Set([...own.reverse(), ...before])];
}

/** Every release that came up, oldest first, from the deploy record and the journal. */
export function releaseEvents(facts: Facts): ReleaseEvent[] {
  const rollbacks = facts.attempts.filter(broughtReleaseUp).map(({ plan, verdicts, closed = '' }) => ({
    at: closed,
    commit: plan.to.commit,
    images: verdicts.find(({ images }) => images)?.images ?? imagesOf(plan),
    ...dataOf(plan, facts),
  }));
  const time = (event: ReleaseEvent) => Date.parse(event.at);
  return [...facts.deployments, ...rollbacks, ...facts.attempts.flatMap(restored)].sort(
    (a, b) => time(a) - time(b),
  );
}

/** The image that a service ran before the release that is up now; none when no record says. */
export function imageBefore(facts: Facts, service: string): string | undefined {
  const events = releaseEvents(facts);
  const current = events.at(-1);
  return events.findLast(({ commit }) => commit !== current?.commit)?.images[service];
}

/** Since when the release that is checked out runs, by the record: ISO 8601. */
export function deployedAt(facts: Facts): string | undefined {
  return releaseEvents(facts).findLast(({ commit }) => commit === facts.git.head)?.at;
}

/** For how many seconds a release ran when it last came up, until the next one did; none when no record says. */
export function ranSeconds(facts: Facts, commit: string): number | undefined {
  const events = releaseEvents(facts);
  const index = events.findLastIndex((event) => event.commit === commit);
  const [came, went] = [events[index]?.at, events[index + 1]?.at];
  return came && went ? (Date.parse(went) - Date.parse(came)) / 1000 : undefined;
}
