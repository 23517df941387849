import type { Facts } from '../../machines/model/facts';
import { asRelease, describeRelease } from '../../machines/detect/history/releases';
import { ranSeconds } from '../../machines/detect/history/releaseEvents';
import type { Plan } from '../../machines/model/plan';
import type { Target } from '../../machines/model/target';
import { inLargestUnit } from './duration';
import { dataSection } from './dataSection';
import { settingsLines } from './settingsLines';

/** How long the target ran when it last did, in the largest unit that fits. */
function ran(facts: Facts, { to }: Plan): string {
  const seconds = ranSeconds(facts, to.commit);
  return seconds === undefined ? '' : `ran ${inLargestUnit(seconds)}`;
}

/** What a plan is about: the release that it leaves, and where it goes. */
export function aims(plan: Plan, facts: Facts | undefined, target: Target | undefined): string[] {
  if (plan.scenario === 'infrastructure' && plan.action === 'rollback')
    return [`  at   ${describeRelease(plan.to)}, which stays`];
  const made = plan.services
    .filter(({ source }) => source !== 'reuse')
    .map(({ service, source }) => `${service} to ${source}`);
  const images = made.length > 0 ? `images: ${made.join(', ')}` : 'images present';
  return [
    `  from ${describeRelease(plan.from)}`,
    ...(facts && plan.action === 'rollback' ? running(plan, facts) : []),
    `  to   ${[describeRelease(plan.to), facts ? ran(facts, plan) : '', images].filter(Boolean).join('; ')}`,
    ...given(plan),
    ...settingsLines(plan),
    ...(target ? takesBack(target) : []),
    ...dataSection(plan, facts),
  ];
}

/** What runs, service by service, where that is not all of the release that is checked out. */
function running({ from, services }: Plan, facts: Facts): string[] {
  if (services.every(({ runs }) => runs === undefined)) return [];
  return services
    .filter(({ before }) => before !== undefined)
    .map(
      ({ service, runs = from.commit }) =>
        `       ${service} runs ${describeRelease(asRelease(facts, runs))}`,
    );
}

/** What Compose gets beside its files. */
function given({ variables, envFiles = [], profiles = [] }: Plan): string[] {
  const values = Object.entries(variables?.to ?? {}).map(([name, value]) => `${name}=${value}`);
  const all = [...values, ...envFiles, ...profiles.map((name) => `profile ${name}`)];
  return all.length > 0 ? [`  with ${all.join(', ')}`] : [];
}

/** What git says of the commits between both. */
function takesBack({ leaves, brings, difference }: Target): string[] {
  const count = (commits: readonly string[]) =>
    `${commits.length}${commits.length === 20 ? ' or more' : ''} commit${commits.length === 1 ? '' : 's'}`;
  const shown = (commits: readonly string[]) => [
    ...commits.slice(0, 5).map((commit) => `    ${commit}`),
    ...(commits.length > 5 ? ['    …'] : []),
  ];
  return [
    ...(leaves.length > 0
      ? [`  undoes ${count(leaves)}${difference && `, ${difference}`}`, ...shown(leaves)]
      : []),
    ...(brings.length > 0 ? [`  brings ${count(brings)}`, ...shown(brings)] : []),
  ];
}
