import { parseConfig } from '../../../config';
import { detect } from '../../../machines/detect/detect';
import { diagnose } from '../../../machines/detect/diagnose/diagnosis';
import type { Observer } from '../../../machines/detect/observe/observer';
import { makePlan } from '../../../machines/detect/plan/codePlan';
import { makeRestartPlan } from '../../../machines/detect/plan/restartPlan';
import type { Facts } from '../../../machines/model/facts';
import { databasePins } from '../../../resources/script/stepPins';
import {
  container,
  facts,
  failing,
  HOLDER,
  image,
  planInput,
  settings,
  target,
  dataThere,
} from '../../fixtures';

const NONE = { deployment: JSON.stringify({ databaseService: 'none' }) };
const containers = [container('backend', image(3)), container('frontend', image('f'))];
const managed = (more: Partial<Facts> = {}) => facts({ containers, database: {}, ...more });
const inputOf = (given: Facts) => {
  const config = settings(NONE);
  return { ...planInput(), settings: config, facts: given, diagnosis: diagnose(given, config.deployment) };
};
const observer = (given: Facts): Observer => ({
  holder: HOLDER,
  facts: () => Promise.resolve(given),
  target: () => Promise.resolve(target()),
  backupStore: () => Promise.reject(new Error('the backups were looked at')),
  data: dataThere,
  inspect: () => Promise.reject(new Error('a backup was read')),
});

test('`none` is no service: any service may be one of a release', () => {
  const asked = { ...settings(NONE).deployment, appServices: ['postgres'] };
  const { deployment } = parseConfig({ deployment: JSON.stringify({ ...asked, databaseService: 'none' }) });
  expect(deployment.databaseService).toBeUndefined();
});

test('a deployment without a database of its own is healthy without one, and nothing is said of it', () => {
  const found = diagnose(managed(), settings(NONE).deployment);
  expect(found).toMatchObject({ cause: 'healthy', symptoms: [] });
  expect(found.wrong).toContain('2/2 containers healthy');
  expect(found.wrong).not.toContain('database');
});

test('its code is rolled back by a plan that has no database, and that tells what is not known', () => {
  const made = makePlan(inputOf(managed()));
  expect(made).toMatchObject({ scenario: 'code', steps: ['prepare', 'revert', 'restart', 'verify'] });
  expect(made).not.toHaveProperty('database');
  if ('what' in made) throw new Error('refused');
  expect(made.noteCodes).toContain('note.no-database');
  expect(made.baseline).not.toHaveProperty('database read');
  expect(databasePins(made, undefined)).toEqual({});
});

test('its services are restarted, all of them too', () => {
  const made = makeRestartPlan(inputOf(managed()), 'all');
  expect(made).toMatchObject({ scenario: 'infrastructure', all: true });
  expect(made).not.toHaveProperty('database');
});

test('a release that began to fail is rolled back without a look at any backup', async () => {
  const decision = await detect(observer(managed({ probes: [failing('transfers')] })), settings(NONE));
  expect(decision).toMatchObject({ kind: 'plan', mode: 'fresh', plan: { scenario: 'code' } });
});

test('scenario database is refused with the reason, before a backup is looked at', async () => {
  const decision = await detect(observer(managed()), settings({ ...NONE, scenario: 'database' }));
  expect(decision).toMatchObject({ kind: 'refused', refusal: { code: 'database.none' } });
});
