import { settingsLines } from '../../../audit/text/settingsLines';
import { attemptLines } from '../../../cli/report/attempt';
import { PlanAnswer } from '../../../cli/report/answers';
import { planAnswer } from '../../../cli/report/planAnswer';
import { attempt, plan } from '../../fixtures';

const settings = {
  release: 12,
  files: [{ path: '.env', names: ['APP_TAG', 'ONLY_THEN'] }, { path: 'compose.override.yml' }],
};
const settingsStay = {
  release: 12,
  containers: [
    { path: '.env', names: ['LEVEL'] },
    { path: 'web.env', names: ['MODE', 'ROLE'] },
  ],
  secrets: [{ path: '.env', names: ['APP_PASSWORD'] }],
};

test('a plan shows in three groups by name whose settings come up', () => {
  expect(settingsLines({ ...plan(), settings, settingsStay })).toEqual([
    '  settings of #12 that come up: APP_TAG, ONLY_THEN (.env); compose.override.yml',
    "  today's settings that stay, as only containers get them: LEVEL (.env); MODE, ROLE (web.env)",
    "  today's secrets that stay: APP_PASSWORD (.env); settings: release (--settings release) brings those of #12",
  ]);
});

test('a group without names is not shown, and none of an undo', () => {
  expect(settingsLines(plan())).toEqual([]);
  const secrets = { release: 12, secrets: settingsStay.secrets };
  expect(settingsLines({ ...plan(), settingsStay: secrets })).toEqual([
    "  today's secrets that stay: APP_PASSWORD (.env); settings: release (--settings release) brings those of #12",
  ]);
  expect(settingsLines({ ...plan(), settings })).toHaveLength(1);
  expect(settingsLines({ ...plan(), settings, settingsStay, action: 'undo' })).toEqual([]);
});

test('the report of a rollback shows them as its preview did', () => {
  const shown = { ...plan(), settings, settingsStay };
  expect(attemptLines(attempt(shown))).toEqual(expect.arrayContaining(settingsLines(shown)));
});

test('a plan in JSON has the same groups, and none where settings are on no record', () => {
  const answer = (more: object) => PlanAnswer.parse(planAnswer({ ...plan(), ...more })).settings;
  expect(answer({ settings, settingsStay })).toEqual({
    release: 12,
    come: settings.files,
    stay: settingsStay.containers,
    secrets: settingsStay.secrets,
  });
  expect(answer({ settingsStay: { release: 12, secrets: settingsStay.secrets } })).toEqual({
    release: 12,
    secrets: settingsStay.secrets,
  });
  expect([answer({}), answer({ settings, action: 'undo' })]).toEqual([undefined, undefined]);
});
