import type { Facts, ProbeAnswers } from '../../model/facts';
import type { Container } from '../../model/container';
import { asRelease, shortHash } from '../history/releases';
import { deployedAt, imageBefore } from '../history/releaseEvents';
import { wasNeverWell } from '../history/probesOnRecord';
import { isUntrusted } from './answers';
import { diagnoseNothing } from './nothingRuns';
import { containerSymptoms, type Expected, findSymptoms } from './symptoms';
import { isFinished } from '../../compose/oneShot';
import { concernsRelease, Diagnosis, type Symptom } from '../../model/diagnosis';
import { listed, said } from '../../model/said';

const medianMs = ({ seconds }: ProbeAnswers): number =>
  Math.round(1000 * ([...seconds].sort((a, b) => a - b)[Math.floor(seconds.length / 2)] ?? 0));

/** Whether what the service runs came with the release that is up now. */
function isNew(facts: Facts, service: string): boolean {
  const before = imageBefore(facts, service);
  const now = facts.containers.find((container) => container.service === service)?.image;
  return before !== undefined && before !== now;
}

const probesOf = (symptoms: readonly Symptom[]): string =>
  symptoms.flatMap(({ probe }) => probe ?? []).join(' and ');

/** Why what a probe shows tells nothing of the release that runs. */
function whyNoVote(facts: Facts, probe: string): string | undefined {
  if (isUntrusted(facts, probe))
    return 'other code would not change what this host thinks of its certificate';
  return wasNeverWell(facts, probe) ? 'by the record no release has ever answered that well' : undefined;
}

/** How many containers of these services are healthy; a service that has none lacks one. */
function shareOfHealthy({ containers, clock }: Facts, services: readonly string[]): string {
  const isWell = (container: Container) =>
    isFinished(container, containers, true) || !containerSymptoms(container, clock);
  const own = services.map((service) => containers.filter((container) => container.service === service));
  const all = own.reduce((sum, { length }) => sum + Math.max(length, 1), 0);
  return `${own.flat().filter(isWell).length}/${all} containers healthy`;
}

/** Says what is wrong and which kind of rollback would help, from facts alone. */
export function diagnose(facts: Facts, expected: Expected): Diagnosis {
  const symptoms = findSymptoms(facts, expected);
  const { appServices, databaseService } = expected;
  const services = [...appServices, ...(databaseService ? [databaseService] : [])];
  const containers = shareOfHealthy(facts, services);
  if (symptoms.length === 0) {
    const latency = facts.probes.map((probe) => `${probe.name} ${medianMs(probe)} ms`).join(', ');
    const wrong = [
      containers,
      databaseService && 'database answers',
      latency && `probes well answered (${latency})`,
    ];
    return { symptoms, cause: 'healthy', wrong: wrong.filter(Boolean).join(', '), why: 'all checks pass' };
  }
  const wrong = listed([...symptoms.map(({ what }) => what), containers], '; ');
  const nothing = diagnoseNothing(facts, appServices, symptoms);
  if (nothing) return { symptoms, wrong, ...nothing };
  const own = symptoms.filter(concernsRelease);
  const damage = own.filter(({ points }) => points === 'integrity');
  if (damage.length > 0 && own.every(({ points }) => points === 'integrity' || points === 'service')) {
    return {
      symptoms,
      cause: 'database',
      wrong,
      why: 'database: its data is damaged, and other code would not help',
    };
  }
  const below = own.length > 0 ? own.filter(({ points }) => points !== 'service') : symptoms;
  if (below.length > 0) {
    const what = listed(
      below.map((symptom) => symptom.what),
      '; ',
    );
    return {
      symptoms,
      cause: 'infrastructure',
      wrong,
      why: said`infrastructure: ${what}; other code would not help`,
    };
  }
  const votes = own.filter(({ probe }) => probe === undefined || whyNoVote(facts, probe) === undefined);
  if (votes.length === 0) {
    const reasons = new Set(own.flatMap(({ probe }) => whyNoVote(facts, probe ?? '') ?? []));
    return {
      symptoms,
      cause: 'unknown',
      wrong,
      why: `only ${probesOf(own)} shows it, and ${[...reasons].join(', and ')}`,
    };
  }
  const suspects = [...new Set(votes.flatMap(({ service }) => service ?? []))];
  if (suspects.length === 0) {
    return {
      symptoms,
      cause: 'unknown',
      wrong,
      why: `only ${probesOf(votes)} shows it, whose address names no service of config "deployment.appServices"`,
    };
  }
  const changed = suspects.filter((service) => isNew(facts, service));
  if (changed.length > 0) {
    const { commit, name } = asRelease(facts, facts.git.head ?? '');
    const at = deployedAt(facts);
    const since = at && `deployed ${new Date(at).toISOString().slice(11, 16)} UTC`;
    const release = [name, since].filter(Boolean).join(', ');
    return {
      symptoms,
      cause: 'code',
      wrong,
      why: `code: ${changed.join(' and ')} came new with ${shortHash(commit)}${release && ` (${release})`}`,
    };
  }
  if (suspects.some((service) => imageBefore(facts, service) === undefined)) {
    return {
      symptoms,
      cause: 'unknown',
      wrong,
      why: 'no record says what ran before, so code cannot be told from infrastructure',
    };
  }
  return {
    symptoms,
    cause: 'infrastructure',
    wrong,
    why: `infrastructure: ${suspects.join(' and ')} ran the same image before this release`,
  };
}
