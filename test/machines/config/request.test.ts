import fc from 'fast-check';
import { STRATEGIES } from '../../../machines/model/backup';
import { SETTINGS } from '../../../machines/model/settings';
import type { Asked } from '../../../machines/model/remedy';
import type { Request } from '../../../machines/model/request';
import { SCENARIOS } from '../../../machines/model/vocabulary';
import {
  differences,
  isAskedAlike,
  isDefault,
  isOpen,
  nameForGit,
  nextAttempt,
  savedKeys,
} from '../../../machines/config/request';
import { attempt, commit, facts, plan, REQUEST } from '../../fixtures';
import { asked, names, undoing, went } from '../choices';

const request = (more: Partial<Request>): Request => ({ ...REQUEST, ...more });

test.each<[Partial<Request>, Partial<Request>, Partial<Asked>]>([
  [{}, {}, {}],
  [{ commit: 'v2' }, {}, { commit: 'v2' }],
  [{}, { commit: 'v2' }, { commit: 'previous' }],
  [{ commit: 'v2' }, { commit: 'v2', scenario: 'code' }, { scenario: 'auto' }],
  [{}, { service: 'backend', undo: 'r-1' }, { service: '', undo: '' }],
  [{ scenario: 'infrastructure', service: 'a,b' }, {}, { scenario: 'infrastructure', service: 'a,b' }],
  [{ variables: { A: 'b' } }, {}, { variables: { A: 'b' } }],
  [{}, { variables: { A: 'b' }, profiles: ['p'] }, { variables: { A: null }, profiles: [] }],
])('what asks for %j rather than for %j is %j', (wanted, now, keys) => {
  expect(differences(request(wanted), request(now))).toEqual(keys);
});

test.each<[Partial<Request>, string[]]>([
  [{}, []],
  [{ commit: 'v2', scenario: 'code' }, ['commit', 'scenario']],
  [{ service: 'all', undo: 'r-1' }, ['service', 'undo']],
])('what %j holds on to: %j', (wanted, keys) => {
  expect(savedKeys(request(wanted))).toEqual(keys);
});

test('a request for the release before, or for a number on record, gives git no name to look up', () => {
  expect([
    nameForGit(REQUEST),
    nameForGit(request({ commit: 'v2' })),
    nameForGit(request({ commit: '#2' })),
  ]).toEqual(['', 'v2', '']);
});

const data = { scenario: 'database' } as const;
test.each<[string, Partial<Request>, Partial<Request>, boolean]>([
  ['nothing in particular, twice', {}, {}, true],
  ['a commit, and another that is not it', { commit: 'v2' }, { commit: 'v1' }, false],
  ['a commit by name and by hash', { commit: 'v2' }, { commit: commit(2) }, true],
  ['previous and what it came to', {}, { commit: 'v2' }, false],
  ['a commit and then previous', { commit: 'v2' }, {}, false],
  ['another scenario', {}, { scenario: 'code' }, false],
  ['another backup', { ...data, backup: 'a' }, { ...data, backup: 'b' }, false],
  ['a strategy, which older versions have asked for', data, { ...data, strategy: 'in-place' }, true],
  ['the same the other way round', { ...data, strategy: 'in-place' }, data, true],
  ['the app stopped first', data, { ...data, stopFirst: true }, false],
  ['another backup, of which code knows nothing', { backup: 'a' }, { backup: 'b' }, true],
  ['other services', { service: 'a' }, { service: 'b' }, false],
  ['other variables', { variables: { A: 'b' } }, { variables: { A: 'c' } }, false],
  ['the same variables', { variables: { A: 'b', C: 'd' } }, { variables: { C: 'd', A: 'b' } }, true],
  ['no variables, said in two ways', { variables: {}, envFiles: [] }, {}, true],
  ['another env file', { envFiles: ['a'] }, {}, false],
  ['another profile', { profiles: ['a'] }, { profiles: ['b'] }, false],
  ['an undo, twice', { undo: 'r-1' }, { undo: 'r-1' }, true],
  ['an undo, whatever else is saved', { undo: 'r-1' }, { undo: 'r-1', commit: 'v1', scenario: 'code' }, true],
  ['two undos', { undo: 'r-1' }, { undo: 'r-2' }, false],
  ['an undo and none', { undo: 'r-1' }, {}, false],
])('one request or two: %s', (_, one, two, isAlike) => {
  const given = two.commit === 'v1' ? names(1) : names(2);
  expect(isAskedAlike(attempt(plan(), asked(one)), request(two), facts(given))).toBe(isAlike);
});

test.each<[string, string, string, boolean]>([
  ['a number twice', '#3', '#3', true],
  ['two numbers', '#4', '#3', false],
  ['a name, which came to that number', 'v2', '#4', true],
  ['a name, which came to another number', 'v2', '#3', false],
  ['a number and a name of its commit', '#4', 'v2', true],
])('one request or two, where several releases are of one commit: %s', (_, one, two, isAlike) => {
  const made = { ...plan(), to: { ...plan().to, number: one === '#3' ? 3 : 4 } };
  expect(isAskedAlike(attempt(made, asked({ commit: one })), request({ commit: two }), facts(names(2)))).toBe(
    isAlike,
  );
});

test('attempts are counted by request, ended ones alone', () => {
  const attempts = [
    went('undone'),
    went('recovered'),
    went('undone', asked({ commit: 'v1' })),
    undoing('undone'),
    went(undefined),
  ];
  const given = facts({ attempts, ...names(2) });
  expect(nextAttempt(REQUEST, given)).toBe(3);
  expect(nextAttempt(request({ undo: plan().id }), given)).toBe(2);
  expect(nextAttempt(request({ scenario: 'code' }), given)).toBe(1);
});

test('a request is like itself, and asks for nothing more than itself', () => {
  const any = fc.record({
    commit: fc.constantFrom('previous', 'v2'),
    scenario: fc.constantFrom('auto' as const, ...SCENARIOS),
    service: fc.constantFrom('', 'all', 'a,b'),
    undo: fc.constantFrom('', 'r-12345678'),
    backup: fc.constantFrom('matching', 'database_20261125_020000.sql'),
    strategy: fc.constantFrom(...STRATEGIES),
    stopFirst: fc.boolean(),
    settings: fc.constantFrom(...SETTINGS),
  });
  fc.assert(
    fc.property(any, (one) => {
      expect(isAskedAlike(attempt(plan(), { request: one }), one, facts())).toBe(true);
      expect(differences(one, one)).toEqual({});
      const { commit, scenario, service } = one;
      expect(isOpen(one)).toBe(savedKeys({ ...REQUEST, commit, scenario, service }).length === 0);
    }),
  );
});

test.each([
  ['commit', 'previous', true],
  ['stopFirst', 'false', true],
  ['scenario', 'code', false],
  ['scenario', 'previous', false],
  ['reason', 'auto', false],
])('%s with the text %s asks for nothing in particular: %p', (key, text, nothing) => {
  expect(isDefault(key, text)).toBe(nothing);
});
