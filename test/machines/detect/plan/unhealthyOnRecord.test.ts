import { unhealthyOnRecord } from '../../../../machines/detect/plan/unhealthyOnRecord';
import type { Deployment } from '../../../../machines/model/deployRecord';
import type { Facts } from '../../../../machines/model/facts';
import { commit, facts, plan, saying, target } from '../../../fixtures';
import { went } from '../../choices';

const before = (found: string) => ({ before: { at: '', seconds: 1, found, backup: null } });
const record = (two: Partial<Deployment>, three: Partial<Deployment> = {}): Deployment[] =>
  facts().deployments.map((line, index) => ({
    ...line,
    number: index + 1,
    ...[{}, two, three][index],
  }));
const said = (deployments: Deployment[], recorded?: number, more: Partial<Facts> = {}) =>
  unhealthyOnRecord(facts({ deployments, ...more }), target(recorded === undefined ? {} : { recorded }));
const CAME = { unhealthy: ['backend is starting', 'transfers answers 500'] };
const FOUND = before('backend is unhealthy\nworker is exited');

test('what was unhealthy of the target is noted, by its number or by its commit', () => {
  const notes = [
    {
      code: 'note.was-unhealthy',
      what: saying('by the record #2', 'backend is starting, transfers answers 500'),
    },
    { code: 'note.was-unhealthy', what: saying('#2', '#3', 'backend is unhealthy, worker is exited') },
  ];
  expect(said(record(CAME, FOUND), 2)).toEqual(notes);
  expect(said(record(CAME, FOUND))).toEqual(notes);
  const [first] = plan({ facts: { deployments: record(CAME) } }).noteCodes ?? [];
  expect(first).toBe('note.was-unhealthy');
});

test.each<[string, Deployment[], Partial<Facts>?]>([
  ['it was healthy', record({ unhealthy: [] }, before('healthy'))],
  ['the record does not tell', record({})],
  ['the target is not on record', record(CAME, FOUND).filter((line) => line.commit !== commit(2))],
  [
    'a rollback was at work in between',
    record({}, FOUND),
    { attempts: [went('recovered', { opened: '2026-11-20T12:00:00Z' })] },
  ],
])('nothing is noted where %s', (_, deployments, more = {}) => {
  expect(said(deployments, undefined, more)).toEqual([]);
});
