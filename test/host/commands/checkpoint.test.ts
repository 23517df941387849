import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { releasesIn } from '../../../cli/report/releases';
import { decodeFacts } from '../../../machines/detect/observe/decodeFacts';
import { checkpointFile } from '../../../resources/script/checkpointFile';
import { FailPoint } from '../../chaos/harness/failPoint';
import { docker } from '../../support/demo/demo';
import { depth, isFull } from '../../support/depth';
import { COMPOSE, Deployment } from '../../support/host/deployment';
import { openedBy } from '../../support/host/host';

const site = new Deployment();
/** The directory of this host that the database's container has as `/backups`. */
const backups = join(site.parent, 'backups');
const file = join(site.state, 'checkpoint');
let [v1, v2] = ['', ''];

async function install(more: Readonly<Record<string, string>> = {}, READERS = '') {
  const { DIRECTORY, STATE, PROJECT, DATABASE_SERVICE, DATABASE_USER, DATABASE_NAME } = site.identity();
  const values = {
    ...{ DIRECTORY, STATE, PROJECT, DATABASE_SERVICE, DATABASE_USER, DATABASE_NAME },
    ...{ HEALTH: 'web=http://web:8080/health', BACKUPS: '/backups', ...more },
  } as Record<string, string>;
  const { text } = checkpointFile(values, '1.2.3');
  const answer = await site.ask('commands/install-checkpoint', { READERS, TEXT: text });
  expect(answer).toEqual({ ok: true, summary: `installed ${file}` });
}

/** Runs the installed file as a deploy script does. */
function checkpoint(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(file, words, { env: site.env, encoding: 'utf8' });
  return { code: status, said: stdout.trimEnd().split('\n').filter(Boolean), error: stderr };
}
const saying = (text: RegExp | string) => expect.stringMatching(text) as string;
interface Line {
  readonly number: number;
  readonly commit: string;
  readonly subject: string;
  readonly settings?: readonly { readonly digest: string; readonly keys: Record<string, string> }[];
  readonly before?: { readonly backup: { path: string; sha256: string } | null };
}
const records = () =>
  readFileSync(join(site.state, 'deployments.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
const last = () => records().at(-1);
const sql = (text: string) =>
  execFileSync('docker', ['exec', site.container('db'), 'psql', '-XAtq', '-U', 'app', '-c', text], {
    encoding: 'utf8',
  }).trim();
const there = () => readdirSync(backups).sort();
const pins = () => docker('images', '--format', '{{.Tag}}', `chronos-rollback/${site.project}-web`);

beforeAll(async () => {
  mkdirSync(backups);
  v1 = site.commit('v1', {
    'docker-compose.production.yml': COMPOSE(site.project).replace(
      '    stop_signal: SIGINT\n',
      `    stop_signal: SIGINT\n    volumes: ['${backups}:/backups']\n`,
    ),
  });
  site.build('v1');
  site.up('--wait');
  await install();
});
afterAll(() => site.remove());

test('is one file that its owner alone may run, and refuses words that it does not know', () => {
  expect(statSync(file).mode & 0o777).toBe(0o700);
  const unknown = [
    [],
    ['ask'],
    ['before', '--wait', '3'],
    ['after', '--keep', 'x'],
    ['later'],
    ['ask', 'a', 'b'],
  ];
  for (const words of unknown)
    expect(checkpoint(...words)).toMatchObject({ code: 1, error: saying(/it accepts[^]*checkpoint\.usage/) });
  expect(checkpoint('before', '--no-backup')).toMatchObject({ code: 1, error: saying('no-reason') });
  expect(checkpoint('ask', 'v7')).toMatchObject({ code: 1, error: saying('no-commit') });
  expect(readdirSync(site.state)).toEqual(['checkpoint']);
});

test('records a release as it runs, and before the next one takes a backup and pins its images', () => {
  expect(checkpoint('after')).toMatchObject({ code: 0, error: '' });
  const image = site.image(`${site.project}-web:v1`);
  expect(records()).toMatchObject([
    {
      ...{ v: 2, number: 1, commit: v1, branch: 'main', tag: 'v1', subject: 'Release v1' },
      ...{ outcome: 'healthy', unhealthy: [], images: { web: image } },
      references: { web: `${site.project}-web:latest` },
      definitions: { web: saying(/^[0-9a-f]{64}$/) },
      composeVersions: { web: saying(/^[0-9]+\.[0-9]/) },
      compose: { directory: site.directory, files: [saying(`^${site.directory}/`)], envFiles: [] },
      containers: { web: 1 },
      database: { image: saying(/^sha256:/), volumes: expect.arrayContaining([saying(':/')]) as never },
    },
  ]);
  for (const name of ['deployments.jsonl', 'BY-HAND.txt'])
    expect(statSync(join(site.state, name)).mode & 0o777).toBe(0o600);
  sql('CREATE TABLE notes (id int); INSERT INTO notes VALUES (1), (2)');
  expect(checkpoint('before')).toMatchObject({ code: 0, error: '' });
  const [name = '', sidecar = '', ...more] = there();
  expect([sidecar, more]).toEqual([`${name}.json`, []]);
  const sum = execFileSync('sha256sum', [join(backups, name)], { encoding: 'utf8' }).slice(0, 64);
  expect(JSON.parse(readFileSync(join(backups, sidecar), 'utf8'))).toMatchObject({
    ...{ v: 1, database: 'app', sha256: sum, bytes: statSync(join(backups, name)).size },
    tables: { 'public.notes': { rows: 2, inserted: 2 } },
  });
  expect(statSync(join(backups, name)).mode & 0o777).toBe(0o600);
  expect(pins()).toEqual([v1.slice(0, 12)]);

  v2 = site.release('v2', { 'server.js': `${site.read('server.js')}\n// "quotes" and 🚀` });
  site.git('commit', '-q', '--amend', '-m', 'Deploy "it" 🚀\tnow');
  v2 = site.git('rev-parse', 'HEAD');
  site.git('tag', '-f', 'v2');
  site.build('v2');
  site.up('--wait');
  expect(checkpoint('after')).toMatchObject({ code: 0, error: '' });
  expect(last()).toMatchObject({
    ...{ number: 2, commit: v2, subject: 'Deploy "it" 🚀\tnow' },
    before: { commit: v1, found: 'healthy', backup: { path: `/backups/${name}`, sha256: sum } },
  });
});

test('says with code 3 and in one line that a hold forbids a release, and lets others go', () => {
  const id = 'r-0badc0de';
  mkdirSync(join(site.state, 'holds'), { recursive: true });
  const hold = join(site.state, 'holds', id);
  writeFileSync(hold, `mode=release\ncommit=${v2}\nsince=2026-11-30T00:00:00Z\noperator=ann\nreason=500s\n`);
  const { code, said } = checkpoint('ask', 'v2');
  expect([code, said]).toEqual([3, [saying(`${id} holds release ${v2.slice(0, 12)}: 500s .*ann`)]]);
  expect(checkpoint('before')).toMatchObject({ code: 3 });
  expect(checkpoint('ask', v1)).toMatchObject({ code: 0, said: [] });
  // What comes after a release that is held is let through, and it is said that a hold is no proof of a fix.
  writeFileSync(hold, `mode=release\ncommit=${v1}\n`);
  expect(checkpoint('ask', 'v2')).toMatchObject({
    code: 0,
    said: [saying(`^${v2.slice(0, 12)} comes after ${v1.slice(0, 12)}, which rollback ${id} holds: .*brake`)],
  });
  writeFileSync(hold, 'mode=what\n');
  expect(checkpoint('ask', v1)).toMatchObject({ code: 3, said: [saying('cannot be read')] });
  rmSync(hold);
});

test('takes no second backup where a recent one will do, and none where somebody says why', () => {
  const before = there();
  expect(checkpoint('before', '--backup-max-age', '6h')).toMatchObject({ code: 0 });
  expect(checkpoint('after')).toMatchObject({ code: 0 });
  expect([there(), last()?.before?.backup]).toEqual([before, records()[1]?.before?.backup]);
  expect(checkpoint('before', '--no-backup', '--reason', 'the "disk"')).toMatchObject({ code: 0 });
  expect(checkpoint('after')).toMatchObject({ code: 0 });
  expect([there(), last()]).toMatchObject([before, { before: { backup: null, noBackup: 'the "disk"' } }]);
});

test('records the backup of a command of its own, and refuses one that made none', () => {
  const dump = `docker exec ${site.container('db')} pg_dump -U app -f /backups/own.sql app && echo /backups/own.sql`;
  expect(checkpoint('before', '--backup-command', dump)).toMatchObject({ code: 0 });
  expect(checkpoint('after')).toMatchObject({ code: 0 });
  expect(last()).toMatchObject({ before: { backup: { path: '/backups/own.sql', own: false } } });
  expect(checkpoint('before', '--backup-command', 'echo /nowhere')).toMatchObject({
    code: 1,
    error: saying('no file'),
  });
  expect(checkpoint('before', '--backup-command', 'false')).toMatchObject({
    code: 1,
    error: saying('failed'),
  });
});

test('keeps the files that Compose reads and git does not know, each content once, and no value on record', () => {
  const SECRET = 'opensesame \u00e9';
  const env = `# mine\nMODE=test\nDB_PASSWORD='${SECRET}'\nTEXT="two\nlines \\" here"\n`;
  site.write({ 'conf/web.env': env });
  expect(checkpoint('after')).toMatchObject({ code: 0, error: '' });
  const line = last();
  expect(line).toMatchObject({
    settings: [
      {
        path: join(site.directory, 'conf/web.env'),
        digest: saying(/^[0-9a-f]{64}$/),
        kept: true,
        keys: { MODE: saying(/^[0-9a-f]{32}$/), DB_PASSWORD: saying(/./), TEXT: saying(/./) },
      },
    ],
  });
  const kept = () => readdirSync(join(site.state, 'settings')).filter((name) => name !== 'key');
  const digest = line?.settings?.[0]?.digest ?? '';
  const copy = join(site.state, 'settings', digest);
  expect([readFileSync(copy, 'utf8'), statSync(copy).mode & 0o777]).toEqual([env, 0o600]);
  expect(statSync(join(site.state, 'settings')).mode & 0o777).toBe(0o700);
  const before = kept();
  site.write({ 'conf/web.env': `${env}MORE=1\n` });
  expect(checkpoint('after', '--no-settings')).toMatchObject({ code: 0 });
  expect(last()).toMatchObject({ settings: [{ kept: false, keys: { MORE: saying(/./) } }] });
  expect([kept(), last()?.settings?.[0]?.keys['MODE']]).toEqual([before, line?.settings?.[0]?.keys['MODE']]);
  site.write({ 'conf/web.env': env });
  expect(checkpoint('after')).toMatchObject({ code: 0 });
  expect([kept(), last()?.settings]).toEqual([before, line?.settings]);
  const found = spawnSync('grep', ['-rlF', SECRET, site.state], { encoding: 'utf8' });
  expect(found.stdout.trim()).toBe(copy);
});

test.each([
  ['by their values', []],
  ['by digests of their names, where no file is kept', ['--no-settings']],
])('a hold of one release of a commit compares settings %s', (_, options) => {
  const holds = join(site.state, 'holds');
  // What another release has had is kept.
  const env = `MODE=test\nDB_PASSWORD=open\nTEXT="two\nlines"\nOF=${options.length}\n`;
  site.write({ 'conf/web.env': env });
  expect(checkpoint('after', ...options)).toMatchObject({ code: 0 });
  mkdirSync(holds, { recursive: true });
  const head = site.git('rev-parse', 'HEAD');
  writeFileSync(
    join(holds, 'r-0badc0df'),
    `mode=release\ncommit=${head}\nrelease=${last()?.number}\nsince=x\noperator=a\n`,
  );
  const asked = (text: string) => {
    site.write({ 'conf/web.env': text });
    return checkpoint('ask', 'HEAD').code;
  };
  const same = [
    env,
    `# a comment\n\n${env}\n`,
    env.replaceAll('\n', '\r\n'),
    env.replace('=test', '=test # of mine'),
    `DB_PASSWORD=open\nOF=${options.length}\nTEXT="two\nlines"\nMODE=test`,
  ];
  const others = [env.replace('=test', '=test#x'), `${env}MORE=1\n`, env.replace('MODE=test\n', '')];
  expect([same.map(asked), others.map(asked)]).toEqual([same.map(() => 3), others.map(() => 0)]);
  rmSync(join(holds, 'r-0badc0df'));
  site.write({ 'conf/web.env': '' });
});

test('fails before a deployment when there is no room, and leaves nothing half', () => {
  const before = there();
  const { env } = site;
  site.instead(
    'docker',
    'if [[ "$*" == *" df -Pk "* ]]; then printf "h\\nd 9 9 1 9 /\\n"; exit; fi; real "$@"',
  );
  expect(checkpoint('before')).toMatchObject({ code: 1, error: saying('no-space') });
  site.env = env;
  sql('ALTER TABLE notes RENAME TO held; CREATE VIEW notes AS SELECT 1 / 0 AS id');
  site.instead('docker', 'if [[ "$*" == *PGDATABASE* ]]; then exit 1; fi; real "$@"');
  expect(checkpoint('before')).toMatchObject({ code: 1, error: saying('backup-failed') });
  site.env = env;
  sql('DROP VIEW notes; ALTER TABLE held RENAME TO notes');
  expect(there()).toEqual(before);
});

if (isFull)
  test('fails before a deployment when the disk gets full while the backup is written, for real', async () => {
    const small = join(site.parent, 'small');
    mkdirSync(small);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8k', 'tmpfs', small]);
    const { env } = site;
    try {
      await install({ BACKUPS: small });
      expect(checkpoint('before')).toMatchObject({ code: 1, error: saying('no-space') });
      // There was room when it was looked at.
      site.instead('df', 'printf "h\\nd 9 9 99999999 9 /\\n"');
      expect(checkpoint('before')).toMatchObject({ code: 1, error: saying('backup-failed') });
      expect(readdirSync(small)).toEqual([]);
    } finally {
      site.env = env;
      execFileSync('umount', [small]);
      await install();
    }
    expect(checkpoint('before')).toMatchObject({ code: 0, error: '' });
    expect(checkpoint('after')).toMatchObject({ code: 0, error: '' });
  });

test('fails before a deployment when the database is away, for real', () => {
  const before = there();
  docker('pause', site.container('db'));
  expect(checkpoint('before')).toMatchObject({ code: 1, error: saying('db is paused.*database-down') });
  docker('unpause', site.container('db'));
  docker('stop', '-t', '5', site.container('db'));
  expect(checkpoint('before')).toMatchObject({ code: 1, error: saying('db is exited.*database-down') });
  expect(there()).toEqual(before);
  site.up('--wait');
});

/** Runs it until it comes to a fail point, and kills it there for good. */
async function killed(point: string, ...words: string[]) {
  const armed = new FailPoint(site.parent, point);
  const child = spawn(file, words, { env: { ...site.env, ...armed.env }, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('close', resolve));
  if (!(await armed.comesBefore(ended))) throw new Error(`it never came to ${point}`);
  for (const pid of [child.pid ?? 0, ...openedBy(armed.env['CHRONOS_FAIL_AT'] ?? '')])
    process.kill(pid, 'SIGKILL');
  await ended;
  await armed.release();
}

const POINTS: readonly (readonly [point: string, words: readonly string[]])[] = [
  ['checkpoint.dumped', ['before']],
  ['checkpoint.recorded', ['after']],
  ['checkpoint.kept', ['after']],
  ['checkpoint.backed-up', ['before']],
  ['checkpoint.pinned', ['before']],
];
test.each(depth(POINTS.slice(0, 2), POINTS))(
  'killed at %s it leaves nothing half, and does all of it when it is called again',
  async (point, words) => {
    const lines = records().length;
    if (words[0] === 'after') expect(checkpoint('before')).toMatchObject({ code: 0 });
    site.write({ 'conf/web.env': `MODE=test\nPOINT=${point}\n` });
    await killed(point, ...words);
    if (words[0] === 'before') expect(checkpoint('before')).toMatchObject({ code: 0, error: '' });
    expect(checkpoint('after')).toMatchObject({ code: 0, error: '' });
    expect(records()).toHaveLength(lines + 1);
    for (const name of there().filter((one) => !one.endsWith('.json') && one !== 'own.sql')) {
      const { sha256 } = JSON.parse(readFileSync(join(backups, `${name}.json`), 'utf8')) as {
        sha256: string;
      };
      expect(execFileSync('sha256sum', [join(backups, name)], { encoding: 'utf8' }).slice(0, 64)).toBe(
        sha256,
      );
    }
    expect(readdirSync(site.state).filter((name) => name.endsWith('.new'))).toEqual([]);
  },
);

test('shows a deployment that nothing has ended, and two at once meet the lock', async () => {
  const armed = new FailPoint(site.parent, 'checkpoint.backed-up');
  const child = spawn(file, ['before'], { env: { ...site.env, ...armed.env }, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('close', resolve));
  expect(await armed.comesBefore(ended)).toBe(true);
  expect(checkpoint('before')).toMatchObject({ code: 1, error: saying('checkpoint.held') });
  await armed.release();
  await ended;
  expect(checkpoint('before')).toMatchObject({
    said: expect.arrayContaining([saying('no `checkpoint after`')]) as string[],
  });
  expect(checkpoint('after')).toMatchObject({ code: 0 });
});

test('removes old backups of its own alone: none that is changed, of the journal, or of somebody else', async () => {
  for (const word of ['before', 'after']) expect(checkpoint(word)).toMatchObject({ code: 0 });
  const own = records().flatMap(({ before }) =>
    before?.backup ? [before.backup.path.replace('/backups/', '')] : [],
  );
  const [journaled = '', changed = '', ...others] = [...new Set(own)].filter((name) => name !== 'own.sql');
  const { stdout } = await site.run('queries/read-releases');
  const listed = decodeFacts(stdout).get('backups')?.trim().split('\n');
  expect(listed).toEqual([...new Set([...own].reverse())].map((name) => `/backups/${name}`));
  const stakes = releasesIn(decodeFacts(stdout)).releases.map(({ backup }) => backup?.atStake);
  expect(stakes).toContainEqual({
    written: expect.any(Number) as number,
    gone: expect.any(Number) as number,
  });
  writeFileSync(join(backups, 'nightly.sql'), 'mine');
  writeFileSync(join(backups, changed), 'more', { flag: 'a' });
  writeFileSync(join(site.state, 'journal.jsonl'), `{"backup":{"path":"/backups/${journaled}"}}\n`);
  const all = there();
  const dry = checkpoint('after', '--dry-run', '--keep', '1', '--keep-days', '0');
  expect(dry.said.filter((line) => line.startsWith('backup of release')).length).toBeGreaterThan(1);
  expect([there(), dry.code]).toEqual([all, 0]);
  expect(dry.said.join('\n')).not.toContain('own.sql');
  expect(checkpoint('after', '--keep', '0', '--keep-days', '0')).toMatchObject({ code: 0 });
  const kept = there().filter((name) => !name.endsWith('.json'));
  expect(kept).toEqual(expect.arrayContaining(['nightly.sql', 'own.sql', changed, journaled]));
  expect(others.filter((name) => !kept.includes(name))).not.toEqual([]);
  rmSync(join(site.state, 'journal.jsonl'));
});

test('waits for what is unhealthy, records that it is, and ends with 1', () => {
  docker('stop', '-t', '1', site.container('web'));
  expect(checkpoint('after', '--wait', '2')).toMatchObject({
    code: 1,
    said: expect.arrayContaining([saying('web is exited')]) as string[],
  });
  expect(last()).toMatchObject({ outcome: 'unhealthy', unhealthy: [saying('web is')] });
  docker('start', site.container('web'));
});

if (isFull)
  test('keeps each of the images that have run of one commit, and half a backup of another project', () => {
    const name = `${site.project}-web:latest`;
    const half = join(backups, '.checkpoint-another.7');
    writeFileSync(half, 'half');
    expect(checkpoint('before')).toMatchObject({ code: 0 });
    const before = pins();
    docker('commit', '-c', 'LABEL again=yes', site.container('web'), name);
    site.up('--wait');
    expect(checkpoint('after')).toMatchObject({ code: 0 });
    expect(checkpoint('before')).toMatchObject({ code: 0 });
    expect(pins()).toEqual(expect.arrayContaining([...before, saying(`-${site.image(name).slice(7, 19)}$`)]));
    expect(there()).toContain('.checkpoint-another.7');
    rmSync(half);
    docker('tag', `${site.project}-web:v2`, name);
    site.up('--wait');
    rmSync(join(site.state, 'before'));
  });

test('where nothing of the release has a container it is on record as unhealthy', () => {
  docker('rm', '-f', site.container('web'), site.container('other'));
  expect(checkpoint('after', '--wait', '2')).toMatchObject({
    code: 1,
    said: expect.arrayContaining([saying('no service')]) as string[],
  });
  expect(last()).toMatchObject({ outcome: 'unhealthy' });
  site.up('--wait');
});

test('takes its backup on this host where the container has no such directory, and none without a database', async () => {
  const elsewhere = join(site.parent, 'elsewhere');
  mkdirSync(elsewhere);
  await install({ BACKUPS: elsewhere });
  expect(checkpoint('before')).toMatchObject({ code: 0, error: '' });
  const [name = ''] = readdirSync(elsewhere);
  const magic = readFileSync(join(elsewhere, name)).subarray(0, 5).toString();
  const sidecar = JSON.parse(readFileSync(join(elsewhere, `${name}.json`), 'utf8')) as object;
  expect([readdirSync(elsewhere).length, magic, sidecar]).toMatchObject([
    2,
    'PGDMP',
    { tables: { 'public.notes': { rows: 2 } } },
  ]);
  await install({ DATABASE_SERVICE: '' });
  expect(checkpoint('before')).toMatchObject({
    code: 0,
    said: expect.arrayContaining([saying(/^backup +none/)]) as string[],
  });
  expect(checkpoint('after', '--rolled-back-from', 'v1')).toMatchObject({ code: 0 });
  expect(last()).toMatchObject({ rolledBackFrom: v1, before: { backup: null } });
});

if (isFull)
  test('keeps images of the last releases as files, which a rollback loads where they are gone', async () => {
    await install();
    await killed('checkpoint.archived', 'after', '--archive', '2');
    expect(checkpoint('after', '--archive', '2')).toMatchObject({ code: 0, said: [saying('release')] });
    const image = site.image(`${site.project}-web:v2`);
    const archive = join(site.state, 'images');
    expect(readdirSync(archive)).toContain(`${image.slice(7)}.tar`);
    expect(readdirSync(archive).filter((name) => !/^[0-9a-f]{64}\.tar$/.test(name))).toEqual([]);
    for (const name of readdirSync(archive)) expect(statSync(join(archive, name)).mode & 0o777).toBe(0o600);
    const kept = (await site.facts('target', { COMMIT: v2 })).get('images.archived') ?? '';
    expect(kept.split('\n')).toContain(image);
    writeFileSync(join(archive, `${'0'.repeat(64)}.tar`), 'of a release before');
    expect(checkpoint('after', '--archive', '1')).toMatchObject({ code: 0 });
    expect(readdirSync(archive)).not.toContain(`${'0'.repeat(64)}.tar`);
  });

test('where it is installed for a group, that may read what is recorded and kept', async () => {
  await install({}, 'daemon');
  expect(checkpoint('after')).toMatchObject({ code: 0, error: '' });
  const settings = join(site.state, 'settings');
  const all = [
    join(site.state, 'deployments.jsonl'),
    join(site.state, 'BY-HAND.txt'),
    settings,
    ...readdirSync(settings).map((name) => join(settings, name)),
  ];
  const seen = all.map((path) => execFileSync('stat', ['-c', '%G %a', path], { encoding: 'utf8' }).trim());
  expect([...new Set(seen)].sort()).toEqual(['daemon 640', 'daemon 750']);
});

test('says which projects there are where several come from the directory, and records a checkout without a branch', async () => {
  const other = `${site.project}-other`;
  const labels = [
    `com.docker.compose.project=${other}`,
    `com.docker.compose.project.working_dir=${site.directory}`,
  ];
  docker(
    'create',
    '--name',
    other,
    '--label',
    labels[0] ?? '',
    '--label',
    labels[1] ?? '',
    '--label',
    'com.docker.compose.oneoff=False',
    site.image(`${site.project}-web:v1`),
  );
  try {
    await install({ PROJECT: '' });
    expect(checkpoint('after')).toMatchObject({ code: 1, error: saying(/checkpoint\.no-project/) });
    expect(checkpoint('after').error).toContain(`${site.project} ${other}`);
  } finally {
    docker('rm', '-f', other);
  }
  site.git('checkout', '-q', '--detach');
  expect(checkpoint('after')).toMatchObject({ code: 0, error: '' });
  expect(last()).toMatchObject({ branch: '', commit: site.git('rev-parse', 'HEAD') });
});

test('does nothing once it was altered', () => {
  writeFileSync(file, `${readFileSync(file, 'utf8')}# a change\n`);
  expect(checkpoint('ask', v1)).toMatchObject({ code: 1, error: saying('--install') });
});
