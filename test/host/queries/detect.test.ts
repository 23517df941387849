import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostRefusal } from '../../../machines/detect/identify/hostRefusals';
import { decodeFacts } from '../../../machines/detect/observe/decodeFacts';
import { parseFacts } from '../../../machines/detect/observe/parseFacts';
import { parseTarget } from '../../../machines/detect/observe/targetRelease';
import { script } from '../../../resources/script/hostScript';
import { saying, settings } from '../../fixtures';
import { Site, start, until } from '../../support/host/host';

let site: Site;
let [v1, v2] = ['', ''];
beforeEach(() => {
  site = new Site();
  // Docker is of no interest in most of these, and asking it takes most of the time.
  site.env = { ...site.env, DOCKER_HOST: 'unix:///nowhere.sock' };
  v1 = site.release('v1', { 'a file': 'one\n', 'docker-compose.production.yml': 'services: {}\n' });
  v2 = site.release('v2', { 'a file': 'two\n' });
});
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  site.remove();
});

const sh = (command: string, cwd = site.directory) =>
  execFileSync('bash', ['-c', command], { cwd, encoding: 'utf8', stdio: 'pipe' }).trim();
const detect = async (values = {}) => parseFacts(await site.facts('detect', values), { attempts: [] });
const target = async (COMMIT = v1) => parseTarget(await site.facts('target', { COMMIT }));
/** Detect as another command makes of us. */
async function detectAs(command: string, values = {}) {
  const identity = site.identity({ WANTED: '', ...values });
  const ran = await start(`${command} bash -s`, script('queries/detect', identity), site.env).ended;
  return parseFacts(decodeFacts(ran.stdout), { attempts: [] });
}
function live(command: string, ...args: string[]): ChildProcess {
  const child = spawn(command, args, { cwd: site.directory, stdio: 'ignore' });
  children.push(child);
  return child;
}

test('the reflog tells where HEAD came to, and since when', async () => {
  const { moves = [], reflog } = (await detect()).git;
  expect(reflog.slice(0, 2)).toEqual([v2, v1]);
  expect(moves.map(({ commit }) => commit)).toEqual(reflog);
  expect(moves.map(({ at }) => Number.isNaN(Date.parse(at)))).not.toContain(true);
});

test('commits that the deploy record has with fewer digits are found by git, and by no tag of that name', async () => {
  const line = (commit: string, more: object = {}) =>
    JSON.stringify({ at: '2026-11-20T02:38:00Z', commit, ...more });
  sh(`git tag abcdef0 ${v2}`);
  mkdirSync(site.state, { recursive: true });
  const record = [line(v1.slice(0, 7), { rolledBackFrom: v2.slice(0, 9) }), line('abcdef0'), line(v2)];
  writeFileSync(join(site.state, 'deployments.jsonl'), record.map((one) => `${one}\n`).join(''));
  const { deployments, unreadRecord } = await detect();
  expect(deployments).toMatchObject([{ commit: v1, rolledBackFrom: v2 }, { commit: v2 }]);
  expect(unreadRecord).toMatchObject([{ line: 2 }]);
});

describe('a lock of the index', () => {
  const lock = () => join(site.directory, '.git/index.lock');
  test('that nobody holds is stale, and none is none', async () => {
    expect((await detect()).git.lock).toBeUndefined();
    writeFileSync(lock(), '');
    expect((await detect()).git.lock).toEqual({ path: lock() });
    expect(existsSync(lock())).toBe(true);
  });

  test('that a process has open is held by it, whatever its name', async () => {
    const child = live('bash', '-c', `exec 5>'${lock()}'; read -r < <(sleep 600)`);
    await until(() => existsSync(lock()));
    expect((await detect()).git.lock).toEqual({ path: lock(), holder: `${child.pid} bash` });
  });

  test('belongs to a git that waits for its editor, with nothing open', async () => {
    site.instead('slow-editor', 'exec sleep 600');
    const git = spawn('git', ['-c', 'core.editor=slow-editor', 'commit', '-q', '--allow-empty', '-a'], {
      cwd: site.directory,
      env: site.env,
      stdio: 'ignore',
      detached: true,
    });
    try {
      await until(() => existsSync(lock()) && existsSync(join(site.directory, '.git/COMMIT_EDITMSG')));
      expect((await detect()).git.lock).toEqual({
        path: lock(),
        holder: expect.stringMatching(`^${git.pid} git .*commit`),
      });
    } finally {
      process.kill(-(git.pid ?? 0), 'SIGKILL');
    }
  });

  test('that is gone again in a moment is none', async () => {
    live('bash', '-c', `exec 5>'${lock()}'; sleep 0.7; rm '${lock()}'; sleep 0.1`);
    await until(() => existsSync(lock()));
    expect((await detect()).git.lock).toBeUndefined();
  });
});

describe('what a checkout of the target would overwrite', () => {
  /** The target has these files, the checkout does not. */
  async function overwritten(files: readonly string[], arrange: () => void) {
    const next = site.release('next', Object.fromEntries(files.map((file) => [file, 'of the release\n'])));
    site.git('checkout', '-q', v2);
    arrange();
    const before = sh('git status --porcelain --ignored; find . -type f | sort | xargs -d "\\n" sha256sum');
    const names = (await target(next)).overwritten;
    expect(sh('git status --porcelain --ignored; find . -type f | sort | xargs -d "\\n" sha256sum')).toBe(
      before,
    );
    const refused = () => site.git('checkout', '-q', '--no-overwrite-ignore', '--detach', next);
    // What git itself says of it.
    if (names.length > 0) expect(refused).toThrow();
    else expect(refused).not.toThrow();
    return names;
  }

  test.each<[string, string[], () => void, string[]]>([
    ['nothing', ['new'], () => undefined, []],
    ['an untracked file', ['new', 'other'], () => site.write({ new: 'mine\n' }), ['new']],
    [
      'an ignored file',
      ['cache/ünï "x"'],
      () => site.write({ 'cache/ünï "x"': 'mine\n', '.git/info/exclude': 'cache\n' }),
      ['cache/ünï "x"'],
    ],
    ['a file where a directory comes', ['conf/a', 'conf/b'], () => site.write({ conf: 'mine\n' }), ['conf']],
    ['a directory where a file comes', ['conf'], () => site.write({ 'conf/mine': 'mine\n' }), ['conf/mine']],
    ['an empty directory', ['conf'], () => mkdirSync(join(site.directory, 'conf')), []],
    ['a link', ['conf'], () => sh('ln -s /nowhere conf'), ['conf']],
    ['files beside', ['conf/a'], () => site.write({ 'conf/b': 'mine\n' }), []],
  ])('%s', async (_, files, arrange, expected) => {
    expect(await overwritten(files, arrange)).toEqual(expected);
  });

  test('is not what git knows: a file that is staged, or that makes room for a directory', async () => {
    const next = site.release('next', { staged: 'x\n' });
    site.git('checkout', '-q', v2);
    site.write({ staged: 'mine\n' });
    site.git('add', 'staged');
    expect((await target(next)).overwritten).toEqual([]);
    site.git('rm', '-q', '--cached', 'a file');
    site.git('commit', '-qm', 'untracked now');
    expect((await target(v1)).overwritten).toEqual(['a file']);
  });
});

test('edits that git was told not to see are told where the target has the file otherwise, and no others', async () => {
  const files = { edited: 'one\n', assumed: 'one\n', same: 'one\n', gone: 'one\n', untouched: 'one\n' };
  const before = site.release('before', files);
  site.release('after', { ...files, edited: 'two\n', assumed: 'two\n', gone: 'two\n', untouched: 'two\n' });
  sh(
    'git update-index --skip-worktree edited same gone untouched && git update-index --assume-unchanged assumed',
  );
  expect((await target(before)).hidden).toBeUndefined();
  site.write({ edited: 'mine\n', assumed: 'mine\n', same: 'mine\n' });
  sh('rm gone');
  const { hidden } = await target(before);
  expect(hidden).toEqual([
    { mark: 'assume-unchanged', path: 'assumed' },
    { mark: 'skip-worktree', path: 'edited' },
  ]);
  expect((await detect()).git.modified).toEqual([]);
  // What is told is what git fails on.
  expect(() => sh(`git checkout -q ${before}`)).toThrow(/edited/);
});

test('what git has begun and not ended is told by the word that gives it up', async () => {
  expect((await detect()).git.unfinished).toBeUndefined();
  sh(`git checkout -qb other ${v1} && echo other >'a file' && git commit -qam other && git checkout -q main`);
  for (const [command, word] of [
    ['merge other', 'merge'],
    ['rebase other', 'rebase'],
    ['cherry-pick other', 'cherry-pick'],
    ['revert HEAD~1', 'revert'],
  ]) {
    expect(() => sh(`git ${command}`)).toThrow();
    expect([command, (await detect()).git.unfinished]).toEqual([command, word]);
    sh(`git ${word} --abort`);
  }
  expect(() =>
    sh('git stash -q; echo x >"a file"; git stash -q; git checkout -q other; git stash pop'),
  ).toThrow();
  expect((await detect()).git.unfinished).toBe('conflict');
});

test('a Docker of another host is told, and nothing is asked of it', async () => {
  site.env = { ...site.env, DOCKER_HOST: 'tcp://192.0.2.1:2376' };
  site.instead('docker', `echo "$*" >>'${site.parent}/asked'; real "$@"`);
  const facts = await detect();
  expect([facts.docker, facts.projects]).toEqual([{ endpoint: 'tcp://192.0.2.1:2376' }, []]);
  expect(existsSync(join(site.parent, 'asked'))).toBe(false);
  expect(hostRefusal(settings(), facts)).toMatchObject({ code: 'docker.remote' });
});

test('the context that is in use counts where DOCKER_HOST does not name one', async () => {
  const { DOCKER_HOST: _, ...env } = site.env;
  site.env = { ...env, DOCKER_CONFIG: join(site.parent, 'config'), DOCKER_CONTEXT: 'far' };
  sh(`DOCKER_CONFIG='${site.parent}/config' docker context create far --docker host=ssh://deploy@far`);
  expect((await detect()).docker).toEqual({ endpoint: 'ssh://deploy@far' });
});

test('the versions of tools are told', async () => {
  const { versions } = await detect();
  expect(Object.fromEntries(versions ?? [])).toEqual({
    git: /\d[\d.]*/.exec(sh('git --version'))?.[0],
    curl: /\d[\d.]*/.exec(sh('curl --version'))?.[0],
  });
});

test('a user without an entry in passwd is told by the number', async () => {
  const facts = await detectAs('setpriv --reuid 43210 --regid 43210 --clear-groups env HOME=/nonexistent');
  expect(facts.user).toBe('43210');
});

test('submodules are named that the target has elsewhere, or that are not as the checkout has them', async () => {
  const other = new Site();
  try {
    other.release('x', { x: 'x' });
    const add = ['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add'];
    site.git(...add, other.directory, 'lib/money');
    site.git(...add, other.directory, 'lib/quiet');
    site.git('commit', '-qm', 'with submodules');
    const before = site.git('rev-parse', 'HEAD');
    expect((await target(v2)).submodules).toEqual(['lib/money', 'lib/quiet']);
    expect((await target(before)).submodules).toEqual([]);
    writeFileSync(join(site.directory, 'lib/quiet/untracked'), '');
    sh(
      'cd lib/money && git -c user.name=t -c user.email=t@t commit -q --allow-empty -m next && cd ../.. && git commit -qam moved',
    );
    expect((await target(before)).submodules).toEqual(['lib/money']);
    writeFileSync(join(site.directory, 'lib/quiet/x'), 'modified');
    expect((await target(site.git('rev-parse', 'HEAD'))).submodules).toEqual(['lib/quiet']);
  } finally {
    other.remove();
  }
});

test('the directories and Dockerfiles of the target are reported, whatever the Dockerfiles are called', async () => {
  const commit = site.release('next', {
    'docker-compose.production.yml':
      "services: { web: { build: { context: ./web, dockerfile: 'my build' } } }\n",
    'web/my build': '',
    'web/src/deep/x.js': '',
    Dockerfile: '',
  });
  site.git('checkout', '-q', v2);
  delete site.env.DOCKER_HOST;
  expect([...(await target(commit)).sources].sort()).toEqual([
    'Dockerfile',
    'web/',
    'web/my build',
    'web/src/',
    'web/src/deep/',
  ]);
});

test('a shallow clone says that it is one, and that a commit is beyond it', async () => {
  sh(`git tag -d v1 && git clone -q --bare . '${site.parent}/remote'`);
  sh(`find . -mindepth 1 -delete; git clone -q --depth 1 'file://${site.parent}/remote' .`);
  const facts = await detect({ WANTED: v1 });
  expect(facts.git).toMatchObject({ head: v2, shallow: true, bare: false });
  expect(facts.wanted).toEqual({ remote: false });
  expect(await target(v1)).toMatchObject({ gone: true });
});

describe('rights', () => {
  test('nothing is barred where everything can be written', async () => {
    expect((await detect()).unwritable).toEqual([]);
    await site.open();
    expect((await detect()).unwritable).toEqual([]);
  });

  test('a read-only file system is reported, of checkout and state directory', async () => {
    mkdirSync(site.state);
    const mount = `mount --bind "$1" "$1" && mount -o remount,ro,bind "$1"; mount --bind "$2" "$2" && mount -o remount,ro,bind "$2"; exec bash -s`;
    const facts = await detectAs(`unshare -m bash -c '${mount}' - '${site.directory}' '${site.state}' `);
    expect(facts.unwritable).toEqual([
      expect.stringMatching(`^checkout ${site.directory} .* read-only `),
      expect.stringMatching(`^state ${site.state} .* read-only `),
    ]);
  });

  test('a checkout of somebody else is told as that, with the line by which git trusts it', async () => {
    const as = `setpriv --reuid 65534 --regid 65534 --clear-groups env HOME=/nonexistent GIT_CONFIG_SYSTEM=/dev/null GIT_CONFIG_GLOBAL=/dev/null`;
    sh('chown -R 65533:65533 .');
    const facts = await detectAs(as);
    expect(facts.git.head).toBeUndefined();
    expect(hostRefusal(settings(), facts)).toMatchObject({
      ...{ code: 'checkout.unreadable', what: saying(site.directory) },
      next: { do: 'trust-checkout', directory: site.directory },
    });
  });

  test('for another user the facts name the user, what it cannot write, and that it may not use Docker', async () => {
    delete site.env.DOCKER_HOST;
    sh(
      `mkdir -p '${site.state}' && chmod 755 '${site.state}' && git config --system --get-all safe.directory || true`,
    );
    sh('chown -R 65534:65534 .');
    const as = `setpriv --reuid 65534 --regid 65534 --clear-groups env HOME=/nonexistent`;
    const facts = await detectAs(as);
    const user = sh('id -un 65534');
    expect(facts.unwritable).toEqual([expect.stringMatching(`^state ${site.state} .* ${user}$`)]);
    expect(facts.docker).toMatchObject({
      error: expect.stringMatching(/permission denied/i),
      group: expect.any(String),
    });
    expect(hostRefusal(settings(), facts)).toMatchObject({ code: 'docker.no-rights', what: saying(user) });
    const file = await detectAs(as, { STATE: join(site.directory, 'a file/state') });
    expect(file.unwritable).toEqual([expect.stringMatching(`^state ${site.directory}/a file .* directory$`)]);
  });
});

test('lease, holds and the directories of rollbacks that have logs are reported', async () => {
  mkdirSync(join(site.state, 'holds'), { recursive: true });
  for (const id of ['r-1', 'r-2', 'r-4']) mkdirSync(join(site.state, id));
  for (const id of ['r-1', 'r-2']) writeFileSync(join(site.state, id, 'revert.log'), '');
  writeFileSync(join(site.state, 'r-4/deadlines'), 'never begun');
  writeFileSync(join(site.state, 'r-3'), 'no directory');
  const lease = {
    rollback: 'r-2',
    holder: 'o/p/s',
    user: 'u',
    since: '2026-11-22T03:00:00Z',
    state: 'revert',
    until: '2026-11-22T03:01:00Z',
  };
  writeFileSync(join(site.state, 'lease'), `${JSON.stringify({ v: 1, ...lease })}\n`);
  writeFileSync(join(site.state, 'holds/r-1'), `mode=release\ncommit=${v2}\nsince=s\noperator=o\nreason=r\n`);
  writeFileSync(join(site.state, 'holds/r-2'), 'mode=all\nreason=x');
  expect(await detect()).toMatchObject({
    lease,
    holds: [
      { id: 'r-1', mode: 'release', commit: v2, reason: 'r' },
      { id: 'r-2', mode: 'all', reason: 'x' },
    ],
    rollbackDirectories: ['r-1', 'r-2'],
  });
});

test('an index that git cannot read is reported in git’s words, and so is all that comes after', async () => {
  await site.open();
  site.write({ '.git/index': 'garbled' });
  const facts = await detect();
  expect(facts.git).toMatchObject({ head: v2, error: expect.stringMatching(/index/), modified: [] });
  expect([facts.lease?.rollback, facts.git.reflog[0], facts.unwritable]).toEqual([site.rollback, v2, []]);
  expect(hostRefusal(settings(), facts)).toMatchObject({
    ...{ code: 'checkout.unreadable', what: saying(settings().deployment.directory) },
    got: facts.git.error,
    next: { do: 'look', at: 'checkout', of: settings().deployment.directory },
  });
});

describe('Compose without a plugin of Docker', () => {
  const compose = async (version: string) => {
    site.instead(
      'docker',
      `[[ $1 != compose ]] && exec ${sh('which docker')} "$@"; echo 'no such command' >&2; exit 125`,
    );
    site.instead('docker-compose', `echo ${version}`);
    return (await detect()).compose;
  };
  test.each([
    ['1.29.2', { v1: '1.29.2' }],
    ['2.40.3', { v2: '2.40.3', isAlone: true }],
    ['v2.29.0', { v2: 'v2.29.0', isAlone: true }],
    ['5.0.1', { v2: '5.0.1', isAlone: true }],
    ['', {}],
  ])('is the docker-compose that stands alone: version %s', async (version, known) => {
    expect(await compose(version)).toEqual(known);
  });
});

describe('what hangs', () => {
  /** Ignores TERM, and leaves its process id. */
  const HANG = `echo $$ >>"\${0%/*/*}/hung"; trap "" TERM; while :; do read -rt 600 <> <(:); done`;
  const hung = () => readFileSync(join(site.parent, 'hung'), 'utf8').trim().split('\n');
  test('a Docker daemon that does not answer is reported, and leaves nothing running', async () => {
    site.instead('docker', `[[ $1 == context ]] && { echo unix:///x.sock; exit; }; ${HANG}`);
    site.impatient();
    const facts = await detect();
    expect(facts.docker.error).toMatch(/ 10 s$/);
    expect(facts.silent).toEqual(expect.arrayContaining(['docker version', 'docker compose']));
    const runs = (pid: string) =>
      existsSync(`/proc/${pid}`) && !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    await until(() => !hung().some(runs));
  });

  test('a git that does not answer is reported', async () => {
    site.instead('git', HANG);
    site.impatient();
    expect((await detect()).silent).toContain('git');
  });

  test('a git that knows HEAD but does not come to the end of a status is reported', async () => {
    await site.open();
    site.instead('git', `[[ " $* " == *' status '* ]] || real "$@"; ${HANG}`);
    site.impatient();
    const { git, silent, lease } = await detect();
    expect(git).toMatchObject({ head: v2, error: expect.stringMatching(/^git status .* 20 s$/) });
    expect([silent, lease?.rollback]).toEqual([expect.arrayContaining(['git']), site.rollback]);
  });

  test('a disk that does not answer is left behind', async () => {
    site.instead('df', HANG);
    const { silent, disks, git } = await detect();
    expect(silent).toEqual([`disk of ${site.directory}`, `disk of ${site.parent}`]);
    expect([disks, git.head]).toEqual([[], v2]);
    for (const pid of hung()) process.kill(Number(pid), 'SIGKILL');
  });
});

test('detect and target change no file, no time of a file, no index and no ref', async () => {
  await site.open();
  mkdirSync(join(site.state, 'holds'));
  writeFileSync(join(site.state, 'holds/r-1'), 'mode=all\n');
  writeFileSync(join(site.directory, '.git/index.lock'), '');
  site.write({ 'a file': 'modified\n', untracked: 'x' });
  const world = () =>
    [site.directory, site.state].map((place) =>
      sh(
        'find "$PWD" -printf "%p %y %m %U %T@ %C@ %s\\n" | sort; find . -type f | sort | xargs -d "\\n" sha256sum',
        place,
      ),
    );
  const before = world();
  await detect({ WANTED: 'v1' });
  await target();
  expect(world()).toEqual(before);
  expect(readdirSync(site.temporary)).toEqual([]);
});
