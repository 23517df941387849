import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { uninstall } from '../../../cli/commands/uninstall';
import { Desk } from '../../cli/desk';
import { docker } from '../../support/demo/demo';
import { depth } from '../../support/depth';
import { images, COMPOSE, Deployment } from '../../support/host/deployment';
import { FailPoint } from '../../chaos/harness/failPoint';
import { start } from '../../support/host/host';
import { script } from '../../../resources/script/hostScript';

const site = new Deployment();
const { project, state, directory } = site;
const desk = new Desk({ directory, project, stateDirectory: state, databaseService: 'db' });
const RAN = 'r-0000beef';
let before: unknown;
let containers: string[];

/** What stands on the host, seen from outside. */
const outside = () => ({
  images: docker('images', '--no-trunc', '--format', '{{.Repository}}:{{.Tag}} {{.ID}}').filter((line) =>
    line.includes(project),
  ),
  containers: docker('ps', '-a', '--no-trunc', '--format', '{{.ID}} {{.Names}}').filter((line) =>
    line.includes(project),
  ),
  volumes: docker('volume', 'ls', '-q').filter((name) => name.includes(project)),
  refs: site.git('for-each-ref'),
  files: execFileSync('find', [site.parent, '-path', '*/.git', '-prune', '-o', '-print'], {
    encoding: 'utf8',
  })
    .split('\n')
    .sort(),
  git: readdirSync(join(directory, '.git')).filter((name) => name.includes('stale')),
});

/** All that this project may have left, of two rollbacks that are over. */
async function leave(): Promise<void> {
  await site.open({ ROLLBACK: RAN });
  await site.close('degraded', {
    ROLLBACK: RAN,
    HOLD: 'release',
    HOLD_COMMIT: site.git('rev-parse', 'HEAD'),
  });
  for (const name of ['web', 'other'])
    docker('tag', images.node, `chronos-rollback/${project}-${name}:000000000000`);
  const label = `chronos-rollback.project=${project}`;
  docker('create', '--name', `${project}-probe`, '--label', label, images.node);
  for (const name of ['settings', 'images']) mkdirSync(join(state, name), { recursive: true });
  for (const name of [
    'settings/key',
    'checkpoint',
    'checkpoint.lock',
    'deployments.jsonl',
    'BY-HAND.txt',
    'reserve',
    'forgotten.new',
  ])
    writeFileSync(join(state, name), '');
  writeFileSync(join(state, `images/${'a'.repeat(64)}.tar`), '');
  writeFileSync(join(state, RAN, 'safety.dump'), '');
  writeFileSync(join(directory, '.git/index.lock.stale-20261201T000000'), '');
  site.write({ 'server.js': 'edited' });
  site.git('stash', 'push', '-q', '-m', `chronos-rollback ${RAN}`);
}

beforeAll(() => {
  const script = 'set -e\n# checkpoint before is for later\n"$STATE/checkpoint" before || exit 1\n';
  site.commit('v1', { 'docker-compose.production.yml': COMPOSE(project), 'deploy.sh': script });
  site.build('v1');
  site.up('--no-deps', 'web');
  containers = outside().containers;
  before = outside();
}, 120_000);
afterAll(() => {
  for (const id of docker('ps', '-aq', '--filter', `name=${project}-probe`)) docker('rm', '-f', id);
  site.remove();
  desk.remove();
});

test('all goes but what has data or local work, killed or not, and the lines that it prints remove that', async () => {
  await leave();
  writeFileSync(join(state, 'mine.txt'), '');
  const values = { DO: 'yes', KEEP_JOURNAL: '', OPERATOR: 'tester' };
  for (const point of depth(
    ['uninstall.file'],
    ['uninstall.probes', 'uninstall.pins', 'uninstall.temporary', 'uninstall.file'],
  )) {
    const armed = new FailPoint(site.parent, point);
    const { pid, ended } = start('bash -s', script('commands/uninstall', site.identity(values)), {
      ...site.env,
      ...armed.env,
    });
    expect(await armed.comesBefore(ended)).toBe(true);
    process.kill(pid, 'SIGKILL');
    await armed.release();
  }
  expect(await uninstall(desk.session, { yes: true })).toBe(0);
  const told = desk.read();
  expect(told).toMatch(/hold r-0000beef \(.*: the deploy script is free/);
  expect(told).toMatch(/^CALLS +deploy\.sh:3:/m);
  expect(told).not.toMatch(/deploy\.sh:2/);
  expect(outside().containers).toEqual(containers);
  expect(readdirSync(state).sort()).toEqual(['images', 'mine.txt', RAN]);
  expect(existsSync(desk.session.place.directory)).toBe(false);
  for (const [, line = ''] of told.matchAll(
    /^(?:STAYS)? +(?:archive|dump|local work).*?: ((?:rm|git) .*)$/gm,
  ))
    execFileSync('sh', ['-c', line]);
  execFileSync('rm', ['-r', '--', state]);
  expect(outside()).toEqual(before);
}, 60_000);

test('the journal can stay, and tells who removed all else', async () => {
  await leave();
  mkdirSync(dirname(desk.session.place.config), { recursive: true });
  desk.configure();
  expect(await uninstall(desk.session, { yes: true, keepJournal: true })).toBe(0);
  expect(desk.read()).toMatch(/^GOES .*in .*state:/m);
  expect(readdirSync(state).sort()).toEqual(['images', 'journal.jsonl', RAN]);
  expect(readFileSync(join(state, 'journal.jsonl'), 'utf8')).toMatch(/"note\.uninstalled"\}?/);
}, 60_000);
