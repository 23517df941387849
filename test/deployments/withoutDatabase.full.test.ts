import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { ROOT } from '../chaos/engine/cli';
import { idsOf, lookAt } from './outside';
import { practiceCalled } from './practices/all';
import { Site } from './site';

jest.setTimeout(600_000);

const site = new Site(practiceCalled('worker'));
const stack = join(ROOT, `Pulumi.${site.project}.yaml`);
beforeAll(async () => {
  site.deploy('v1');
  await site.configure();
  const deployment = { ...(site.deployment() as object), project: site.project };
  expect(deployment).toMatchObject({ databaseService: 'none' });
  writeFileSync(stack, stringify({ config: { 'chronos-rollback:deployment': deployment } }));
});
afterAll(() => {
  rmSync(stack, { force: true });
  site.remove();
});

const env = {
  ...process.env,
  XDG_STATE_HOME: join(site.parent, 'own'),
  PULUMI_BACKEND_URL: undefined,
  PULUMI_CONFIG_PASSPHRASE: undefined,
};
/** Types a command of the front door: its exit code and all that it prints. */
function rollback(...words: string[]) {
  const typed = [...words, '--stack', site.project];
  const { status, stdout, stderr } = spawnSync(join(ROOT, 'rollback'), typed, { env, encoding: 'utf8' });
  return { code: status, text: `${stdout}${stderr}` };
}
const saying = (text: RegExp | string) => expect.stringMatching(text) as string;
/** The last rollback that was begun. */
const last = () => {
  const [id = ''] =
    readFileSync(join(site.state, 'journal.jsonl'), 'utf8')
      .match(/r-[0-9a-f]{8}/g)
      ?.slice(-1) ?? [];
  return id;
};
const runbook = () => readFileSync(join(site.state, 'BY-HAND.txt'), 'utf8');

test('each command works where a deployment has no database, or says why it does not', () => {
  const good = lookAt(site.project);

  expect(rollback('checkpoint', 'before')).toEqual({
    code: 0,
    text: saying(/backup +none: the configuration has no database/),
  });
  expect(rollback('checkpoint', 'after')).toEqual({ code: 0, text: saying(/release +1, .*: healthy/) });
  expect(runbook()).not.toMatch(/DATABASE|psql/);
  site.deploy('v2');
  const bad = lookAt(site.project);
  expect(rollback('checkpoint', 'after')).toEqual({ code: 0, text: saying(/release +2, .*: healthy/) });
  expect(runbook()).toContain(`RELEASE #1 ${site.git('rev-parse', 'v1')}`);
  expect(rollback('checkpoint', 'ask', 'v2')).toMatchObject({ code: 0 });
  const releases = rollback('releases');
  expect(releases).toEqual({ code: 0, text: saying(/#2 [^]*#1 /) });
  expect(rollback('check')).toEqual({ code: 0, text: saying(/checks passed/) });

  expect(rollback('data', '--yes')).toEqual({ code: 1, text: saying(/databaseService/) });
  expect(rollback('prune')).toEqual({ code: 1, text: saying('"deployment.databaseService" is none') });

  const up = rollback('up', '--to', '#1', '--yes');
  expect(up).toEqual({ code: 0, text: saying(/END +recovered/) });
  expect(lookAt(site.project)).toEqual(good);
  const id = last();
  expect(runbook()).not.toMatch(/DATABASE|psql/);
  expect(rollback('writes', id)).toEqual({ code: 1, text: saying(/database/) });
  expect(rollback('history')).toEqual({ code: 0, text: saying(id) });
  expect(rollback('report', id)).toEqual({ code: 0, text: saying(/recovered/) });
  expect(rollback('checkpoint', 'ask', 'v2')).toEqual({ code: 3, text: saying(`${id} holds release`) });
  expect(rollback('release', id)).toMatchObject({ code: 0 });
  expect(rollback('checkpoint', 'ask', 'v2')).toMatchObject({ code: 0 });

  const ids = idsOf(site.project);
  expect(rollback('restart', 'web', '--yes')).toEqual({ code: 0, text: saying(/END +recovered/) });
  expect(Object.keys(idsOf(site.project))).toEqual(Object.keys(ids));
  expect(rollback('restart', 'all', '--yes')).toEqual({ code: 0, text: saying(/END +recovered/) });
  expect(lookAt(site.project)).toEqual(good);
  const undone = rollback('undo', id, '--yes');
  expect(undone).toEqual({ code: 0, text: saying(/END +undone/) });
  expect(lookAt(site.project)).toEqual(bad);
  expect(runbook()).toContain('by step undo of rollback');
});

test('what a backup command leaves of a managed database is on record, and no release needs one', () => {
  // A backup is of the release that ran when it was taken.
  expect(rollback('checkpoint', 'after')).toMatchObject({ code: 0 });
  const dump = join(site.parent, 'managed.dump');
  expect(rollback('checkpoint', 'before', '--backup-command', `echo rows >${dump} && echo ${dump}`)).toEqual({
    code: 0,
    text: saying(`backup +${dump}, 5 bytes`),
  });
  expect(rollback('checkpoint', 'after')).toMatchObject({ code: 0 });
  expect(rollback('releases')).toEqual({ code: 0, text: saying(/backup taken/) });
});
