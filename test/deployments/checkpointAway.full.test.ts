import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { docker, idsOf, lookAt } from './outside';
import type { Practice } from './practice';
import { Site } from './site';

jest.setTimeout(240_000);

/** A release whose tag is in a `.env` that git does not know. */
const PRACTICE: Practice = {
  title: 'the tag is in an untracked .env',
  files: (release, at) => ({
    'compose.yml': `services:\n  web:\n    image: ${at.project}/web:\${APP_TAG}\n    ports: ['127.0.0.1::8080']\n    labels: { release: '${release}' }\n    stop_grace_period: 1s\n`,
    '.gitignore': '.env\n',
  }),
  untracked: (release) => ({ '.env': `APP_TAG=${release}\n` }),
};

let site: Site | undefined;
let mounted = '';
afterEach(() => {
  if (mounted) execFileSync('umount', ['-l', mounted]);
  mounted = '';
  site?.remove();
});

const record = (at: Site): string => {
  const file = join(at.state, 'deployments.jsonl');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

test('a deploy user who is not root records his releases in a state directory of his own', () => {
  const at = (site = new Site(PRACTICE));
  at.deploy('v1');
  mkdirSync(at.state);
  const file = at.checkpointFile();
  const owner = { uid: 12345, gid: 12345 };
  execFileSync('chown', ['-R', `${owner.uid}:${owner.gid}`, at.parent]);
  // The group of Docker's socket is all that he has besides.
  const { gid } = statSync('/var/run/docker.sock');
  const as = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, `--groups=${gid}`];
  const run = (...words: string[]) => {
    const env = { ...process.env, HOME: at.parent };
    const { status, stderr } = spawnSync('setpriv', [...as, file, ...words], { env, encoding: 'utf8' });
    return { code: status, error: stderr };
  };
  expect(run('before')).toEqual({ code: 0, error: '' });
  expect(run('after')).toEqual({ code: 0, error: '' });
  const line = JSON.parse(record(at)) as { commit: string; by: string; settings: object[] };
  expect(line).toMatchObject({ commit: at.git('-c', `safe.directory=*`, 'rev-parse', 'v1') });
  expect(line.settings).toHaveLength(1);
  const made = (readdirSync(at.state, { recursive: true }) as string[]).map((name) => join(at.state, name));
  expect(made.length).toBeGreaterThan(3);
  for (const path of made) {
    const { uid, mode } = statSync(path);
    expect([path, uid, (mode & 0o077).toString(8)]).toEqual([path, owner.uid, '0']);
  }
});

test('of two projects in one directory each has a record of its own, and a rollback of one leaves the other alone', async () => {
  const at = (site = new Site(PRACTICE));
  const other = `${at.project}-other`;
  const place = join(at.parent, 'state-other');
  for (const directory of [at.state, place]) mkdirSync(directory);
  const checkpoints = () => {
    for (const file of [at.checkpointFile(), at.checkpointFile(other, place)])
      execFileSync(file, ['after'], { env: process.env, stdio: 'pipe' });
  };
  const images = (state: string) =>
    readFileSync(join(state, 'deployments.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { images: object }).images);
  const image = (release: string) => ({
    web: docker('image', 'inspect', '-f', '{{.Id}}', at.image(release)),
  });
  try {
    at.deploy('v1');
    const good = lookAt(at.project);
    at.type(`docker compose -p ${other} up -d`);
    checkpoints();
    at.deploy('v2');
    checkpoints();
    expect([images(at.state), images(place)]).toEqual([
      [image('v1'), image('v2')],
      [image('v1'), image('v1')],
    ]);
    const left = [idsOf(other), readFileSync(join(place, 'deployments.jsonl'), 'utf8')];
    const project = { project: at.project, directory: at.directory, composeFile: 'compose.yml' };
    const named = { ...project, appServices: ['web'], databaseService: 'none', stateDirectory: at.state };
    const ended = await at.run(false, { commit: 'v1' }, {}, { ...named, health: {}, links: {} });
    expect({ ...ended.outputs, text: ended.text }).toMatchObject({
      status: 'recovered',
      code: 'end.recovered',
    });
    expect(lookAt(at.project)).toEqual(good);
    expect([idsOf(other), readFileSync(join(place, 'deployments.jsonl'), 'utf8')]).toEqual(left);
  } finally {
    at.type(`docker compose -p ${other} down -v -t 1`);
  }
});

test('a disk that is full leaves nothing half, and the next checkpoint records what runs', async () => {
  const at = (site = new Site(PRACTICE));
  mkdirSync(at.state);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256m,mode=700', 'tmpfs', at.state]);
  mounted = at.state;
  at.deploy('v1');
  const good = lookAt(at.project);
  at.checkpoint('after');
  at.deploy('v2');
  const before = record(at);
  const fill = join(at.state, 'fill');
  spawnSync('dd', ['if=/dev/zero', `of=${fill}`, 'bs=1M', 'status=none']);
  const kept = () => readdirSync(join(at.state, 'settings')).sort();
  const settings = kept();
  writeFileSync(join(at.repository, '.env'), 'APP_TAG=v2\nMORE=1\n');
  expect(() => at.checkpoint('after')).toThrow();
  expect(record(at)).toBe(before);
  expect(kept()).toEqual(settings);
  rmSync(fill);
  at.checkpoint('after');
  expect(record(at).trimEnd().split('\n')).toHaveLength(2);
  await at.configure();
  const ended = await at.run(false, { commit: 'v1' });
  expect({ ...ended.outputs, text: ended.text }).toMatchObject({
    status: 'recovered',
    code: 'end.recovered',
  });
  expect(lookAt(at.project)).toEqual(good);
});
