import type { Container, Facts, ProbeAnswers } from './facts';
import { hostOf } from './addresses';
import { asRelease, deployedAt, imageBefore, shortHash } from './history';

/** One thing that is wrong, and what it points to. */
interface Symptom {
  readonly what: string;
  readonly points: 'disk' | 'database' | 'network' | 'outside' | 'service';
  /** The service that shows it, when it is one service's. */
  readonly service?: string;
  /** The container that shows it, or the probe. */
  readonly container?: string;
  readonly probe?: string;
}

export interface Diagnosis {
  readonly symptoms: readonly Symptom[];
  /** What would help: a code rollback, work on the infrastructure, or nothing is wrong. */
  readonly cause: 'code' | 'infrastructure' | 'unknown' | 'healthy';
  /** What is wrong, or that nothing is, in one line. */
  readonly wrong: string;
  /** Why, in one sentence. */
  readonly why: string;
}

/** What the diagnosis needs to know of the configuration. */
interface Expected {
  readonly appServices: readonly string[];
  readonly databaseService: string;
  readonly health: Readonly<Record<string, string>>;
}

/** A disk with less than 200 MiB free is a symptom. */
const LEAST_FREE_KIB = 200 * 1024;

/** Docker never resets its count of restarts: one that has run this long since the last is no crash loop. */
const SETTLED_MS = 10 * 60_000;

/** Containers that are not what they should be at that time: not running, unhealthy or restarting. */
function containerSymptoms(container: Container, clock: string): string | undefined {
  const { service, status, health, exitCode, restarts, oomKilled } = container;
  const isSettled = Date.parse(clock) - Date.parse(container.started) > SETTLED_MS;
  const times = restarts === 1 ? 'once' : `${restarts} times`;
  if (oomKilled) return `${service} was killed for lack of memory`;
  if (status === 'restarting') return `${service} keeps restarting (${times} so far, exit ${exitCode})`;
  if (status !== 'running') return `${service} is ${status} (exit ${exitCode})`;
  if (health === 'unhealthy') return `${service} is unhealthy`;
  if (restarts > 2 && !isSettled) return `${service} was restarted ${times} by Docker`;
  return undefined;
}

/**
 * Whether somebody has stopped or killed a container: Docker brings one with such a restart policy back
 * however it ends by itself (docs.docker.com, "Start containers automatically").
 */
function isStoppedFromOutside({ status, restartPolicy }: Container): boolean {
  return status === 'exited' && (restartPolicy === 'always' || restartPolicy === 'unless-stopped');
}

/** Whether a running container has lost the networks that Compose had put it in. */
export function isCutOff({ status, networks, networkMode }: Container): boolean {
  const isWithout = Object.keys(networks ?? {}).length === 0;
  return status === 'running' && isWithout && networkMode !== 'none' && networkMode !== 'host';
}

/** What an HTTP probe shows, when that is not well: `7 of 20 are 5xx`. */
function probeSymptom({ name, codes }: ProbeAnswers): string | undefined {
  const count = (test: (code: number) => boolean) => codes.filter(test).length;
  const faults = [
    [count((code) => code >= 500), 'are 5xx'],
    [count((code) => code === 0), 'get no answer'],
    [count((code) => code >= 400 && code < 500), 'are 4xx'],
  ] as const;
  const seen = faults
    .filter(([share]) => share > 0)
    .map(([share, what]) => `${share} of ${codes.length} ${what}`);
  return seen.length > 0 ? `${name}: ${seen.join(', ')}` : undefined;
}

const medianMs = ({ seconds }: ProbeAnswers): number =>
  Math.round(1000 * ([...seconds].sort((a, b) => a - b)[Math.floor(seconds.length / 2)] ?? 0));

function findSymptoms(facts: Facts, expected: Expected): Symptom[] {
  const found: Symptom[] = [];
  const disks = new Map(facts.disks.map((disk) => [disk.mount, disk]));
  for (const { mount, freeKiB, used } of disks.values()) {
    if (freeKiB < LEAST_FREE_KIB)
      found.push({ what: `disk ${mount} is full (${used} used)`, points: 'disk' });
  }
  const database = facts.containers.find(({ service }) => service === expected.databaseService);
  if (!database) {
    found.push({
      what: `${expected.databaseService} has no container`,
      points: 'database',
      service: expected.databaseService,
    });
  } else if (facts.database.error) {
    const state = containerSymptoms(database, facts.clock) ?? facts.database.error.split('\n')[0];
    found.push({
      what: `the database does not answer: ${state}`,
      points: 'database',
      service: expected.databaseService,
      container: expected.databaseService,
    });
  }
  for (const service of expected.appServices) {
    const container = facts.containers.find((candidate) => candidate.service === service);
    const what = container ? containerSymptoms(container, facts.clock) : `${service} has no container`;
    const points = container && isStoppedFromOutside(container) ? 'outside' : 'service';
    const how = points === 'outside' ? ', stopped from outside' : '';
    if (what) found.push({ what: `${what}${how}`, points, service, container: service });
    if (container && isCutOff(container))
      found.push({ what: `${service} is in no network`, points: 'network', service, container: service });
  }
  for (const probe of facts.probes) {
    const what = probeSymptom(probe);
    const host = hostOf(expected.health[probe.name] ?? '');
    const service = expected.appServices.find((candidate) => candidate === host);
    if (what) found.push({ what, points: 'service', probe: probe.name, ...(service ? { service } : {}) });
  }
  return found;
}

/** Whether what the service runs came with the release that is up now. */
function isNew(facts: Facts, service: string): boolean {
  const before = imageBefore(facts, service);
  const now = facts.containers.find((container) => container.service === service)?.image;
  return before !== undefined && before !== now;
}

/** Says what is wrong and which kind of rollback would help, from facts alone. */
export function diagnose(facts: Facts, expected: Expected): Diagnosis {
  const symptoms = findSymptoms(facts, expected);
  const services = [...expected.appServices, expected.databaseService];
  const well = services.filter((service) => {
    const container = facts.containers.find((candidate) => candidate.service === service);
    return container && !containerSymptoms(container, facts.clock);
  });
  const containers = `${well.length}/${services.length} containers healthy`;
  if (symptoms.length === 0) {
    const latency = facts.probes.map((probe) => `${probe.name} ${medianMs(probe)} ms`).join(', ');
    const wrong = [
      `nothing: ${containers}`,
      'database answers',
      latency && `probes well answered (${latency})`,
    ];
    return { symptoms, cause: 'healthy', wrong: wrong.filter(Boolean).join(', '), why: 'all checks pass' };
  }
  const wrong = [...symptoms.map(({ what }) => what), containers].join('; ');
  const below = symptoms.filter(({ points }) => points !== 'service');
  if (below.length > 0) {
    const what = below.map((symptom) => symptom.what).join('; ');
    return {
      symptoms,
      cause: 'infrastructure',
      wrong,
      why: `infrastructure: ${what}; other code would not help`,
    };
  }
  const suspects = [...new Set(symptoms.flatMap(({ service }) => service ?? []))];
  if (suspects.length === 0) {
    const probes = symptoms.flatMap(({ probe }) => probe ?? []).join(' and ');
    return {
      symptoms,
      cause: 'unknown',
      wrong,
      why: `only ${probes} shows it, whose address names no service of config "deployment.appServices"`,
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
