import { forecast } from '../../../../machines/detect/plan/stepForecast';
import type { Plan } from '../../../../machines/model/plan';
import type { Step } from '../../../../machines/model/vocabulary';
import { restorePlan } from '../../../backups';
import { commit, container, facts, image, plan, restartPlan } from '../../../fixtures';

const both = plan();
const restored = restorePlan();
const built = plan({ facts: { deployments: [] } });
const stays = { ...both, services: both.services.map((one) => ({ ...one, action: 'keep' as const })) };
const cutOff = {
  containers: [container('backend', image(3), { networks: {} }), ...facts().containers.slice(1)],
};
test.each<[Step | 'undo', Plan, string]>([
  ['prepare', both, 'pin 4 images'],
  ['prepare', built, 'pin 4 images; build backend; build frontend'],
  ['prepare', { ...both, fetch: true }, 'fetch 2222222; pin 4 images'],
  ['prepare', plan({ facts: { containers: [container('postgres', image('d'))] } }), 'pin 2 images'],
  ['stop', both, 'stop backend, frontend'],
  ['revert', both, 'check out 2222222'],
  ['revert', { ...both, stash: ['a.txt', 'b c'] }, 'stash a.txt, b c; check out 2222222'],
  ['restart', both, 'recreate backend (its image changes), one at a time'],
  ['restart', { ...both, services: [] }, 'nothing to recreate'],
  ['restart', stays, 'nothing to recreate'],
  [
    'revert',
    { ...both, revertWith: 'script' },
    "the deployment's own script goes back, which must come out at 2222222",
  ],
  ['stop', restartPlan('all'), 'take every container of the deployment down; volumes stay'],
  ['restart', restartPlan('all'), 'bring everything up: postgres, backend, frontend'],
  ['restart', restartPlan(['backend']), 'restart backend (it is healthy), one at a time'],
  [
    'restart',
    restartPlan(['frontend', 'backend'], { facts: cutOff }),
    'restart frontend (it is healthy); recreate backend (it is in no network), one at a time',
  ],
  ['undo', both, 'back to 3333333 v3 "Release 3": checkout, images, backend, frontend'],
  [
    'undo',
    { ...both, action: 'undo', of: both.id, from: both.to, to: both.from },
    'back to 3333333 v3 "Release 3": checkout, images, backend, frontend',
  ],
  [
    'prepare',
    restored,
    `pin 4 images; read the backup to its end, restore it beside as chronos_financial_shadow_abababab`,
  ],
  ['stop', restored, 'stop backend, frontend'],
  [
    'restore',
    restored,
    `give the name chronos_financial to the restored database; what is live stays, sealed, as chronos_financial_before_${restored.id}`,
  ],
  [
    'restart',
    restored,
    'recreate backend (its image changes), frontend (it is stopped for the restore), one at a time',
  ],
  [
    'undo',
    restored,
    'back to 3333333 v3 "Release 3": the database as it was, checkout, images, backend, frontend',
  ],
  [
    'verify',
    restored,
    'commit, images, health, database, rows as in the backup, links, probes: at least 11 checks',
  ],
  ['verify', both, 'commit, images, health, database, links, probes: at least 9 checks'],
])('%s: %#', (step, given, words) => {
  expect(forecast(step, given)).toBe(words);
});

test('a forecast shows short hashes only', () => {
  for (const step of both.steps) expect(forecast(step, both)).not.toContain(commit(2));
});

test('verify of a deployment without a database of its own promises no check of one', () => {
  const { database, ...none } = plan();
  expect(database).toBeDefined();
  expect(forecast('verify', none)).toBe('commit, images, health, links, probes: at least 6 checks');
});
