import { namesOf as names } from '../../postgres/databaseNames';
import { undoRelease } from './undoTarget';
import { describeRelease, shortHash } from '../history/releases';
import { databaseOf, type Plan } from '../../model/plan';
import { NO_COMMIT } from '../../model/release';
import type { Step } from '../../model/vocabulary';

const list = (names: readonly string[]): string => names.join(', ') || 'nothing';

/** What a step of a plan will do, in words that need no more than the plan. */
export function forecast(step: Step | 'undo', plan: Plan): string {
  const made = plan.services.filter(({ source }) => source !== 'reuse');
  switch (step) {
    case 'prepare': {
      const make = made.map(({ service, source }) => `${source} ${service}`);
      const parts = [
        plan.fetch && `fetch ${shortHash(plan.to.commit)}`,
        `pin ${plan.services.length + plan.services.filter(({ before }) => before).length} images`,
        ...make,
        plan.backup && `read the backup to its end, restore it beside as ${names(plan).shadow}`,
      ];
      return parts.filter(Boolean).join('; ');
    }
    case 'stop':
      return plan.all
        ? 'take every container of the deployment down; volumes stay'
        : `stop ${list(plan.services.map(({ service }) => service))}`;
    case 'restore':
      return `give the name ${databaseOf(plan).name} to the restored database; what is live stays, sealed, as ${names(plan).sealed}`;
    case 'revert': {
      const stash = plan.stash.length > 0 ? `stash ${list(plan.stash)}; ` : '';
      const at = shortHash(plan.to.commit);
      return plan.revertWith === 'script'
        ? `${stash}the deployment's own script goes back, which must come out at ${at}`
        : `${stash}check out ${at}`;
    }
    case 'restart': {
      if (plan.all) return `bring everything up: ${list(plan.services.map(({ service }) => service))}`;
      const verbs = { keep: '', up: 'recreate', restart: 'restart', recreate: 'recreate' } as const;
      const parts = (['restart', 'recreate', 'up'] as const).flatMap((action) => {
        const services = plan.services.filter((change) => change.action === action);
        const named = services.map(({ service, why }) => `${service} (${why})`);
        return named.length > 0 ? [`${verbs[action]} ${list(named)}`] : [];
      });
      return parts.length > 0 ? `${parts.join('; ')}, one at a time` : 'nothing to recreate';
    }
    case 'undo': {
      const data = plan.scenario === 'database' ? 'the database as it was, ' : '';
      return `back to ${describeRelease(undoRelease(plan))}: ${data}checkout, images, ${list(plan.services.map(({ service }) => service))}`;
    }
    case 'verify': {
      const restored = plan.scenario === 'database' ? 2 : 0;
      const commits = plan.to.commit === NO_COMMIT ? 0 : 1;
      const data = plan.database ? 3 : 0;
      const checks = commits + plan.services.length * 2 + data + restored + Object.keys(plan.links).length;
      const rows = restored > 0 ? ', rows as in the backup' : '';
      return `${commits ? 'commit, ' : ''}images, health${data > 0 ? `, database${rows}` : ''}, links, probes: at least ${checks} checks`;
    }
  }
}
