import type { Diagnosis } from '../../model/diagnosis';
import type { Facts } from '../../model/facts';
import type { Plan } from '../../model/plan';
import { isAllDown } from '../diagnose/nothingRuns';
import { failedChecks, type Verdict } from '../../model/verdict';

/**
 * Which of verify's checks passed before anything was done, as far as looking alone can tell. What is not
 * in it (a write to the database, the checks of critical functionality, the health script) never decides
 * about an undo. Where nothing ran, nothing could pass.
 */
export function baselineOf(
  facts: Facts,
  { symptoms }: Diagnosis,
  services: readonly string[],
  hasDatabase = true,
): Plan['baseline'] {
  if (isAllDown(facts)) return {};
  const ill = new Set(symptoms.flatMap(({ container }) => container ?? []));
  const isThere = (service: string) => facts.containers.some((container) => container.service === service);
  const badly = new Set(symptoms.flatMap(({ probe }) => probe ?? []));
  return Object.fromEntries([
    ...services.map((service) => [`health of ${service}`, isThere(service) && !ill.has(service)]),
    ...facts.probes.map(({ name }) => [`probe ${name}`, !badly.has(name)]),
    ...facts.links.map(({ service, code }) => [`link of ${service}`, code === 0]),
    ...(hasDatabase ? [['database read', facts.database.error === undefined]] : []),
  ] as [string, boolean][]);
}

/**
 * Whether a verdict is worse than the baseline and in nothing better: then going back helps. A check that was not run is no
 * evidence of that.
 */
export function isWorse(baseline: Plan['baseline'], verdict: Verdict): boolean {
  const checks = (verdict.checks ?? []).filter(({ required }) => required);
  const lost = failedChecks(verdict).some(({ name, ran }) => ran !== false && baseline[name] === true);
  const won = checks.some(({ name, ok }) => ok && baseline[name] === false);
  return lost && !won;
}

/** The services that were well, which an undo must bring back well. */
export function wellBefore({ services, baseline }: Plan): string[] {
  return services.map(({ service }) => service).filter((service) => baseline[`health of ${service}`]);
}
