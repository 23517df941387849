import { type ComposeModel, isRedefined, otherChanges } from './compose';
import type { Diagnosis } from './diagnosis';
import type { Facts } from './facts';
import type { ServiceChange } from './model';
import type { Settings } from './settings';

/** What the risks of a plan are seen from. */
interface Seen {
  readonly settings: Settings;
  readonly facts: Facts;
  readonly diagnosis: Diagnosis;
  readonly current: ComposeModel;
  readonly wanted: ComposeModel;
  readonly to: string;
  readonly files: readonly string[];
  readonly services: readonly ServiceChange[];
}

/** What an operator should know before confirming, a sentence each. */
export function risksOf(seen: Seen): string[] {
  const { settings, facts, diagnosis, current, wanted, to, files, services } = seen;
  const { appServices, databaseService } = settings.deployment;
  const isSame = ({ service, before, target }: ServiceChange) =>
    target !== undefined && target === before && !isRedefined(current, wanted, service);
  const isLeftWell =
    settings.request.scenario === 'code' && diagnosis.cause === 'healthy' && to !== facts.git.head;
  return [
    ...files
      .filter((file) => facts.git.modified.includes(file))
      .map((file) => `${file} is modified locally; the target's own comes up`),
    ...otherChanges(current, wanted, [...appServices, databaseService]).map(
      (service) => `${service} is not in config "deployment.appServices" and stays as it is`,
    ),
    ...(services.every(isSame) ? ['nothing that runs would change'] : []),
    ...(isLeftWell ? ['nothing is wrong; the release is left all the same'] : []),
  ];
}
