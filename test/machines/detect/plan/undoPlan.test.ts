import type { Attempt } from '../../../../machines/model/attempt';
import type { Facts } from '../../../../machines/model/facts';
import type { Plan } from '../../../../machines/model/plan';
import { makeUndoPlan } from '../../../../machines/detect/plan/undoPlan';
import { commit, container, DATA, facts, image, plan, restartPlan, saying } from '../../../fixtures';
import { at, back, decide, deployed, refusing, running, undoing, went } from '../../choices';

const undo = (id: string, attempts: readonly Attempt[], given: Partial<Facts> = {}) =>
  decide({ undo: id }, { ...back, ...given, attempts });
const second: Plan = {
  ...plan({ attempt: 2 }),
  from: plan().to,
  to: { commit: commit(1), name: 'v1', subject: 'Release 1' },
};
const later = { opened: '2026-11-22T03:05:00.000Z', closed: '2026-11-22T03:05:05.000Z' };
const restarted = went('recovered', later, restartPlan(['backend']));

test.each<[string, ReturnType<typeof undo>, object]>([
  [
    'the one that is in force',
    undo(plan().id, [went('recovered')]),
    { kind: 'undo', of: went('recovered'), attempt: 1, risks: [], commit: commit(3) },
  ],
  [
    'a degraded one',
    undo(plan().id, [went('degraded')]),
    { kind: 'undo', of: went('degraded'), attempt: 1, risks: [], commit: commit(3) },
  ],
  [
    'the newest of two',
    undo(second.id, [went('recovered'), went('recovered', later, second)], { git: at(1) }),
    { kind: 'undo', of: went('recovered', later, second), attempt: 1, risks: [], commit: second.from.commit },
  ],
  [
    'the older one, once the newer is undone',
    undo(plan().id, [
      went('recovered'),
      went('recovered', later, second),
      undoing('undone', second.id, { plan: { ...undoing('undone').plan, of: second.id } }),
    ]),
    { kind: 'undo', of: went('recovered'), attempt: 1, risks: [], commit: commit(3) },
  ],
  [
    'one before a restart: that has nothing to take back',
    undo(plan().id, [went('recovered'), restarted]),
    { kind: 'undo', of: went('recovered'), attempt: 1, risks: [], commit: commit(3) },
  ],
  [
    'again, after an undo that the host turned down',
    undo(plan().id, [went('recovered'), undoing('refused')]),
    { kind: 'undo', of: went('recovered'), attempt: 2, risks: [], commit: commit(3) },
  ],
  [
    'from a third release with consent only',
    undo(plan().id, [went('recovered')], { git: at(4) }),
    {
      kind: 'undo',
      of: went('recovered'),
      attempt: 1,
      commit: commit(3),
      risks: [
        {
          kind: 'drift',
          code: 'risk.drift',
          what: saying(plan().id, '4444444'),
        },
      ],
    },
  ],
  [
    'where it already is back by hand, without consent',
    undo(plan().id, [went('recovered')], { git: at(3) }),
    { kind: 'undo', of: went('recovered'), attempt: 1, risks: [], commit: commit(3) },
  ],
  [
    'a stranded one that a deployment has superseded, with consent only',
    undo(plan().id, [went('stranded')], deployed),
    {
      kind: 'undo',
      of: went('stranded'),
      attempt: 1,
      risks: [expect.objectContaining({ kind: 'drift' })],
      commit: commit(3),
    },
  ],
  [
    'one that is undone already: replayed',
    undo(plan().id, [went('recovered'), undoing('undone')]),
    { kind: 'replay', plan: undoing('undone').plan },
  ],
  [
    'one that was undone by itself: replayed',
    undo(plan().id, [went('undone')]),
    { kind: 'replay', plan: plan() },
  ],
])('undone is %s', (_, choice, expected) => {
  expect(choice).toEqual(expected);
});

test.each<[string, ReturnType<typeof undo>, object]>([
  [
    'an id that names nothing',
    undo('r-00000009', []),
    refusing('undo.unknown', {
      what: saying('"undo"'),
      got: 'r-00000009',
      accepts: expect.stringMatching(/^(?!.*r-[0-9a-f]{8})./) as string,
      next: { do: 'look', at: 'history' },
    }),
  ],
  [
    'an id that names nothing, while others are in force',
    undo('r-00000009', [went('recovered')]),
    refusing('undo.unknown', { accepts: plan().id }),
  ],
  [
    'the id of an undo',
    undo('r-00000001', [went('recovered'), undoing('undone')]),
    refusing('undo.unknown', { got: 'r-00000001', what: saying('undo', ' undo') }),
  ],
  [
    'a restart, which has none',
    undo(restarted.plan.id, [restarted]),
    refusing('undo.of-restart', {
      what: saying(`${restarted.plan.id} `),
      next: { do: 'unset', key: 'undo' },
    }),
  ],
  [
    'one that is not the newest',
    undo(plan().id, [went('recovered'), went('recovered', later, second)]),
    refusing('undo.not-newest', {
      what: saying(`${second.id} to 1111111 v1 "Release 1"`, `${plan().id}`),
      got: plan().id,
      accepts: second.id,
      next: { do: 'undo', id: second.id },
    }),
  ],
])('refused is the undo of %s', (_, choice, expected) => {
  expect(choice).toEqual(expected);
});

const made = (given: Partial<Facts> = {}, of: Plan = plan()) =>
  makeUndoPlan(went('recovered', {}, of), facts({ ...back, ...given }), 1, []);

test('the plan of an undo goes back to where the rollback came from, with what ran there', () => {
  expect(made()).toEqual({
    ...plan(),
    id: expect.stringMatching(/^r-[0-9a-f]{8}$/),
    action: 'undo',
    of: plan().id,
    from: { commit: commit(2), name: 'v2', subject: 'Release 2' },
    to: { commit: commit(3), name: 'v3', subject: 'Release 3' },
    services: [
      {
        service: 'backend',
        before: image(2),
        target: image(3),
        source: 'reuse',
        reference: 'chronos-backend:latest',
        action: 'up',
        why: saying(),
      },
      {
        service: 'frontend',
        before: image('f'),
        target: image('f'),
        source: 'reuse',
        reference: 'chronos-frontend:latest',
        action: 'keep',
        why: saying(),
      },
    ],
    steps: [],
  });
});

test('it has an id of its own, another one for each attempt', () => {
  const first = made();
  expect(first.id).not.toBe(plan().id);
  const again = made({ attempts: [went('recovered'), went('refused', {}, first)] });
  expect(again).toMatchObject({ attempt: 2, id: expect.not.stringContaining(first.id) });
});

test('it fetches nothing, stashes what is modified now, and has the risks and notes of now', () => {
  const of = {
    ...plan(),
    fetch: true,
    stash: ['old.txt'],
    notes: ['old'],
    risks: [{ kind: 'modified' as const, what: 'old' }],
  };
  const git = { ...at(2), modified: ['new.txt'] };
  const drift = [{ kind: 'drift' as const, what: 'x' }];
  expect(makeUndoPlan(went('recovered', {}, of), facts({ git }), 1, drift)).toMatchObject({
    fetch: false,
    stash: ['new.txt'],
    notes: [],
    risks: drift,
  });
});

test('a service that had no container has no image to go back to', () => {
  const alone = { facts: { containers: running(3).slice(1) } };
  const [backend] = made({}, plan(alone)).services;
  expect(backend).toMatchObject({ service: 'backend', before: image(2) });
  expect(backend).not.toHaveProperty('target');
});

test("the database's container is the one of now, on the same volumes", () => {
  const anew = container('postgres', image('e'), { id: 'made anew', mounts: [DATA] });
  expect(made({ containers: [...running(2).slice(0, 2), anew] }).database).toEqual({
    ...plan().database,
    container: 'made anew',
    image: image('e'),
  });
  const other = { ...anew, mounts: [{ ...DATA, name: 'other' }] };
  expect(made({ containers: [...running(2).slice(0, 2), other] }).database).toEqual(plan().database);
});
