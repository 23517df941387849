import { mayHaveMoved } from '../../../../machines/detect/plan/sameName';
import type { Container } from '../../../../machines/model/container';
import type { Facts } from '../../../../machines/model/facts';
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

test('a whole version, a date or a hash may be given once more, a digest never; older facts do not tell', () => {
  for (const name of ['web:1.4.2', 'web:20261120', 'web:9f3c2e1']) {
    expect(moved(name, later)).toBe(true);
    expect(moved(name, built)).toBe(false);
    expect(moved(name, pulled('2026-11-20T02:30:00Z'))).toBe(true);
  }
  expect(moved(`web@${image(2)}`, later)).toBe(false);
  expect(moved('web:eu1', { ...later, imageTagged: undefined })).toBe(false);
});

/** The target calls the image `web:v2`, what runs came up as `web:v3` at 3:01. */
function otherMoved(
  named: { tagged: string; created: string } | undefined,
  ran = image(3),
  more: Partial<Facts> = {},
) {
  const containers = [container('backend', ran, { reference: 'web:v3', created: '2026-11-20T03:01:00Z' })];
  const given = facts({ deployments: [], containers, ...more });
  const seen = target({
    imagesByName: new Map([['web:v2', image(2)]]),
    ...(named ? { namedImages: new Map([[image(2), named]]) } : {}),
  });
  return mayHaveMoved({ ...given, git: { ...given.git, moves: MOVES } }, seen, change('web:v2'));
}
const given = (tagged: string, created = '2026-11-20T01:00:00Z') => ({ tagged, created });

test('a name of the target alone is in doubt where it means the image that runs, or was given after that came up', () => {
  expect(otherMoved(given('2026-11-20T02:01:00Z'))).toBe(false);
  expect(otherMoved(given('2026-11-20T02:01:00Z'), image(2))).toBe(true);
  expect(otherMoved(given('2026-11-20T03:02:00Z'))).toBe(true);
  expect(otherMoved(given('0001-01-01T00:00:00Z', '2026-11-20T02:59:00Z'))).toBe(false);
  expect(otherMoved(given('0001-01-01T00:00:00Z', '2026-11-20T03:00:30Z'))).toBe(true);
  expect(otherMoved(undefined)).toBe(false);
});

test('a name of the target alone that a rollback of this program has given is no later one, where that had proven it', () => {
  const times = { opened: '2026-11-20T03:10:00Z', closed: '2026-11-20T03:12:00Z' };
  const done = attempt({ ...plan(), services: [change('web:v2')] }, { outcome: 'undone', ...times });
  const tagged = given('2026-11-20T03:11:00Z');
  expect(otherMoved(tagged, image(3), { attempts: [done] })).toBe(false);
  expect(otherMoved(tagged)).toBe(true);
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
