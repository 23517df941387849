import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { parseFacts } from '../../../../machines/detect/observe/parseFacts';
import { sampled } from '../../../support/depth';
import { hostile, isTaken } from '../../../support/hostile';
import { part, script } from '../../../../resources/script/hostScript';
import { Site, start } from '../../../support/host/host';

/** What is touched has no slash, or it could not be in the name of a file. */
const canary = `c${randomBytes(4).toString('hex')}`;
const TEXTS = Object.values(hostile(canary)).filter((text) => !text.includes('\0'));
const NAMES = TEXTS.filter((text) => !text.includes('/') && Buffer.byteLength(text) < 200);

let site: Site;
beforeEach(() => {
  site = new Site();
  // Wherever it is called, whoever calls it: `touch` tells of it.
  const caught = `case $* in *${canary}*) echo "$*" >>'${site.parent}/caught' ;; esac`;
  site.instead('touch', `${caught}; real "$@"`);
  site.release('v1', { 'docker-compose.production.yml': 'services: {}\n' });
});
afterEach(() => site.remove());

const nothingDone = () => {
  expect(existsSync(join(site.parent, 'caught'))).toBe(false);
  expect(execFileSync('find', [site.parent, '-name', canary], { encoding: 'utf8' })).toBe('');
};
const each = async (texts: readonly string[], act: (text: string, index: number) => Promise<void>) => {
  for (const [index, text] of texts.entries()) await act(text, index);
};

test('the canary is one: what is run makes it', () => {
  execFileSync('bash', ['-c', `x='a[$(touch ${canary})]'; echo $((x))`], {
    env: site.env,
    cwd: site.parent,
    stdio: 'pipe',
  });
  expect(nothingDone).toThrow();
});

test('branches, tags, subjects and a remote of any name are reported, and run nothing', async () => {
  const refs = NAMES.filter(
    (name) => spawnSync('git', ['check-ref-format', `refs/heads/${name}`]).status === 0,
  );
  expect(refs).toContain(`v1$(touch$IFS${canary})`);
  for (const name of refs)
    for (const kind of ['heads', 'tags']) site.git('update-ref', `refs/${kind}/${name}`, 'HEAD');
  for (const name of TEXTS.filter((text) => text.length < 1000))
    site.git('commit', '-q', '--allow-empty', '--cleanup=verbatim', '-m', name);
  site.git('symbolic-ref', 'HEAD', `refs/heads/${refs[0]}`);
  site.git('config', `remote.x; touch ${canary}.url`, `--upload-pack=touch ${canary}`);
  const { git } = parseFacts(await site.facts('detect', { WANTED: 'unknown' }), { attempts: [] });
  expect(git.branch).toBe(refs[0]);
  nothingDone();
});

test('whatever is asked for as a commit is looked up as one, here and at the remote', async () => {
  site.git('remote', 'add', 'origin', join(site.parent, 'nowhere'));
  await each(sampled(TEXTS.filter((text) => text.length < 50_000)), async (text) => {
    const facts = await site.facts('detect', { WANTED: text });
    expect(facts.get('commit')).toBeUndefined();
  });
  nothingDone();
});

test('files of any name are reported as modified, stashed, gone over and brought back', async () => {
  const files = (content: string) => Object.fromEntries(NAMES.map((name) => [`below/${name}`, content]));
  const target = site.release('v2', {
    ...files('two\n'),
    ...Object.fromEntries(NAMES.map((name) => [name, 'two\n'])),
  });
  const head = site.release('v3', files('three\n'));
  site.write(files('mine\n'));
  const facts = parseFacts(await site.facts('detect', { WANTED: 'v2' }), { attempts: [] });
  expect([...facts.git.modified].sort()).toEqual(NAMES.map((name) => `below/${name}`).sort());
  await site.run('queries/target', { COMMIT: target });
  expect(await site.open()).toMatchObject({ ok: true });
  expect(await site.step('revert', { COMMIT: target })).toMatchObject({ ok: true });
  for (const name of NAMES) expect(site.read(`below/${name}`)).toBe('two\n');
  const pins = {
    OF: site.rollback,
    COMMIT: head,
    IMAGES: '',
    REFERENCES: '',
    WELL: '',
    DATABASE: '',
    VOLUMES: '',
  };
  expect(await site.step('undo', pins)).toMatchObject({ ok: true });
  for (const name of NAMES) expect(site.read(`below/${name}`)).toBe('mine\n');
  nothingDone();
});

test('files that are called as revisions are, stand in the way of nothing, known to git or not', async () => {
  const called = ['HEAD', 'ORIG_HEAD', 'stash@{0}', ':c.yml'];
  const all = (text: string) => Object.fromEntries(called.map((name) => [name, text]));
  const target = site.release('v2', { file: 'two\n', './:c.yml': 'services: {}\n' });
  const head = site.release('v3', { file: 'three\n' });
  const hashes = { [target]: 'mine\n', [head]: 'mine\n', [`${target}..HEAD`]: 'mine\n' };
  site.git('symbolic-ref', 'HEAD', 'refs/heads/-f');
  site.git('update-ref', 'refs/heads/-f', head);
  site.write({ ...all('mine\n'), ...hashes, file: 'mine\n', ':c.yml': 'services: {}\n' });
  const facts = await site.facts('detect', { WANTED: 'v2' });
  expect(parseFacts(facts, { attempts: [] }).git.reflog).toContain(target);
  const seen = await site.facts('target', { COMMIT: target });
  expect(['brings', 'difference', 'leaves', 'compose.missing'].map((name) => seen.get(name))).toEqual([
    '',
    expect.stringContaining('1 file changed'),
    expect.stringContaining('Release v3'),
    undefined,
  ]);
  expect(await site.open()).toMatchObject({ ok: true });
  const files = { FILES: 'docker-compose.production.yml :c.yml' };
  expect(await site.step('revert', { COMMIT: target }, files)).toMatchObject({ ok: true });
  expect(site.read('file')).toBe('two\n');
  const pins = { OF: site.rollback, COMMIT: head, IMAGES: '', REFERENCES: '', WELL: '' };
  const undone = await site.step('undo', { ...pins, DATABASE: '', VOLUMES: '' }, files);
  expect(undone).toMatchObject({ ok: true });
  expect([site.read('file'), site.read('HEAD'), site.git('rev-parse', 'HEAD', '--')]).toEqual([
    'mine\n',
    'mine\n',
    `${head}\n--`,
  ]);
});

test('a URL is called once and as it stands, whatever curl makes of lists', async () => {
  const called: string[] = [];
  const server = createServer((request, response) => {
    called.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/{good,bad}[1-9]`;
  const lines = `calls 1 5 '${url}' '${url}'; sh -c "$LINK_PROBE" probe '${url}'`;
  const LINK_PROBE = part('container/link-probe');
  const text = script('lib/facts', site.identity({ LINK_PROBE }));
  const ran = await start(
    'bash -s',
    text.replace(/exit 0\n\}\n$/, () => `${lines}\n}\n`),
    site.env,
  ).ended;
  server.close();
  expect(ran).toMatchObject({ code: 0, stdout: expect.stringMatching(/^200\t/) });
  expect(called).toEqual(['/{good,bad}[1-9]', '/{good,bad}[1-9]']);
});

test('what is written leads nowhere else, whatever stands in its place', async () => {
  const elsewhere = join(site.parent, 'elsewhere');
  writeFileSync(elsewhere, 'mine\n');
  mkdirSync(join(site.state, site.rollback), { recursive: true });
  for (const name of ['lease', 'deployment']) symlinkSync(elsewhere, join(site.state, `${name}.new`));
  expect(await site.open()).toMatchObject({ ok: true });
  expect(site.lease()).toMatchObject({ rollback: site.rollback });
  expect(readFileSync(elsewhere, 'utf8')).toBe('mine\n');
});

/** Everything below a directory but what is below these. */
const beside = (...others: readonly string[]): string =>
  execFileSync(
    'find',
    [site.parent, ...others.flatMap((path) => ['-path', escaped(path), '-prune', '-o']), '-print'],
    {
      encoding: 'utf8',
    },
  );
/** A path as `find` takes it for itself. */
const escaped = (path: string) => path.replace(/[*?[\]\\]/g, '\\$&');

const isState = (stateDirectory: string) => isTaken({ stateDirectory });

test('a rollback writes into its state directory, of whatever name, and nowhere else', async () => {
  const names = NAMES.filter((name) => isState(`/x/${name}`));
  expect(names).toContain(`$(touch ${canary})`);
  // All of them at once: each name is a directory below the one before.
  const STATE = join(site.parent, 'states', ...names);
  expect(isState(STATE)).toBe(true);
  const target = site.git('rev-parse', 'v1');
  const head = site.release('v2', { file: 'two\n' });
  mkdirSync(dirname(STATE), { recursive: true });
  const before = beside(STATE, site.directory);
  expect(await site.open({ STATE })).toMatchObject({ ok: true });
  expect(await site.step('revert', { COMMIT: target }, { STATE })).toMatchObject({ ok: true });
  const pins = { OF: site.rollback, COMMIT: head, IMAGES: '', REFERENCES: '', WELL: '' };
  const undone = await site.step('undo', { ...pins, DATABASE: '', VOLUMES: '' }, { STATE });
  expect(undone).toMatchObject({ ok: true });
  expect(await site.close('undone', { STATE, STEPS: 'undo' })).toMatchObject({ code: 0 });
  expect(readFileSync(join(STATE, 'journal.jsonl'), 'utf8')).toMatch(/"type":"outcome"/);
  expect(beside(STATE, site.directory)).toBe(before);
  nothingDone();
});

test('outages are JSON, whatever the label of a service says', async () => {
  const at = (second: number, service: string, action: string) => `${second}000000000 ${service} ${action}`;
  const events = ['web', 'a"b', 'a\\'].flatMap((name) => [at(1, name, 'die'), at(2, name, 'start')]);
  writeFileSync(join(site.parent, 'events'), `${events.join('\n')}\n`);
  const text = script('lib/step/outages', site.identity()).replace(
    /exit 0\n\}\n$/,
    () => `WORK='${site.parent}'\noutages\n}\n`,
  );
  const { stdout } = await start('bash -s', text, site.env).ended;
  expect(JSON.parse(stdout)).toEqual([{ service: 'web', from: 1, to: 2 }]);
});

test('whoever does it for whatever reason is written down, a line an attempt', async () => {
  // What cannot be seen and line ends at the end are left out; a megabyte is more than the configuration takes, and is kept all the same.
  const kept = (text: string) => text.replace(/(?![\t\n\r\u0080-\u009f])\p{Cc}/gu, '').replace(/\n+$/, '');
  await each(sampled(TEXTS), async (text, index) => {
    const ROLLBACK = `r-${index.toString(16).padStart(8, '0')}`;
    const plan = { ROLLBACK, REASON: text, OPERATOR: text, HOLDER: kept(text).slice(0, 1000) };
    expect(await site.open({ ...plan, REQUEST: JSON.stringify({ text }) })).toMatchObject({ ok: true });
    const { code, stderr } = await site.close('undone', { ...plan, SUMMARY: text });
    expect([code, stderr, text.slice(0, 300)]).toEqual([0, '', text.slice(0, 300)]);
    expect(site.journal().at(-2)).toMatchObject({
      type: 'attempt',
      reason: kept(text),
      operator: kept(text),
      request: { text },
    });
    expect(site.journal()).toHaveLength(2 * index + 2);
  });
  nothingDone();
});
