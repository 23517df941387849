import { bringsBack } from '../../../../machines/detect/plan/bringsBack';
import type { Facts } from '../../../../machines/model/facts';
import { commit, facts } from '../../../fixtures';

const GIT = facts().git;
const release = (digit: number) => ({ at: `2026-01-0${digit}T00:00:00Z`, commit: commit(digit), images: {} });
const notes = (given: Partial<Facts>, hold: 'release' | 'none' = 'release') =>
  bringsBack(
    { hold },
    facts({ git: { ...GIT, branch: undefined } as never, ...given }),
    commit(3),
    commit(2),
  );
const codes = (given: Partial<Facts>, hold?: 'none') => notes(given, hold).map(({ code }) => code);

test('facts that do not tell who reads holds say nothing', () => {
  expect(notes({ updaters: [{ container: 'w', image: 'watchtower' }] })).toEqual([]);
});

test('the hold is read by the scripts that look at it', () => {
  expect(notes({ holdReaders: ['deploy.sh', 'ci.yml'] })).toEqual([
    { code: 'note.hold-read', what: expect.stringMatching(/^HOLD read by: deploy.sh, ci.yml; .*no proof/) },
  ]);
});

test('where no script does, by whoever called checkpoint before for the newest release; else by nobody', () => {
  const before = { at: '', seconds: 1, found: 'healthy', backup: null };
  const last = { ...release(3), by: 'ann@host', before };
  expect(notes({ holdReaders: [], deployments: [last] })[0]?.what).toContain('which ann@host called');
  expect(codes({ holdReaders: [], deployments: [last, release(2)] })).toEqual(['note.hold-unread']);
});

test('where nothing is to be held nobody is looked for', () => {
  expect(codes({ holdReaders: [] }, 'none')).toEqual([]);
});

test('what deploys by itself is named with the line that keeps it off', () => {
  const found = notes({
    holdReaders: ['deploy.sh'],
    updaters: [{ container: 'watch', image: 'containrrr/watchtower:1' }],
    units: ['shop.service'],
  });
  expect(found.map(({ code }) => code)).toEqual(['note.hold-read', 'note.updater', 'note.unit']);
  expect(found[1]?.what).toMatch(/^watch \(containrrr\/watchtower:1\) deploys/);
  expect(found[2]?.what).toMatch(/^shop.service of systemd/);
});

test('a branch that is left is switched to first at the next deployment', () => {
  const on = { holdReaders: ['deploy.sh'], git: { ...GIT, branch: 'main', head: commit(3) } };
  expect(notes(on).at(-1)?.what).toMatch(/^main is left/);
  expect(codes({ ...on, git: { ...on.git, head: commit(2) } })).toEqual(['note.hold-read']);
});
