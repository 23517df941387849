import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseFacts } from '../../../../machines/detect/observe/parseFacts';
import { Site, verdictOf } from '../../../support/host/host';

let site: Site;
let [v1, v2] = ['', ''];
beforeEach(() => {
  site = new Site();
  v1 = site.release('v1', { 'a file': 'one\n', 'docker-compose.production.yml': 'services: {}\n' });
  v2 = site.release('v2', { 'a file': 'two\n', 'docker-compose.production.yml': 'services: {}\n' });
});
afterEach(() => site.remove());

const sh = (command: string, cwd = site.directory) =>
  execFileSync('bash', ['-c', command], { cwd, encoding: 'utf8', stdio: 'pipe' }).trim();
/** Every file below, with .git, by content, owner and mode. */
const checksum = () =>
  sh(
    '{ find . -type f -print0 | sort -z | xargs -0 sha256sum; find . -printf "%p %U %m %y\\n" | sort; } | sha256sum',
  );
const detect = async (values = {}) => parseFacts(await site.facts('detect', values), { attempts: [] });
const plant = (hook: string) => {
  const path = join(site.directory, '.git/hooks', hook);
  writeFileSync(path, `#!/bin/sh\ntouch '${site.temporary}/hook ran'\n`);
  chmodSync(path, 0o755);
};
/** A clone in the place of the site, whose remote has one more release than it knows. */
function behindRemote(): string {
  sh(
    `git clone -q --bare . '${site.parent}/remote' && git remote add origin '${site.parent}/remote' && git fetch -q origin`,
  );
  const v3 = site.release('v3', { 'a file': 'three\n' });
  sh('git push -q origin HEAD:refs/heads/next v3 && git tag -d v3 && git reset -q --hard v2');
  sh(
    'git update-ref -d refs/remotes/origin/next; git reflog expire --expire=now --all; git gc -q --prune=now; rm -f .git/FETCH_HEAD',
  );
  expect(() => site.git('cat-file', '-e', v3)).toThrow();
  return v3;
}

/** Writes two commits whose hashes begin alike, and gives that beginning. */
function twinCommits(): string {
  const tree = site.git('rev-parse', 'HEAD^{tree}');
  const seen = new Map<string, string>();
  for (let n = 0; ; n++) {
    const text = `tree ${tree}\nauthor a <a> ${n} +0000\ncommitter a <a> ${n} +0000\n\ntwin\n`;
    const short = createHash('sha1').update(`commit ${text.length}\0${text}`).digest('hex').slice(0, 4);
    const twin = seen.get(short);
    if (twin !== undefined) {
      for (const input of [twin, text])
        execFileSync('git', ['hash-object', '-t', 'commit', '-w', '--stdin'], { cwd: site.directory, input });
      return short;
    }
    seen.set(short, text);
  }
}
const whole = { PATH: process.env.PATH };
const TOOLS =
  'bash sh env cat date base64 uname id mktemp rm seq tail df basename sort cut head stat chown test';

describe('detect', () => {
  // What Docker says is of no interest here, and asking it takes most of the time.
  beforeEach(() =>
    site.only(
      `${TOOLS} git curl flock timeout iconv awk tar tr getent setpriv sed mkdir sha256sum wc sync grep sleep mv`,
    ),
  );
  test('tells where the checkout is, how it came there and what releases there are', async () => {
    site.git('checkout', '-q', '--detach', v1);
    const { git, directory, host, clock } = await detect();
    expect(git).toMatchObject({ head: v1, modified: [], reflog: [v1, v2, v1] });
    expect([...git.releases.values()]).toEqual([
      { commit: v2, name: 'v2', subject: 'Release v2' },
      { commit: v1, name: 'v1', subject: 'Release v1' },
    ]);
    expect(directory).toBe(site.directory);
    expect(host).toBe(sh('uname -n'));
    expect(clock).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    site.git('checkout', '-q', 'main');
    expect((await detect()).git.branch).toBe('main');
  });

  test('names modified files whatever they are called, and none that was only touched', async () => {
    const names = ['with space', 'ünïcødé 🔥', 'line\nbreak', 'quote"\t\\'];
    site.release(
      'v3',
      Object.fromEntries([...names, 'touched', 'staged', 'gone'].map((name) => [name, '1'])),
    );
    site.write(Object.fromEntries([...names, 'untracked', 'staged'].map((name) => [name, '2'])));
    site.git('add', 'staged');
    sh('rm gone');
    utimesSync(join(site.directory, 'touched'), 1, 1);
    const before = checksum();
    expect([...(await detect()).git.modified].sort()).toEqual([...names, 'staged', 'gone'].sort());
    expect(checksum()).toBe(before);
  });

  test('resolves tag, branch, short and full hash, a tag before a branch of the same name', async () => {
    site.git('branch', 'v1', v2);
    site.git('branch', 'topic', v1);
    for (const [wanted, commit] of [
      ['v1', v1],
      ['topic', v1],
      [v2.slice(0, 8), v2],
      [v2, v2],
    ] as const) {
      expect((await detect({ WANTED: wanted })).wanted).toEqual({ commit, remote: false });
    }
  });

  test('says that a short hash is ambiguous, and nothing of an unknown commit', async () => {
    const short = twinCommits();
    expect((await detect({ WANTED: short })).wanted).toEqual({
      remote: false,
      ambiguous: expect.stringContaining('is ambiguous'),
    });
    expect((await detect({ WANTED: 'nope' })).wanted).toEqual({ remote: false });
    expect((await detect({ WANTED: '--help' })).wanted.commit).toBeUndefined();
  });

  test('finds a commit that only the remote has, by tag, branch and hash, and changes nothing', async () => {
    const v3 = behindRemote();
    const before = checksum();
    for (const wanted of ['v3', 'next', v3, v3.slice(0, 9)]) {
      expect((await detect({ WANTED: wanted })).wanted).toEqual({ commit: v3, remote: true });
    }
    site.env = { ...site.env, ...whole };
    const target = await site.facts('target', { COMMIT: v3 });
    expect(target.get('release')).toContain('Release v3');
    expect(target.get('brings')).toMatch(/^[0-9a-f]+ Release v3\n$/);
    expect(checksum()).toBe(before);
    expect(readdirSync(site.temporary)).toEqual([]);
    sh(`rm -rf '${site.parent}/remote'`);
    expect((await detect({ WANTED: v3 })).wanted).toEqual({ remote: false });
    const gone = await site.facts('target', { COMMIT: v3 });
    expect(gone.get('gone')).toBe('yes');
    expect(gone.get('compose.error')).toContain(v3);
  });

  test('asks the remote the deployment comes from, not the first by name', async () => {
    const v3 = behindRemote();
    site.git('remote', 'add', 'another', '/nowhere');
    expect((await detect({ WANTED: 'v3' })).wanted).toEqual({ commit: v3, remote: true });
  });

  test('leaves alone what git variables from outside point at', async () => {
    const other = new Site();
    const objects = join(other.directory, '.git/objects');
    other.release('x', { x: 'x' });
    site.env = {
      ...site.env,
      ...whole,
      GIT_DIR: join(other.directory, '.git'),
      GIT_OBJECT_DIRECTORY: objects,
    };
    expect((await detect()).git.head).toBe(v2);
    await site.facts('target', { COMMIT: v1 });
    expect(existsSync(objects)).toBe(true);
    other.remove();
  });

  test('tells that there is no checkout, or no directory', async () => {
    sh('rm -rf .git');
    expect((await detect()).git).toMatchObject({
      error: expect.stringContaining('not a git repository'),
      modified: [],
    });
    const nowhere = await detect({ DIRECTORY: '/nowhere/at/all', WANTED: 'v1' });
    expect(nowhere).toMatchObject({ git: { modified: [] }, wanted: { remote: false }, missing: ['docker'] });
    expect(nowhere.directory).toBeUndefined();
  });

  test.each(['', 'nothing'])('tells that Docker cannot be reached, with project "%s"', async (PROJECT) => {
    site.env = { ...site.env, ...whole, DOCKER_HOST: 'unix:///nowhere.sock' };
    const { docker, containers, disks } = await detect({ PROJECT, HEALTH: 'web=http://web:80/' });
    expect(docker).toEqual({
      endpoint: 'unix:///nowhere.sock',
      error: expect.stringContaining('nowhere.sock'),
    });
    expect(containers).toEqual([]);
    expect(disks).toHaveLength(1);
  });

  test('names the tools that the host lacks', async () => {
    sh(`rm -rf '${site.parent}/bin'`);
    site.only(TOOLS);
    expect((await detect()).missing).toEqual([
      'git',
      'docker',
      'curl',
      'flock',
      'timeout',
      'iconv',
      'awk',
      'tar',
    ]);
  });

  test('reads the deploy record and the journal', async () => {
    await site.open();
    const line = JSON.stringify({ at: '2026-11-22T02:38:00Z', commit: v1, images: {} });
    writeFileSync(join(site.state, 'deployments.jsonl'), `${line}\n`);
    const facts = await site.facts('detect');
    expect(facts.get('deployments.jsonl')).toBe(`${line}\n`);
    expect(facts.get('journal.jsonl')).toContain('"type":"attempt"');
  });

  test('works on a checkout of another user, as that user and with hooks off', async () => {
    sh(`chown -R 65534:65534 '${site.directory}'`);
    plant('post-checkout');
    plant('reference-transaction');
    expect((await detect()).git).toMatchObject({ head: v2, modified: [] });
    await site.open({ FROM: v2 });
    expect(await site.step('revert', { COMMIT: v1 })).toMatchObject({ ok: true });
    expect(site.read('a file')).toBe('one\n');
    expect(sh('find . -not -user 65534 -not -path "./.git/hooks/*"')).toBe('');
    expect(existsSync(join(site.temporary, 'hook ran'))).toBe(false);
  });
});

describe('target', () => {
  const target = (values = {}) => site.facts('target', { COMMIT: v1, ...values });
  afterEach(() => expect(readdirSync(site.temporary)).toEqual([]));

  test('tells the release and what going there takes back', async () => {
    const facts = await target();
    expect(facts.get('release')).toBe(`${v1}\ttag: v1\tRelease v1\n`);
    expect(facts.get('leaves')).toBe(`${v2.slice(0, 7)} Release v2\n`);
    expect(facts.get('brings')).toBe('');
    expect(facts.get('difference')).toContain('1 file changed');
  });

  test('reads several Compose files of the target with the .env of the checkout', async () => {
    const web = (image: string) => `services: { web: { image: '${image}' } }\n`;
    const [base, extra] = ['docker-compose.production.yml', 'conf/extra.yml'];
    const then = site.release('old', { [base]: web('a:1'), [extra]: web('b:${TAG}') });
    site.release('new', { [base]: web('a:2'), [extra]: web('c:${TAG}') });
    site.write({ '.env': 'TAG=from-env\n' });
    const facts = await target({ COMMIT: then, FILES: `${base} ${extra}` });
    expect(facts.get('compose.target')).toContain('image: b:from-env');
    expect(facts.get('compose.current')).toContain('image: c:from-env');
    expect(facts.get('images')).toMatch(/^\S+ sha256:[0-9a-f]{64}$/m);
  });

  test('names a Compose file that the target lacks, and shows why one cannot be read', async () => {
    expect((await target({ FILES: 'docker-compose.production.yml no.yml' })).get('compose.missing')).toBe(
      'no.yml',
    );
    const broken = site.release('broken', {
      'docker-compose.production.yml': 'services: { web: { imago: x } }\n',
    });
    expect((await target({ COMMIT: broken })).get('compose.error')).toContain('imago');
  });

  test('keeps the variables of the program out of Compose', async () => {
    const then = site.release('old', {
      'docker-compose.production.yml':
        'services: { web: { image: "a:${COMMIT:-none}-${IMAGES:-none}-${DATABASE:-none}" } }\n',
    });
    site.env = { ...site.env, IMAGES: 'leak', DATABASE: 'leak', COMMIT: 'leak' };
    expect((await target({ COMMIT: then })).get('compose.target')).toContain('image: a:none-none-none');
  });
});

describe('prepare', () => {
  test('fetches a commit from the remote, also when a tag stands elsewhere there', async () => {
    const v3 = behindRemote();
    sh(`git -C '${site.parent}/remote' tag -f v1 ${v3}`);
    await site.open();
    const verdict = await site.step('prepare', { COMMIT: v3, IMAGES: '', REFERENCES: '', LINKS: '' });
    expect(verdict).toMatchObject({ ok: true, summary: expect.stringContaining(v3.slice(0, 12)) });
    expect([site.git('rev-parse', 'v3'), site.git('rev-parse', 'v1'), site.git('rev-parse', 'HEAD')]).toEqual(
      [v3, v1, v2],
    );
  });

  test('says that the remote does not have the commit', async () => {
    behindRemote();
    await site.open();
    const verdict = await site.step('prepare', {
      COMMIT: '1'.repeat(40),
      IMAGES: '',
      REFERENCES: '',
      LINKS: '',
    });
    expect(verdict).toMatchObject({
      ...{ ok: false, code: 'prepare.fetch-failed' },
      summary: expect.stringMatching('111111111111.*origin'),
    });
  });
});

test.each([
  ['sources that a killed try left', 'tmp/chronos-build-aB3dE6gH', true],
  ['a directory elsewhere', 'chronos-build-aB3dE6gH', false],
  ['a directory of another name', 'tmp/chronos-build-aB3dE6gH.old', false],
  ['what a path leads to over others', 'tmp/../chronos-build-aB3dE6gH', false],
  ['what a link leads to', 'tmp/chronos-build-linked00', false],
])('prepare looks at what stands on record as its sources: %s', async (_, path, isRemoved) => {
  await site.open();
  const place = (name: string) => join(site.parent, name);
  const record = join(site.state, site.rollback, 'build');
  sh(`mkdir -p real/kept '${place(path)}' && touch '${place(path)}/file'`, site.parent);
  if (path.endsWith('linked00')) sh(`rm -r '${place(path)}' && ln -s ../real '${place(path)}'`, site.parent);
  writeFileSync(record, `${site.parent}/${path}`);
  await site.step('prepare', { COMMIT: v1, IMAGES: '', REFERENCES: '', LINKS: '' });
  expect([existsSync(place(path)), existsSync(place('real/kept')), existsSync(record)]).toEqual([
    !isRemoved,
    true,
    false,
  ]);
});

test('prepare removes no directory of somebody who has nothing to do with the checkout', async () => {
  await site.open();
  const path = join(site.temporary, 'chronos-build-aB3dE6gH');
  sh(`mkdir '${path}' && chown 12345 '${path}'`);
  writeFileSync(join(site.state, site.rollback, 'build'), path);
  await site.step('prepare', { COMMIT: v1, IMAGES: '', REFERENCES: '', LINKS: '' });
  expect(existsSync(path)).toBe(true);
});

describe('revert', () => {
  const revert = (COMMIT = v1) => site.step('revert', { COMMIT });
  /** A revert in which files are written once it is about to check the commit out. */
  const revertWhileEdited = async (COMMIT: string, files: Record<string, string>) =>
    verdictOf(
      await site.meanwhile('revert.marked', () => site.write(files), 'revert', { ROLLBACK: 'r-2', COMMIT }),
    );
  const status = () => site.git('status', '--porcelain');
  const stashes = () => site.git('stash', 'list');
  beforeEach(() => site.open());

  test('checks the commit out detached and leaves untracked and older stashes alone', async () => {
    site.write({ 'a file': 'mine\n' });
    site.git('stash', 'push', '-qm', 'of somebody');
    site.write({ '.env': 'SECRET=1\n' });
    const first = await revert();
    expect(first).toMatchObject({ ok: true, summary: `at ${v1.slice(0, 12)}` });
    expect(site.git('rev-parse', '--abbrev-ref', 'HEAD')).toBe('HEAD');
    expect([site.read('a file'), site.read('.env')]).toEqual(['one\n', 'SECRET=1\n']);
    expect(stashes()).toBe('stash@{0}: On main: of somebody');
    expect(await revert()).toEqual(first);
  });

  test('stashes local modifications under the id of the rollback', async () => {
    site.write({ 'a file': 'hotfix\n', 'with space': 'new\n' });
    site.git('add', 'with space');
    expect(await revert()).toMatchObject({
      ok: true,
      summary: expect.stringContaining(`"chronos-rollback ${site.rollback}"`),
    });
    expect(stashes()).toBe(`stash@{0}: On main: chronos-rollback ${site.rollback}`);
    expect([status(), site.read('a file')]).toEqual(['', 'one\n']);
    site.git('checkout', '-q', 'main');
    site.git('stash', 'pop', '-q', '--index');
    expect(status()).toBe('M "a file"\nA  "with space"');
  });

  test.each([
    ['untracked', ''],
    ['ignored', 'precious\n'],
  ])('an %s file in the way is never overwritten, and the modifications come back', async (_, ignore) => {
    const v3 = site.release('v3', { precious: 'of the release\n' });
    site.git('checkout', '-q', v2);
    site.write({ 'a file': 'hotfix\n', precious: 'mine\n', '.git/info/exclude': ignore });
    await site.close();
    await site.open({ ROLLBACK: 'r-2' });
    const before = status();
    const verdict = await site.step('revert', { ROLLBACK: 'r-2', COMMIT: v3 });
    expect(verdict).toMatchObject({
      ...{ ok: false, code: 'revert.checkout-failed' },
      summary: expect.stringContaining(v3.slice(0, 12)),
    });
    expect([site.read('a file'), site.read('precious'), status(), stashes()]).toEqual([
      'hotfix\n',
      'mine\n',
      before,
      '',
    ]);
    expect(site.git('rev-parse', 'HEAD')).toBe(v2);
  });

  test('an edit made between stash and a failing checkout gets a stash of its own, which the summary names', async () => {
    const v3 = site.release('v3', { precious: 'of the release\n' });
    site.git('checkout', '-q', v2);
    site.write({ 'a file': 'hotfix\n', precious: 'mine\n' });
    await site.close();
    await site.open({ ROLLBACK: 'r-2' });
    const leftovers = 'chronos-rollback r-2 leftovers';
    expect(await revertWhileEdited(v3, { 'a file': 'edit\n' })).toMatchObject({
      ...{ ok: false, code: 'revert.checkout-failed' },
      summary: expect.stringMatching(`${v3.slice(0, 12)}.* "${leftovers}"$`),
    });
    expect([site.read('a file'), site.read('precious')]).toEqual(['hotfix\n', 'mine\n']);
    expect(stashes()).toBe(`stash@{0}: On (no branch): ${leftovers}`);
    expect(site.git('stash', 'show', '-p')).toContain('+edit');
  });

  test('an edit that cannot be stashed after a failing checkout is left where it is', async () => {
    const v3 = site.release('v3', { precious: 'of the release\n' });
    site.git('checkout', '-q', v2);
    site.write({ 'a file': 'hotfix\n', precious: 'mine\n' });
    await site.close();
    await site.open({ ROLLBACK: 'r-2' });
    expect(await revertWhileEdited(v3, { 'a file': 'edit\n', '.git/index.lock': '' })).toMatchObject({
      ok: false,
      code: 'revert.checkout-failed',
      summary: expect.stringMatching(`${v3.slice(0, 12)}.* "chronos-rollback r-2"$`),
    });
    expect(site.read('a file')).toBe('edit\n');
    expect(stashes()).toBe('stash@{0}: On (no branch): chronos-rollback r-2');
  });

  test('a failing checkout with nothing stashed leaves the stash of somebody else alone', async () => {
    site.write({ 'a file': 'mine\n' });
    site.git('stash', 'push', '-qm', 'of somebody');
    expect(await revert('0'.repeat(40))).toMatchObject({ ok: false });
    expect(stashes()).toBe('stash@{0}: On main: of somebody');
    expect(status()).toBe('');
  });

  test('goes on after being killed between stash and checkout', async () => {
    site.write({ 'a file': 'hotfix\n' });
    site.git('stash', 'push', '-qm', `chronos-rollback ${site.rollback}`);
    expect(await revert()).toMatchObject({
      ok: true,
      summary: expect.stringContaining(`"chronos-rollback ${site.rollback}"`),
    });
  });

  const old = (path: string) => utimesSync(join(site.directory, path), 1e9, 1e9);
  const notes = () =>
    site
      .journal()
      .filter(({ type }) => type === 'note')
      .map(({ code, text }) => ({ code, text }));

  test('a lock that a killed git left is moved aside, and that is noted', async () => {
    site.write({ 'a file': 'hotfix\n', '.git/index.lock': '', '.git/HEAD.lock': '' });
    old('.git/index.lock');
    old('.git/HEAD.lock');
    expect(await revert()).toMatchObject({ ok: true });
    expect(notes()).toEqual(
      ['index', 'HEAD'].map((name) => ({
        code: 'note.lock-moved',
        text: expect.stringMatching(`/${name}\\.lock, .*/${name}\\.lock\\.stale-`) as string,
      })),
    );
    expect(readdirSync(join(site.directory, '.git')).filter((name) => name.includes('.stale-'))).toHaveLength(
      2,
    );
  });

  test.each([
    ['a git at work in the checkout', 'exec git cat-file --batch', 'git'],
    ['whoever has it open', 'exec sleep 60 5<.git/index.lock', 'sleep'],
  ])('a lock is left to %s, and nothing is touched', async (_, command, name) => {
    site.write({ 'a file': 'hotfix\n', '.git/index.lock': '' });
    old('.git/index.lock');
    const holder = spawn('bash', ['-c', command], {
      cwd: site.directory,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    // Until then it is bash, which has no lock open.
    while (readFileSync(`/proc/${holder.pid}/comm`, 'utf8').trim() !== name) await setTimeout(20);
    const verdict = await revert();
    holder.kill();
    expect(verdict).toMatchObject({
      ...{ ok: false, code: 'git.busy' },
      summary: expect.stringMatching(`index\\.lock .* ${holder.pid} ${name}`),
    });
    expect([site.read('a file'), notes(), stashes()]).toEqual(['hotfix\n', [], '']);
  });

  describe('after a checkout that was killed halfway', () => {
    let v3: string;
    beforeEach(async () => {
      v3 = site.release('v3', { 'a file': 'three\n', 'a new one': 'new\n', 'a:b*': 'three\n' });
      site.git('rm', '-q', 'docker-compose.production.yml');
      site.git('commit', '-q', '--amend', '--no-edit');
      v3 = site.git('rev-parse', 'HEAD');
      site.git('checkout', '-q', v2);
      await site.killed('revert.marked', 'revert', { COMMIT: v3 });
      site.write({ 'a file': 'three\n', 'a new one': 'new\n', '.git/index.lock': '' });
      unlinkSync(join(site.directory, 'docker-compose.production.yml'));
      old('.git/index.lock');
    });

    test('goes on, and takes none of it for an edit', async () => {
      expect(await revert(v3)).toMatchObject({ ok: true, summary: `at ${v3.slice(0, 12)}` });
      expect([site.git('rev-parse', 'HEAD'), status(), stashes()]).toEqual([v3, '', '']);
    });

    test('goes on where the index was written, too', async () => {
      unlinkSync(join(site.directory, '.git/index.lock'));
      site.git('add', '--all');
      expect(await revert(v3)).toMatchObject({ ok: true, summary: `at ${v3.slice(0, 12)}` });
      expect([site.git('rev-parse', 'HEAD'), status(), stashes()]).toEqual([v3, '', '']);
    });

    test('goes on where a file was written in part only', async () => {
      site.write({ 'a new one': 'ne' });
      expect(await revert(v3)).toMatchObject({ ok: true, summary: `at ${v3.slice(0, 12)}` });
      expect([site.read('a new one'), status(), stashes()]).toEqual(['new\n', '', '']);
    });

    test('what somebody has put into the place of a file is in the way, and stays', async () => {
      const mine = 'docker-compose.production.yml/mine';
      site.write({ [mine]: 'mine\n' });
      expect(await revert(v3)).toMatchObject({
        ...{ ok: false, code: 'revert.half-done' },
        summary: expect.stringContaining(' docker-compose.production.yml '),
      });
      expect(site.read(mine)).toBe('mine\n');
    });

    test('an edit made since is put aside, under a name of its own', async () => {
      const leftovers = `chronos-rollback ${site.rollback} leftovers`;
      site.write({ 'a file': 'mine\n' });
      expect(await revert(v3)).toMatchObject({ ok: true, summary: expect.stringContaining(leftovers) });
      expect(stashes()).toBe(`stash@{0}: On (no branch): ${leftovers}`);
      expect(site.git('stash', 'show', '-p')).toMatch(/\+mine/);
      expect(site.git('stash', 'show', '--name-only')).toBe('a file');
    });
  });

  test.each([
    ['a file', 'a directory', { a: 'file\n' }, { 'a/b/c': 'c\n' }],
    ['a directory', 'a file', { 'a/b/c': 'c\n' }, { a: 'file\n' }],
  ])('goes on after one that was killed when %s had become %s', async (_, __, was, becomes) => {
    const before = site.release('before', was);
    site.git('rm', '-q', '-r', 'a');
    const after = site.release('after', becomes);
    site.git('checkout', '-q', before);
    await site.killed('revert.marked', 'revert', { COMMIT: after });
    rmSync(join(site.directory, 'a'), { recursive: true });
    site.write(becomes);
    expect(await revert(after)).toMatchObject({ ok: true, summary: `at ${after.slice(0, 12)}` });
    expect([site.git('rev-parse', 'HEAD'), status(), stashes()]).toEqual([after, '', '']);
  });

  test('an edit whose stash a killed git has made, and not taken out yet, is not stashed twice', async () => {
    site.write({ 'a file': 'hotfix\n' });
    site.git('stash', 'push', '-qm', `chronos-rollback ${site.rollback}`);
    site.git('stash', 'apply', '-q');
    expect(await revert()).toMatchObject({
      ok: true,
      summary: expect.stringContaining(`"chronos-rollback ${site.rollback}"`),
    });
    expect(stashes()).toBe(`stash@{0}: On main: chronos-rollback ${site.rollback}`);
  });

  test('nor where it had taken a part of it out', async () => {
    site.write({ 'a file': 'hotfix\n', 'docker-compose.production.yml': 'services: {} # mine\n' });
    site.git('stash', 'push', '-qm', `chronos-rollback ${site.rollback}`);
    site.write({ 'a file': 'hotfix\n' });
    expect(await revert()).toMatchObject({
      ok: true,
      summary: expect.stringContaining(`"chronos-rollback ${site.rollback}"`),
    });
    expect(stashes()).toBe(`stash@{0}: On main: chronos-rollback ${site.rollback}`);
  });

  test('an edit made after the stash, and before the checkout, gets another one', async () => {
    site.write({ 'a file': 'hotfix\n' });
    site.git('stash', 'push', '-qm', `chronos-rollback ${site.rollback}`);
    site.write({ 'a file': 'mine\n' });
    expect(await revert()).toMatchObject({ ok: true, summary: expect.stringContaining('leftovers') });
    expect(stashes().split('\n')).toEqual([
      `stash@{0}: On main: chronos-rollback ${site.rollback} leftovers`,
      `stash@{1}: On main: chronos-rollback ${site.rollback}`,
    ]);
  });
});

describe("revert by the deployment's own script", () => {
  const SCRIPT = 'deployment/scripts/deploy.sh';
  const revert = () => site.step('revert', { COMMIT: v1, WITH: 'script' });
  const deploy = (...lines: string[]) => {
    site.write({
      [SCRIPT]: `#!/bin/sh\necho "$0 $* $CHRONOS_ROLLBACK_ID" >>'${site.parent}/ran'\n${lines.join('\n')}\n`,
    });
    chmodSync(join(site.directory, SCRIPT), 0o755);
  };
  const ran = () => sh(`cat '${site.parent}/ran'`);
  beforeEach(() => site.open());

  test('runs it without local modifications, and passes the id of the rollback on', async () => {
    deploy('git diff --quiet HEAD || exit 9', 'git checkout -q --detach v1', 'sleep 60 &');
    site.write({ 'a file': 'hotfix\n' });
    expect(await revert()).toMatchObject({
      ok: true,
      outages: [],
      summary: expect.stringContaining(`"chronos-rollback ${site.rollback}"`),
    });
    expect(ran()).toBe(`./${SCRIPT} production --rollback ${site.rollback}`);
    expect(
      await site.step('verify', { COMMIT: v1, IMAGES: '', LINKS: '' }, {}, 'succeed free'),
    ).toMatchObject({ ok: true });
  });

  test('it and checks that are commands have the environment of whoever calls, which git does not see', async () => {
    const shell = { COMPOSE_PROFILES: 'jobs', GIT_CONFIG_COUNT: 'none', APP_KEY: 'two\nlines' };
    site.env = { ...site.env, ...shell };
    const print = `printf '%s|' "$COMPOSE_PROFILES" "$GIT_CONFIG_COUNT" "$APP_KEY" "$COMMIT" >>'${site.parent}/ran'`;
    deploy(print, 'unset GIT_CONFIG_COUNT; git checkout -q --detach v1');
    expect(await revert()).toMatchObject({ ok: true });
    const seen = `${Object.values(shell).join('|')}||`;
    expect(ran()).toBe(`./${SCRIPT} production --rollback ${site.rollback}\n${seen}`);
    sh(`rm '${site.parent}/ran'`);
    const CRITICAL = `shell=once:${print}`;
    const pins = { COMMIT: v1, IMAGES: '', LINKS: '' };
    expect(await site.step('verify', pins, { CRITICAL })).toMatchObject({ ok: true });
    expect(ran()).toBe(seen);
  });

  test('fails when it ends elsewhere, and says both', async () => {
    deploy('git checkout -q --detach v2');
    expect(await revert()).toMatchObject({
      ok: false,
      outages: [],
      code: 'revert.other-commit',
      summary: expect.stringMatching(`${v2.slice(0, 12)}.*${v1.slice(0, 12)}`),
    });
  });

  test('fails with the last lines of a script that fails', async () => {
    deploy('echo no such account >&2', 'exit 3');
    expect(await revert()).toMatchObject({
      ...{ ok: false, code: 'revert.script-failed' },
      log: expect.stringContaining('no such account'),
    });
  });

  test('is not run again when a copy that was cut off has come to the target', async () => {
    deploy('git checkout -q --detach v1');
    await site.killed('revert.moved', 'revert', { COMMIT: v1, WITH: 'script' });
    expect(await revert()).toMatchObject({ ok: true, summary: `at ${v1.slice(0, 12)}` });
    expect(ran().split('\n')).toHaveLength(1);
  });

  test('is not run again when it was cut off itself', async () => {
    deploy('exec sleep 60');
    await site.killed('revert.scripted', 'revert', { COMMIT: v1, WITH: 'script' });
    deploy('git checkout -q --detach v1');
    expect(await revert()).toMatchObject({
      ...{ ok: false, code: 'revert.script-cut-off' },
      summary: expect.stringContaining(SCRIPT),
    });
    expect(existsSync(join(site.parent, 'ran'))).toBe(false);
  });
});
