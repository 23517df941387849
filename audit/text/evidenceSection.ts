import type { Facts, ProbeAnswers } from '../../machines/model/facts';
import type { Container } from '../../machines/model/container';
import { asRelease, describeRelease } from '../../machines/detect/history/releases';

const shortImage = (id: string): string => id.replace(/^sha256:/, '').slice(0, 12);

function containerLine({ service, status, health, restarts, image }: Container): string {
  const times = restarts === 1 ? 'once' : `${restarts} times`;
  const state = status === 'running' ? (health ?? status) : status;
  return `${service}: ${state}, restarted ${times}, image ${shortImage(image)}`;
}

/** Answers, share of errors and median latency of one probe. */
function probeLine({ name, codes, seconds, untrusted }: ProbeAnswers): string {
  const bad = codes.filter((code) => code < 200 || code >= 400);
  const median = [...seconds].sort((a, b) => a - b)[Math.floor(seconds.length / 2)] ?? 0;
  const kinds = [...new Set(bad)].map((code) => code || (untrusted ?? 'no answer')).join(', ');
  return `probe ${name}: ${codes.length - bad.length} of ${codes.length} well answered${kinds && ` (else ${kinds})`}, median ${Math.round(1000 * median)} ms`;
}

/** Nothing where no database was asked, as the deployment has none. */
function databaseLine({ error, version }: Facts['database']): string[] {
  if (error) return [`database: no answer (${error.split('\n')[0]})`];
  return version ? ['database: answers'] : [];
}

/** What the diagnosis rests on, a line each: checkout, containers, probes, database, disks. */
export function evidenceSection(facts: Facts): string[] {
  const { git, containers, probes, database, disks } = facts;
  const at = git.branch ? ` on ${git.branch}` : '';
  const modified = git.modified.length > 0 ? `, modified: ${git.modified.join(', ')}` : '';
  const free = (kib: number) => `${(kib / 1024 / 1024).toFixed(1)} GiB`;
  return [
    ...(git.head ? [`checkout: ${describeRelease(asRelease(facts, git.head))}${at}${modified}`] : []),
    ...containers.map(containerLine),
    ...probes.map(probeLine),
    ...databaseLine(database),
    ...[...new Map(disks.map((disk) => [disk.mount, disk])).values()].map(
      ({ mount, freeKiB, used }) => `disk ${mount}: ${used} used, ${free(freeKiB)} free`,
    ),
  ];
}
