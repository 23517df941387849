import { cameUpWell, type Deployment } from '../../model/deployRecord';
import type { Facts } from '../../model/facts';
import { notOnRecord } from './notOnRecord';
import { broughtReleaseUp } from './releaseEvents';
import { undoneBy } from './undone';

/** A release on record that tells its settings, so that it can be told from another one of the same commit. */
type Numbered = Deployment & {
  readonly number: number;
  readonly settings: NonNullable<Deployment['settings']>;
};

const isNumbered = (line: Deployment): line is Numbered =>
  line.number !== undefined && line.settings !== undefined;

/** What a release is made of beside its commit. */
const contentOf = ({ settings, images }: Numbered): string =>
  JSON.stringify([settings.map(({ path, digest }) => [path, digest]).sort(), Object.entries(images).sort()]);

/** Whether what runs are the images of a line, as far as its services have containers. */
const isRunning = ({ containers }: Pick<Facts, 'containers'>, { images }: Deployment): boolean =>
  containers.every(({ service, image }) => images[service] === undefined || images[service] === image);

/**
 * The number of the release on record that runs: the one that the newest rollback since the last deployment has brought, else
 * that of the last deployment, as far as the record agrees with what is checked out and runs.
 */
export function numberRunning(facts: Facts): number | undefined {
  const last = facts.deployments.at(-1);
  if (!last || !isNumbered(last)) return undefined;
  const since = facts.attempts.filter(
    (attempt) => broughtReleaseUp(attempt) && Date.parse(attempt.opened) > Date.parse(last.at),
  );
  const brought = since.at(-1);
  if (!brought && notOnRecord(facts) !== undefined) return undefined;
  const number = brought ? brought.plan.to.number : last.number;
  const line = facts.deployments.find((one) => one.number === number);
  return line && line.commit === facts.git.head && isRunning(facts, line) ? number : undefined;
}

/** The releases that rollbacks have left and that nobody has taken back: by number on record, else by commit. */
export const releasesLeft = (facts: Pick<Facts, 'attempts'>): ReadonlySet<number | string> =>
  new Set(
    facts.attempts
      .filter(
        (one) => one.plan.action === 'rollback' && broughtReleaseUp(one) && !undoneBy(one.plan.id, facts),
      )
      .map(({ plan }) => plan.from.number ?? plan.from.commit),
  );

/**
 * The number of the release before where that is of the commit which is checked out, and only settings or images differ:
 * the newest that came up well, is not what runs and was not rolled back from. Nothing where the release before is another
 * commit, or no record tells.
 */
export function sameCommitBefore(facts: Facts): number | undefined {
  const running = numberRunning(facts);
  const now = facts.deployments.find(({ number }) => number !== undefined && number === running);
  if (!now || !isNumbered(now)) return undefined;
  const left = releasesLeft(facts);
  const at = facts.deployments.indexOf(now);
  const isOther = (line: Deployment) =>
    line.commit !== now.commit || (isNumbered(line) && contentOf(line) !== contentOf(now));
  const before = facts.deployments.findLast(
    (line, index) => index < at && isOther(line) && cameUpWell(line) && !left.has(line.number ?? line.commit),
  );
  return before?.commit === now.commit ? before.number : undefined;
}
