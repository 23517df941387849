import { type Attempt, isAtTarget } from '../../model/attempt';
import type { Deployment } from '../../model/deployRecord';
import { type Facts, isWellAnswered } from '../../model/facts';
import type { Note } from '../../model/note';

/** How a probe was answered at some time, and whether a failure then tells that it fails where nothing is wrong. */
interface Answered {
  readonly well: boolean;
  readonly isVerified: boolean;
}

/** How `checkpoint after` puts on record that a configured call is not answered well. */
const isOf = (probe: string) => (unhealthy: string) => unhealthy.startsWith(`${probe} answers `);

/** The calls are made once every service is well, so that a record of one that is not tells nothing of them. */
const isOfCalls = (unhealthy: string) => / answers /.test(unhealthy);

/** What a release has on record of itself tells of a failure only once another one runs. */
function inDeployments({ deployments, attempts }: History, probe: string): Answered[] {
  const newest = deployments.at(-1);
  const runs = (line: Deployment) =>
    line === newest && !attempts.some(({ closed = '' }) => Date.parse(closed) > Date.parse(line.at));
  return deployments.flatMap((line) => {
    const { unhealthy } = line;
    if (!unhealthy?.every(isOfCalls)) return [];
    return [{ well: !unhealthy.some(isOf(probe)), isVerified: !runs(line) }];
  });
}

/** What a rollback saw before it began, and what it has verified where its end stands. */
function inAttempt({ plan, verdicts, outcome }: Attempt, probe: string): Answered[] {
  const name = `probe ${probe}`;
  const isVerified = isAtTarget(outcome);
  const checks = verdicts.flatMap((verdict) => verdict.checks ?? []);
  return [
    ...(plan.baseline[name] === true ? [{ well: true, isVerified: false }] : []),
    ...checks
      .filter((check) => check.name === name && check.ran !== false)
      .map(({ ok }) => ({ well: ok, isVerified })),
  ];
}

type History = Pick<Facts, 'deployments' | 'attempts'>;
const historyOf = (facts: History, probe: string): Answered[] => [
  ...inDeployments(facts, probe),
  ...facts.attempts.flatMap((attempt) => inAttempt(attempt, probe)),
];

/**
 * Whether a probe was never answered well, by the record, and was asked where that was verified. What has always been so tells
 * nothing of the release that runs.
 */
export function wasNeverWell(facts: History, probe: string): boolean {
  const known = historyOf(facts, probe);
  return known.some(({ isVerified }) => isVerified) && known.every(({ well }) => !well);
}

/** That a probe is answered badly of which nobody knows whether it ever was otherwise. */
export const withoutHistory = (facts: History & Pick<Facts, 'probes'>): Note[] =>
  facts.probes
    .filter((probe) => !isWellAnswered(probe) && probe.untrusted === undefined)
    .filter(({ name }) => !historyOf(facts, name).some(({ well, isVerified }) => well || isVerified))
    .map(({ name }) => ({
      code: 'note.probe-no-history',
      what: `no record tells whether probe ${name} was ever answered well here`,
    }));
