import type { Plan } from '../../../machines/model/plan';
import { makeUndoPlan } from '../../../machines/detect/plan/undoPlan';
import { DeploymentHost } from '../../../resources/host/deploymentHost';
import { HostClient } from '../../../resources/host/hostClient';
import { DIRECTORY, inspection, restorePlan, swapped, store, WRITTEN } from '../../backups';
import { WHOLE_BACKUPS } from '../../machines/rawBackups';
import { attempt, facts, HOLDER, IDENTITY, LIVE_OID, plan, settings, without } from '../../fixtures';

/** What a host is sent that prints this, by name, and what comes of it. */
async function asked<T>(
  work: (host: DeploymentHost) => Promise<T>,
  printed: string,
  raw: Record<string, string> = {},
) {
  let script = '';
  const run = (text: string) => {
    script = text;
    return Promise.resolve(printed);
  };
  const answer = await work(new DeploymentHost(new HostClient({ run }), settings(raw), HOLDER));
  const values = script.matchAll(/^([A-Z_0-9]+)=('[^']*'|\S*)$/gm);
  return {
    answer,
    values: Object.fromEntries([...values].map(([, name, value = '']) => [name, value.replaceAll("'", '')])),
  };
}
const fact = (name: string, text: string) => `${name} ${Buffer.from(text).toString('base64')}\n`;
const opened = async (of: Plan, raw: Record<string, string> = {}) =>
  (await asked((host) => host.open(of), '{"ok":true,"summary":""}', raw)).values;

const unknown = { chosen: { path: '/a.dump' }, inspection: without(inspection(), 'since') };
test.each<[string, Plan, string]>([
  ['no row, where none would be lost', restorePlan(), '0'],
  ['twice what was shown and a hundred', restorePlan({ inspection: WRITTEN }), '108'],
  ['any number, where none was known', restorePlan(unknown), 'any'],
  ['no row of a rollback of code', plan(), '0'],
])('opening tells how much may be lost: %s', async (_, of, CONSENT) => {
  expect(await opened(of)).toMatchObject({ CONSENT, LIVE_OID });
});

const undo = (of: Plan) => makeUndoPlan(attempt(of, { verdicts: [swapped()] }), facts(), 1, [], store());
test('an undo is opened whichever database is live', async () => {
  expect(await opened(undo(restorePlan()))).toMatchObject({ LIVE_OID: '' });
});

test('a restore has the deadlines that are configured, and so has its undo', async () => {
  const raw = { timeouts: '{"restore":10,"undo":2}' };
  for (const of of [restorePlan(), undo(restorePlan())])
    expect((await opened(of, raw))['DEADLINES']?.split('\n')).toEqual(
      expect.arrayContaining(['restore=10', 'undo=2']),
    );
});

test('a request is written to the journal without the strategy that older versions knew', async () => {
  const { REQUEST } = await opened(restorePlan(), { strategy: 'shadow' });
  expect(REQUEST).toContain('"backup":"matching"');
  expect(REQUEST).not.toContain('strategy');
});

test('the backups are looked for where the configuration says, and since a snapshot where one is named', async () => {
  const deployment = { deployment: '{"backupDirectory":"/srv/backups"}' };
  const { values, answer } = await asked(
    (host) => host.backupStore(IDENTITY, '7:7:'),
    fact('db.server', WHOLE_BACKUPS['db.server'] ?? ''),
    deployment,
  );
  expect(values).toMatchObject({
    BACKUPS: '/srv/backups',
    SNAPSHOT: '7:7:',
    DATABASE_NAME: 'chronos_financial',
  });
  expect(answer.database?.oid).toBe(LIVE_OID);
  expect((await asked((host) => host.backupStore(IDENTITY), '')).values).toMatchObject({
    BACKUPS: DIRECTORY,
    SNAPSHOT: '',
  });
});

test('a backup is read by its path, beside the shadows that are there', async () => {
  const { values, answer } = await asked(
    (host) => host.inspect(IDENTITY, '/a.dump', '7:7:'),
    fact('backup.format', 'tar'),
  );
  expect(values).toMatchObject({ BACKUP: '/a.dump', SNAPSHOT: '7:7:', SHADOWS: 'chronos_financial_shadow_' });
  expect(answer.format).toBe('tar');
});
