import type { Settings } from '../../machines/config/schema';
import {
  type ReleaseOfPlan,
  releasesOfPlan,
  type ServiceOfRelease,
  swappedAway,
} from '../../machines/detect/plan/releasesOfPlan';
import type { Plan } from '../../machines/model/plan';
import type { Step } from '../../machines/model/vocabulary';
import { runbookVariables } from './deploymentVariables';

const serviceLines = ({ service, image, reference, containers, isOnce, connections }: ServiceOfRelease) => [
  `image ${service} ${image ?? '-'} ${reference}`,
  ...(containers === undefined ? [] : [`scale ${service} ${containers}`]),
  ...(isOnce ? [`once ${service}`] : []),
  ...connections.map(({ network, aliases }) => `connect ${service} ${network} ${aliases.join(',')}`),
];

/** A release, `key value` a line, as host/lib/runbook/release.sh reads it. */
const releaseText = (
  { release, files, envFiles, variables, services, remarks }: ReleaseOfPlan,
  { compose }: Plan,
): string =>
  [
    `commit ${release.commit}`,
    `name ${release.name ?? ''}`,
    `subject ${release.subject}`,
    `number ${release.number ?? ''}`,
    `version ${compose}`,
    `files ${files.join(' ')}`,
    ...envFiles.map((path) => `env ${path}`),
    ...Object.entries(variables).map(([name, value]) => `variable ${name}=${value}`),
    ...services.flatMap(serviceLines),
    ...remarks.map((remark) => `remark ${remark}`),
  ].join('\n');

/** What a step is given so that it leaves a runbook: both releases, the backup, and the database that was swapped away. */
export function runbookValues(settings: Settings, plan: Plan, step: Step | 'undo'): Record<string, string> {
  const { target, start } = releasesOfPlan(plan);
  const { backup } = plan;
  const kept = swappedAway(plan, step);
  return {
    RUNBOOK_TO: releaseText(target, plan),
    ...(start ? { RUNBOOK_FROM: releaseText(start, plan) } : {}),
    ...(backup ? { RUNBOOK_BACKUP: `${backup.path}\n${backup.sha256}` } : {}),
    ...(kept === undefined ? {} : { RUNBOOK_KEPT: kept }),
    ...runbookVariables(settings),
    BACKUPS: settings.deployment.backupDirectory,
  };
}
