import { mayHaveMoved } from '../../../../machines/detect/plan/sameName';
import type { Container } from '../../../../machines/model/container';
import type { Facts } from '../../../../machines/model/facts';
import { tellsBuild } from '../../../../machines/compose/imageNames';
import { attempt, commit, container, facts, image, plan, target } from '../../../fixtures';

/** v2 was there from 2:00 until 3:00, when v3 came. */
const MOVES = [
  { commit: commit(3), at: '2026-11-20T03:00:00Z' },
  { commit: commit(2), at: '2026-11-20T02:00:00Z' },
];
const change = (reference: string) => {
  const [backend] = plan().services;
  if (!backend) throw new Error('a plan has services');
  return { ...backend, service: 'backend', reference, target: image(2) };
};
function moved(reference: string, own: Partial<Container>, more: Partial<Facts> = {}): boolean {
  const containers = [container('backend', image(2), { reference, ...own })];
  const given = facts({ deployments: [], containers, ...more });
  return mayHaveMoved({ ...given, git: { ...given.git, moves: MOVES } }, target(), change(reference));
}
const built = { imageCreated: '2026-11-20T02:01:00Z', imageTagged: '2026-11-20T02:01:00Z' };
const later = { ...built, imageTagged: '2026-11-20T03:01:00Z' };
const pulled = (imageCreated: string) => ({ imageCreated, imageTagged: '0001-01-01T00:00:00Z' });

test('a name that both releases use is proven while it was given before the target was left', () => {
  expect(moved('web:eu1', built)).toBe(false);
  expect(moved('web:eu1', later)).toBe(true);
});

test('what was pulled is proven where it was built before the target came up', () => {
  expect(moved('web:eu1', pulled('2026-11-20T01:59:00Z'))).toBe(false);
  expect(moved('web:eu1', pulled('2026-11-20T02:30:00Z'))).toBe(true);
});

test('whole versions, dates, hashes and digests are given once; older facts do not tell', () => {
  for (const name of ['web:1.4.2', 'web:20261120', 'web:9f3c2e1', `web@${image(2)}`]) {
    expect(tellsBuild(name)).toBe(true);
    expect(moved(name, later)).toBe(false);
  }
  for (const name of ['web:v2', 'web:php8', 'web:eu1', 'web:1', 'web:latest', 'web', 'host:5000/web'])
    expect(tellsBuild(name)).toBe(false);
  expect(moved('web:eu1', { ...later, imageTagged: undefined })).toBe(false);
});

test('a name that a rollback of this program has given is no later one, where that had proven it', () => {
  const done = (imageUnproven?: true) => {
    const services = [{ ...change('web:eu1'), ...(imageUnproven ? { imageUnproven } : {}) }];
    const times = { opened: '2026-11-20T03:00:30Z', closed: '2026-11-20T03:02:00Z' };
    return attempt({ ...plan(), services }, { outcome: 'recovered', ...times });
  };
  expect(moved('web:eu1', later, { attempts: [done()] })).toBe(false);
  expect(moved('web:eu1', later, { attempts: [done(true)] })).toBe(true);
  const after = { ...later, imageTagged: '2026-11-20T05:00:00Z' };
  expect(moved('web:eu1', after, { attempts: [done()] })).toBe(true);
});
