import { makePlan } from '../../machines/detect/plan/codePlan';
import { plan, planInput, saying } from '../fixtures';

const ahead = { target: { migrations: ['003_fees.sql', '004_index.sql'] } };

test('auto asks which of both is meant where the database has migrations that the target does not know', () => {
  expect(makePlan(planInput(ahead))).toEqual({
    code: 'migrations.ahead',
    what: saying('2222222', '003_fees.sql, 004_index.sql'),
    next: [
      saying(),
      { do: 'preview', for: { scenario: 'database' } },
      saying(),
      { do: 'preview', for: { scenario: 'code' } },
      saying(),
    ],
    accepts: 'scenario "database" or "code"',
    recommends: 'database',
  });
});

test.each([
  ['scenario code', { scenario: 'code' }],
  ['a release that is named', { commit: 'v2' }],
])('with %s the code goes back, and each migration that stays is noted', (_, settings) => {
  const made = plan({ ...ahead, settings });
  expect(made.notes.slice(0, 2)).toEqual([
    saying('003_fees.sql', '2222222'),
    saying('004_index.sql', '2222222'),
  ]);
  expect(made.noteCodes?.slice(0, 2)).toEqual(['note.migration-stays', 'note.migration-stays']);
  expect(made.risks).toEqual([]);
  expect(made.id).toBe(plan({ settings }).id);
});

test('what stands in the way of any rollback of code is told first', () => {
  expect(makePlan(planInput({ target: { ...ahead.target, missingFile: 'x.yml' } }))).toMatchObject({
    code: 'compose.missing-file',
    what: saying('x.yml', '2222222'),
  });
});

test('a target that knows every migration is gone to by itself', () => {
  expect(plan({ target: { migrations: [] } }).notes).toEqual([]);
});
