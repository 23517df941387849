import type { Code } from '../../machines/model/codes';
import type { Attempt } from '../../machines/model/attempt';
import { choose } from '../../machines/detect/choose/choice';
import type { Choice } from '../../machines/detect/choose/choiceType';
import { diagnose } from '../../machines/detect/diagnose/diagnosis';
import type { Facts } from '../../machines/model/facts';
import type { Plan } from '../../machines/model/plan';
import type { Request } from '../../machines/model/request';
import {
  attempt,
  commit,
  container,
  DATA,
  facts,
  failing,
  HOLDER,
  image,
  plan,
  REQUEST,
  settings,
  undoOfPlan,
} from '../fixtures';

/** What is chosen for a request of this stack, by these facts. */
export function decide(
  request: Partial<Request>,
  given: Partial<Facts> = {},
  confirm = '',
  holder = HOLDER,
): Choice {
  const all = facts(given);
  return choose(
    { request: { ...REQUEST, ...request }, confirm, holder },
    all,
    diagnose(all, settings().deployment),
  );
}

export const at = (n: number) => ({ ...facts().git, head: commit(n) });
export const running = (backend: number, more = {}) => [
  container('backend', image(backend), more),
  container('frontend', image('f')),
  container('postgres', image('d'), { mounts: [DATA] }),
];
export const ill = { probes: [failing('transfers')] };
export const well = {};
export const names = (n: number) => ({ wanted: { commit: commit(n), remote: false } });
export const go = (n: number, number = 1, risks: Code[] = []) => ({
  kind: 'go',
  scenario: 'code',
  commit: commit(n),
  attempt: number,
  risks: risks.map((code) => ({
    code,
    kind: code === 'risk.undone-before' ? 'undone' : 'drift',
    what: expect.any(String) as string,
  })),
});
export const restart = (services: string[] | 'all', number = 1, risks: Code[] = []) => ({
  ...go(0, number, risks),
  kind: 'restart',
  scenario: undefined,
  commit: expect.any(String) as string,
  services,
});

export const ENDED = '2026-11-22T03:00:05.000Z';
export const went = (outcome: Attempt['outcome'], more: Partial<Attempt> = {}, of: Plan = plan()): Attempt =>
  attempt(of, { ...(outcome ? { outcome, closed: ENDED } : {}), ...more });
export const asked = (request: Partial<Request>) => ({ request: { ...REQUEST, ...request } });

/** The undo of the rollback from v3 to v2: asked for by name, or owed. */
export const undoing = (
  outcome: Attempt['outcome'],
  undo = plan().id,
  more: Partial<Attempt> = {},
  planned: Partial<Plan> = {},
): Attempt =>
  went(
    outcome,
    {
      opened: '2026-11-22T03:10:00.000Z',
      closed: '2026-11-22T03:10:05.000Z',
      verdicts: [],
      ...asked({ undo }),
      ...more,
    },
    { ...undoOfPlan(), ...planned },
  );

/** v2 runs, as a rollback left it. */
export const back = { git: at(2), containers: running(2), attempts: [went('recovered')] };

/** v4 was deployed after the rollback to v2. */
export const deployed = {
  git: at(4),
  containers: running(4),
  deployments: [
    ...facts().deployments,
    { at: '2026-11-22T04:00:00Z', commit: commit(4), images: { backend: image(4), frontend: image('f') } },
  ],
};

export const lease = (more: object = {}) => ({
  lease: {
    rollback: plan().id,
    holder: 'another stack',
    user: 'bob',
    since: '2026-11-22T02:59:00.000Z',
    state: 'restart',
    until: '2026-11-22T03:05:00.000Z',
    ...more,
  },
});
export const refusing = (code: Code, more: object = {}) => ({
  kind: 'refused',
  refusal: expect.objectContaining({ code, ...more }) as object,
});
