import { isDeepStrictEqual } from 'node:util';
import { isFinished } from '../../compose/oneShot';
import { isCutOff, isDone, isStoppedFromOutside } from '../../compose/running';
import { reasonOfSilence } from '../../postgres/silence';
import { hostOf } from '../../text/urlHost';
import type { Facts, ProbeAnswers } from '../../model/facts';
import type { Container } from '../../model/container';
import { Symptom } from '../../model/diagnosis';
import { said } from '../../model/said';
import { isOutOfMemory, isSettled } from './outOfMemory';

/** What the diagnosis needs to know of the configuration. */
export interface Expected {
  readonly appServices: readonly string[];
  /** None where the deployment has no PostgreSQL of its own. */
  readonly databaseService: string | undefined;
  readonly health: Readonly<Record<string, string>>;
}

/** A disk with less than 200 MiB free is a symptom. */
export const LEAST_FREE_KIB = 200 * 1024;

/** What is wrong with a container at that time: not running, unhealthy or restarting. */
export function containerSymptoms(
  container: Container,
  clock: string,
): Pick<Symptom, 'code' | 'what'> | undefined {
  const { service, status, health, exitCode, restarts } = container;
  const times = restarts === 1 ? 'once' : `${restarts} times`;
  if (isOutOfMemory(container, clock))
    return { code: 'symptom.out-of-memory', what: `${service} was killed for lack of memory` };
  if (status === 'restarting')
    return {
      code: 'symptom.restarting',
      what: `${service} keeps restarting (${times} so far, exit ${exitCode})`,
    };
  if (status !== 'running')
    return { code: 'symptom.not-running', what: `${service} is ${status} (exit ${exitCode})` };
  if (health === 'unhealthy') return { code: 'symptom.unhealthy', what: `${service} is unhealthy` };
  if (restarts > 2 && !isSettled(container, clock))
    return { code: 'symptom.restarted', what: `${service} was restarted ${times} by Docker` };
  return undefined;
}

/** What an HTTP probe shows, when that is not well: `7 of 20 are 5xx`. */
function probeSymptom({ name, codes, untrusted }: ProbeAnswers): string | undefined {
  const count = (test: (code: number) => boolean) => codes.filter(test).length;
  const faults = [
    [count((code) => code >= 500), 'are 5xx'],
    [count((code) => code === 0), untrusted ? `are not accepted (${untrusted})` : 'get no answer'],
    [count((code) => code >= 400 && code < 500), 'are 4xx'],
  ] as const;
  const seen = faults
    .filter(([share]) => share > 0)
    .map(([share, what]) => `${share} of ${codes.length} ${what}`);
  return seen.length > 0 ? `${name}: ${seen.join(', ')}` : undefined;
}

/** What services show that are no part of a release and not the database: a cache, a queue, a proxy. */
function besides(facts: Facts, { appServices, databaseService }: Expected): Symptom[] {
  const known: (string | undefined)[] = [...appServices, databaseService];
  const others = facts.containers.filter(({ service }) => service !== '' && !known.includes(service));
  return others.flatMap((container): Symptom[] => {
    const seen = isDone(container) ? undefined : containerSymptoms(container, facts.clock);
    const { service } = container;
    return seen ? [{ ...seen, points: 'beside', service, container: service }] : [];
  });
}

const absent = (service: string) =>
  ({ code: 'symptom.no-container', what: `${service} has no container`, service }) as const;

/** What the deployment's own database shows: that it is not there or silent, or damage that it reports. */
function ofDatabase(facts: Facts, service: string): Symptom[] {
  const found: Symptom[] = [];
  const database = facts.containers.find((container) => container.service === service);
  if (!database) {
    found.push({ ...absent(service), points: 'database' });
  } else {
    const state = containerSymptoms(database, facts.clock);
    const { error } = facts.database;
    const own = { points: 'database', service, container: service } as const;
    if (error) {
      const why = state?.what ?? reasonOfSilence(error);
      found.push({
        code: 'symptom.database-silent',
        what: said`the database does not answer: ${why}`,
        ...own,
      });
    } else if (state) {
      const { what: shown } = state;
      found.push({
        code: 'symptom.database-unwell',
        what: said`${shown}, though the database answers`,
        ...own,
      });
    }
  }
  for (const damage of facts.database.damage ?? []) {
    found.push({
      code: 'symptom.data-damaged',
      what: `the database reports damage: ${damage}`,
      points: 'integrity',
      service,
    });
  }
  return found;
}

/** What a service of the release shows, by each of its containers. */
function ofService({ containers, clock }: Facts, service: string): Symptom[] {
  const own = { service, container: service };
  const there = containers.filter((container) => container.service === service);
  if (there.length === 0) return [{ ...absent(service), points: 'service', ...own }];
  const found = there.flatMap((container): Symptom[] => {
    const seen = isFinished(container, containers, true) ? undefined : containerSymptoms(container, clock);
    const cutOff: Symptom[] = isCutOff(container)
      ? [{ code: 'symptom.no-network', what: `${service} is in no network`, points: 'network', ...own }]
      : [];
    if (!seen) return cutOff;
    const symptom: Symptom = isStoppedFromOutside(container)
      ? { code: 'symptom.stopped', what: said`${seen.what}, stopped from outside`, points: 'outside', ...own }
      : { ...seen, points: 'service', ...own };
    return [symptom, ...cutOff];
  });
  const isTold = (symptom: Symptom) => (other: Symptom) => isDeepStrictEqual(symptom, other);
  return found.filter((symptom, index) => found.findIndex(isTold(symptom)) === index);
}

/** Everything that is not well, what lies below the services first. */
export function findSymptoms(facts: Facts, expected: Expected): Symptom[] {
  const found: Symptom[] = [];
  const disks = new Map(facts.disks.map((disk) => [disk.mount, disk]));
  for (const { mount, freeKiB, used } of disks.values()) {
    if (freeKiB < LEAST_FREE_KIB)
      found.push({
        code: 'symptom.disk-full',
        what: `disk ${mount} is full (${used} used)`,
        points: 'disk',
      });
  }
  if (expected.databaseService !== undefined) found.push(...ofDatabase(facts, expected.databaseService));
  found.push(...besides(facts, expected));
  for (const service of expected.appServices) found.push(...ofService(facts, service));
  for (const probe of facts.probes) {
    const what = probeSymptom(probe);
    const host = hostOf(expected.health[probe.name] ?? '');
    const service = expected.appServices.find((candidate) => candidate === host);
    if (!what) continue;
    const own = { probe: probe.name, ...(service ? { service } : {}) };
    found.push({ code: 'symptom.probe', what, points: 'service', ...own });
  }
  return found;
}
