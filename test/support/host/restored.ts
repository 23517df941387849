import { Plan } from '../../../machines/model/plan';
import type { Verdict } from '../../../machines/model/verdict';
import { closed, ended, journalOf, opened } from '../../audit/journal/lines';

const image = `sha256:${'d'.repeat(64)}`;
const release = (digit: string) => ({ commit: digit.repeat(40), subject: `Release ${digit}` });

/** The plan of a rollback that restores a backup over a database with this oid. */
export function restoringPlan(id: string, oid: string, more: object = {}, backup: object = {}): Plan {
  return Plan.parse({
    ...{ id, attempt: 1, scenario: 'database', from: release('3'), to: release('2'), fetch: false },
    ...{
      project: 'p',
      files: ['compose.yml'],
      compose: 'v2',
      services: [],
      endpoint: 'unix:///x',
      links: {},
    },
    ...{ stash: [], steps: ['prepare', 'stop', 'restore', 'verify'], risks: [] },
    database: { container: 'c', image, name: 'app', oid },
    backup: {
      ...{ path: '/backups/b.dump', place: 'container', format: 'custom', sha256: 'ab'.repeat(32), bytes: 1 },
      ...{ takenAt: '2026-11-22T02:00:00.000Z', takenBy: 'its sidecar', ...backup },
    },
    ...more,
  });
}

/** The journal of such a rollback that has swapped the databases: `swap` is what restore has written down. */
export function restoredJournal(plan: Plan, swap: Partial<Verdict['swap'] & object>, last?: string): string {
  const verdict: Verdict = {
    ...{ step: 'restore', ok: true, summary: 'swapped', started: '2026-11-22T03:00:01.000Z', seconds: 1.5 },
    swap: { seconds: 0.1, oid: '1', snapshot: '', kept: `app_before_${plan.id}`, ...swap },
  };
  return journalOf(plan.id, [opened(plan), ended(verdict), closed('recovered')], last);
}
