import { createHash } from 'node:crypto';
import type { Attempt } from '../../model/attempt';
import type { Code } from '../../model/codes';
import type { Plan } from '../../model/plan';

/** A plan before it has its number and id. */
export type Unnumbered = Omit<Plan, 'id' | 'attempt'>;

/** Risks that share their kind with an older one: their codes are part of the id, too. */
const BY_CODE: readonly Code[] = [
  'risk.image-unproven',
  'risk.checkout-ahead',
  'risk.not-on-record',
  'risk.replicas-differ',
  'risk.nothing-runs',
];
const codesOf = (risks: Plan['risks']): string[] =>
  risks.flatMap(({ code }) => BY_CODE.filter((one) => one === code)).sort();

/**
 * The id of a plan covers what it does, what it pins, from where it starts and its kinds of risk.
 * Symptoms, clock and forecasts do not enter it, so that it stays while an operator reads.
 */
function idOf(plan: Omit<Plan, 'id'>): string {
  const {
    action,
    of,
    attempt,
    scenario,
    from,
    to,
    project,
    services,
    all,
    database,
    revertWith,
    steps,
    risks,
    backup,
    definition,
    containersOnly,
    targetFiles,
    envFiles,
    formerEnvFiles,
    profiles,
    variables,
    settings,
  } = plan;
  const changes = services.map(({ service, before, target, source, action: does }) => [
    service,
    before,
    target ?? source,
    does,
  ]);
  const covered = [
    [action, of, scenario, all, revertWith],
    steps,
    attempt,
    project,
    from.commit,
    to.commit,
    changes,
    database ? [database.container, database.oid] : [],
    backup ? [backup.path, backup.place, backup.sha256, backup.strategy] : [],
    risks.map(({ kind }) => kind).sort(),
    ...(definition === undefined ? [] : [definition]),
    ...codesOf(risks),
    ...(containersOnly ? ['containers only'] : []),
    ...(targetFiles ? [{ targetFiles }] : []),
    ...(envFiles || profiles || variables ? [[envFiles, profiles, variables]] : []),
    ...(formerEnvFiles ? [{ formerEnvFiles }] : []),
    ...(settings ? [{ settings }] : []),
    ...(database?.data ? [{ data: database.data }] : []),
  ];
  return `r-${createHash('sha256').update(JSON.stringify(covered)).digest('hex').slice(0, 8)}`;
}

/**
 * The plan with its number and id. Another request may have gone the same way before: an id that was used
 * would find its steps done, so the number moves on.
 */
export function identified(plan: Unnumbered, attempt: number, ended: readonly Attempt[]): Plan {
  const used = new Set(ended.map((other) => other.plan.id));
  const numbered = { ...plan, attempt };
  const id = idOf(numbered);
  return used.has(id) ? identified(plan, attempt + 1, ended) : { ...numbered, id };
}
