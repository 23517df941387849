import fc from 'fast-check';
import {
  composeModel,
  container,
  facts,
  plan,
  planInput,
  restartPlan,
  image,
  attempt,
  commit,
  IDENTITY,
} from '../../../fixtures';
import {
  backupFile,
  inspection,
  restoration,
  restorePlan,
  SHA,
  SIDECAR,
  store,
  WRITTEN,
} from '../../../backups';
import type { Plan } from '../../../../machines/model/plan';
import { makePlan } from '../../../../machines/detect/plan/codePlan';
import { identified } from '../../../../machines/detect/plan/planId';

type Given = NonNullable<Parameters<typeof plan>[0]>;

test.each<[string, Given]>([
  ['the clock', { facts: { clock: '2027-01-01T00:00:00Z' } }],
  ['latency and symptoms', { facts: { probes: [{ name: 'backend', codes: [500], seconds: [9] }] } }],
  ['links that are answered otherwise', { facts: { links: [{ service: 'frontend', code: 7 }] } }],
  ['operator and reason', { settings: { operator: 'other', reason: 'why' } }],
  ['timeouts and hold', { settings: { timeouts: '{"verify":5}', hold: 'all' } }],
  ['free space', { facts: { disks: [{ mount: '/', freeKiB: 1, used: '99%' }] } }],
  ['the name of a release', { target: { release: { commit: commit(2), subject: 'x' } } }],
  ['another kind of modification', { facts: { git: { ...facts().git, modified: ['README.md'] } } }],
  [
    'what is worth knowing',
    { target: { target: composeModel((yaml) => `${yaml}  worker: { image: 'w:1' }\n`) } },
  ],
])('the id stays with another value of: %s', (_, more) => {
  expect(plan(more).id).toBe(plan().id);
});

test.each<[string, Given]>([
  ['the attempt', { attempt: 2 }],
  ['the target', { target: { release: { commit: commit(1), subject: '' } } }],
  ['HEAD', { facts: { git: { ...facts().git, head: commit(4) } } }],
  [
    'an image that runs',
    { facts: { containers: [container('backend', image(4)), ...facts().containers.slice(1)] } },
  ],
  ['an image to come', { target: { imageIds: new Set() } }],
  [
    "the database's container",
    { facts: { containers: facts().containers.map((one) => ({ ...one, id: 'x' })) } },
  ],
  ['another live database', { facts: { database: { version: 'PostgreSQL 15.18', oid: '17000' } } }],
  ['a risk of the checkout', { facts: { git: { ...facts().git, modified: ['.env'] } } }],
  ['a risk of the journal', { risks: [{ kind: 'drift', what: 'x' }] }],
  ['who reverts', { settings: { revertWith: 'script' } }],
])('the id changes with: %s', (_, more) => {
  expect(plan(more).id).not.toBe(plan().id);
});

type Restored = Parameters<typeof restorePlan>;
const whole = inspection();
const chosen = (more: Parameters<typeof backupFile>[0]) => ({
  path: backupFile().path,
  file: backupFile(more),
});
test.each<[string, Restored[0], Restored[1]]>([
  ['when the backup was taken', { chosen: chosen({ takenAt: '2026-11-21T02:00:00.000Z' }) }, {}],
  ['what the server has free', { store: store({ freeKiB: 1e9 }) }, {}],
  ["the app's sessions", { store: store({ sessions: [] }) }, {}],
  ['a backup that was too long to read', { inspection: { ...whole, isUnread: true } }, {}],
  ['how long each step may take', {}, { settings: { timeouts: '{"restore":5}' } }],
])('the id of a restore stays with another value of: %s', (_, given, more) => {
  expect(restorePlan({ inspection: whole, ...given }, more).id).toBe(restorePlan().id);
});

test.each<[string, Restored[0], Restored[1]]>([
  ['the path of the backup', { chosen: { ...restoration().chosen, path: '/b.dump' } }, {}],
  ['where the backup is', { inspection: { ...whole, place: 'host' } }, {}],
  [
    'the content of the backup',
    {
      inspection: { ...whole, sha256: SHA.replaceAll('a', 'c') },
      chosen: chosen({ sidecar: { ...SIDECAR, sha256: SHA.replaceAll('a', 'c') } }),
    },
    {},
  ],
  ['the app stopped first', {}, { settings: { stopFirst: 'true' } }],
  [
    'another live database',
    { store: store({ database: { ...store().database, oid: '17000' } as never }) },
    {},
  ],
  ['rows that would be lost, where none were', { inspection: WRITTEN }, {}],
])('the id of a restore changes with: %s', (_, given, more) => {
  expect(restorePlan(given, more).id).not.toBe(restorePlan().id);
});

test('the id changes with the project', () => {
  const other = makePlan({ ...planInput(), identity: { ...IDENTITY, project: 'other' } });
  expect(other).toHaveProperty('id', expect.not.stringContaining(plan().id));
});

test('the id covers the kinds of risk and not their words, in any order', () => {
  const of = (...risks: Plan['risks']) => plan({ risks }).id;
  expect(of({ kind: 'drift', what: 'one' })).toBe(of({ kind: 'drift', what: 'two' }));
  expect(of({ kind: 'drift', what: 'one' })).not.toBe(of({ kind: 'undone', what: 'one' }));
  expect(of({ kind: 'drift', what: '' }, { kind: 'undone', what: '' })).toBe(
    of({ kind: 'undone', what: '' }, { kind: 'drift', what: '' }),
  );
});

test('restarting a service, making it anew, taking all down and rolling back have ids of their own', () => {
  const lost = {
    facts: { containers: [container('backend', image(3), { networks: {} }), ...facts().containers.slice(1)] },
  };
  const ids = [
    plan(),
    restartPlan(['backend']),
    restartPlan(['backend'], lost),
    restartPlan(['frontend']),
    restartPlan('all'),
    identified({ ...plan(), action: 'undo', of: plan().id }, 1, []),
    identified({ ...plan(), action: 'undo', of: 'r-00000000' }, 1, []),
  ].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('an id that was used is never used again: another request may have gone the same way', () => {
  const first = plan();
  const second = plan({ facts: { attempts: [attempt(first, { outcome: 'recovered' })] } });
  expect(second).toEqual({ ...first, id: expect.not.stringContaining(first.id), attempt: 2 });
  expect(second.id).toBe(plan({ attempt: 2 }).id);
});

test('whatever number a plan starts from, its id is none of those before, and the number the first that is free', () => {
  const ids = Array.from({ length: 8 }, (_, n) => plan({ attempt: n + 1 }));
  fc.assert(
    fc.property(fc.subarray(ids), fc.integer({ min: 1, max: 8 }), (used, start) => {
      const made = identified(
        plan(),
        start,
        used.map((one) => attempt(one)),
      );
      expect(used.map(({ id }) => id)).not.toContain(made.id);
      const taken = used.map((one) => one.attempt);
      const free = [1, 2, 3, 4, 5, 6, 7, 8, 9].find((n) => n >= start && !taken.includes(n));
      expect(made.attempt).toBe(free);
    }),
  );
});

test('a plan that is made again from the same facts is the same plan', () => {
  fc.assert(
    fc.property(
      fc.subarray(['README.md', '.env', 'docker-compose.production.yml']),
      fc.subarray([image(1), image(2), image(3), image('f')]),
      fc.integer({ min: 1, max: 5 }),
      (modified, images, number) => {
        const given = {
          facts: { git: { ...facts().git, modified } },
          target: { imageIds: new Set(images) },
          attempt: number,
        };
        const one = plan(given);
        expect(plan(given)).toEqual(one);
        expect(JSON.parse(JSON.stringify(one))).toEqual(one);
      },
    ),
  );
});
