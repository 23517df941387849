import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { check } from '../../../cli/commands/check';
import type { Checked } from '../../../cli/report/checked';
import { aStop, Desk } from '../../cli/desk';
import { docker } from '../../support/demo/demo';
import { Deployment } from '../../support/host/deployment';
import { until } from '../../support/host/host';

const site = new Deployment();
const critical = {
  safe: { check: `echo "$PWD"`, idempotent: true },
  page: { check: 'http://web:8080/', idempotent: true },
  once: `touch ${site.parent}/ran`,
};
const deployment = {
  directory: site.directory,
  stateDirectory: site.state,
  ...{ appServices: ['web'], databaseService: 'db', database: { user: 'app', name: 'app' } },
  ...{ health: { web: 'http://web:8080/' }, links: {}, critical, healthScript: 'none' },
};
const desk = new Desk(deployment);
afterAll(() => {
  desk.remove();
  site.remove();
});

/** The exit code, and of each check whether it passed. */
async function run() {
  desk.answers.length = 0;
  const code = await check(desk.json);
  const found = desk.answers[0] as Checked;
  const seen = Object.fromEntries(found.checks.map(({ name, ok, evidence }) => [name, ok ? 'ok' : evidence]));
  return { code, found, seen };
}
const changed = () =>
  docker('ps', '-a', '--no-trunc', '--filter', `name=${site.project}`, '--format', '{{.ID}}');

test('the checks of verify are made on a deployment as it is, at any time, and change nothing', async () => {
  site.commit('v1');
  await expect(check(desk.session)).rejects.toThrow(aStop('deployment.no-containers'));
  site.build('v1');
  site.up();
  await until(
    () => docker('inspect', '-f', '{{.State.Health.Status}}', site.container('web')).join() === 'healthy',
  );
  await until(() => site.answers('db', 'pg_isready', '-U', 'app'), 30);
  const before = changed();
  const all = ['db', 'other', 'web'];
  const names = [
    'commit',
    ...all.flatMap((service) => [`health of ${service}`, `image name of ${service}`]),
    ...all.map((service) => `definition of ${service}`),
    ...['database read', 'probe web', 'critical safe', 'critical page'],
  ];
  const { code, found, seen } = await run();
  expect(seen).toEqual(Object.fromEntries(names.map((name) => [name, 'ok'])));
  expect([code, found.status, found.code]).toEqual([0, 'passed', null]);
  expect(found.checks.find(({ name }) => name === 'critical safe')?.evidence).toBe(
    `exit 0: ${site.directory}`,
  );
  expect(found.notRun.map(({ name }) => name)).toContain('critical once');

  docker('stop', '-t', '1', site.container('web'));
  site.write({
    'docker-compose.production.yml': site.read('docker-compose.production.yml').replace('3600', '4000'),
  });
  const bad = await run();
  expect([bad.code, bad.found.status, bad.found.code]).toEqual([1, 'failed', 'check.health']);
  expect(bad.seen['health of web']).toMatch(/^exited, /);
  expect([bad.seen['definition of web'], bad.seen['definition of db']]).toEqual(['ok', 'ok']);
  expect(bad.seen['definition of other']).toMatch(/^[0-9a-f]{12} instead of [0-9a-f]{12}$/);
  expect([bad.seen['critical page'], bad.seen['probe web'] === 'ok']).toEqual([
    'answered with nothing',
    false,
  ]);

  expect([changed(), existsSync(site.state), readdirSync(site.parent).includes('ran')]).toEqual([
    before,
    false,
    false,
  ]);
  expect(existsSync(join(desk.host, 'journal.jsonl'))).toBe(false);
});
