import { shortHash } from './history';
import type { Plan, Step } from './model';

const list = (names: readonly string[]): string => names.join(', ') || 'nothing';

/** What a step of a plan will do, in words that need no more than the plan. */
export function forecast(step: Step, plan: Plan): string {
  const made = plan.services.filter(({ source }) => source !== 'reuse');
  switch (step) {
    case 'prepare': {
      const make = made.map(({ service, source }) => `${source} ${service}`);
      const parts = [
        plan.fetch && `fetch ${shortHash(plan.to.commit)}`,
        `pin ${plan.services.length + plan.services.filter(({ before }) => before).length} images`,
        ...make,
      ];
      return parts.filter(Boolean).join('; ');
    }
    case 'stop':
      return `stop ${list(plan.services.map(({ service }) => service))}`;
    case 'restore':
      return 'swap the restored database in';
    case 'revert': {
      const stash = plan.stash.length > 0 ? `stash ${list(plan.stash)}; ` : '';
      return `${stash}check out ${shortHash(plan.to.commit)}`;
    }
    case 'restart': {
      const changed = plan.services
        .filter(({ recreate }) => recreate)
        .map(({ service, why }) => `${service} (${why})`);
      return changed.length > 0 ? `recreate ${list(changed)}, one at a time` : 'nothing to recreate';
    }
    case 'verify': {
      const checks = 1 + plan.services.length * 2 + 3 + Object.keys(plan.links).length;
      return `commit, images, health, database, links, probes: at least ${checks} checks`;
    }
  }
}
