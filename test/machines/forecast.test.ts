import { forecast } from '../../machines/forecast';
import type { Plan, Step } from '../../machines/model';
import { commit, container, image, plan } from '../fixtures';

const both = plan();
const built = plan({ facts: { deployments: [] } });
test.each<[Step, Plan, string]>([
  ['prepare', both, 'pin 4 images'],
  ['prepare', built, 'pin 4 images; build backend; build frontend'],
  ['prepare', { ...both, fetch: true }, 'fetch 2222222; pin 4 images'],
  ['prepare', plan({ facts: { containers: [container('postgres', image('d'))] } }), 'pin 2 images'],
  ['stop', both, 'stop backend, frontend'],
  ['restore', both, 'swap the restored database in'],
  ['revert', both, 'check out 2222222'],
  ['revert', { ...both, stash: ['a.txt', 'b c'] }, 'stash a.txt, b c; check out 2222222'],
  ['restart', both, 'recreate backend (its image changes), one at a time'],
  ['restart', { ...both, services: [] }, 'nothing to recreate'],
  ['verify', both, 'commit, images, health, database, links, probes: at least 9 checks'],
])('%s: %#', (step, given, words) => {
  expect(forecast(step, given)).toBe(words);
});

test('a forecast shows short hashes only', () => {
  for (const step of both.steps) expect(forecast(step, both)).not.toContain(commit(2));
});
