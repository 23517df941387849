import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { Demo, demoCli, docker } from '../../support/demo/demo';
import { worldOf } from '../../support/demo/world';

const demo = new Demo('built');
let database: string;

/** The status of each of N requests to the same address. */
async function statuses(count: number, url: string, init?: RequestInit): Promise<number[]> {
  const seen: number[] = [];
  for (let n = 0; n < count; n++) seen.push((await fetch(url, init)).status);
  return seen;
}

const health = (service: string) =>
  docker('inspect', '-f', '{{.State.Health.Status}}', demo.container(service)).join();

const backups = join(demo.directory, 'backups/pre-deployment');

/** Everything that a deployment changes. */
const world = () => ({
  ...worldOf(demo),
  backups: readdirSync(backups),
  record: demo.deployments(),
});

const hold = (...lines: string[]) => {
  mkdirSync(join(demo.state, 'holds'), { recursive: true });
  writeFileSync(join(demo.state, 'holds/r-1234abcd'), `${lines.join('\n')}\n`);
};
const lease = join(demo.state, 'lease');
const takeLease = () => {
  const until = new Date(Date.now() + 600_000).toISOString();
  const who = { holder: 'organization/chronos/production', user: 'oncall', since: until, state: 'restart' };
  writeFileSync(lease, `${JSON.stringify({ v: 1, rollback: 'r-1234abcd', ...who, until })}\n`);
};

beforeAll(() => {
  expect(demo.create()).toMatchObject({ code: 0 });
});
afterAll(() => {
  if (existsSync(demo.parent)) demo.clean();
});

test('a new demo is a git repository at v1, with nothing to commit and a tag for each release', () => {
  expect(demo.git('tag')).toBe('v1\nv2\nv3\nv4\nv5');
  expect(demo.git('describe', '--tags')).toBe('v1');
  expect(demo.git('status', '--porcelain')).toBe('');
});

test('each release has the same scripts', () => {
  const scripts = (tag: string) => demo.git('rev-parse', `${tag}:deployment/scripts`);
  expect(['v2', 'v3', 'v4', 'v5'].map(scripts)).toEqual(Array(4).fill(scripts('v1')));
  expect(demo.git('ls-tree', '--name-only', 'v1:deployment/scripts')).toContain('deploy.sh');
});

test('v1 and v2 are good: the health check passes', () => {
  const first = demo.deploy('v1');
  expect(first).toMatchObject({ code: 0, text: expect.stringContaining('seeded    2000 transactions') });
  database = demo.container('postgres');

  const second = demo.deploy('v2');
  expect(second).toMatchObject({ code: 0, text: expect.stringContaining('002_statements') });
  expect(demo.script('health-check')).toMatchObject({ code: 0 });
});

const inPostgres = (...command: string[]) => docker('exec', demo.container('postgres'), ...command);
const psql = ['psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-U', 'chronos_user', '-d'];
const sql = (query: string, name = 'chronos_financial') => inPostgres(...psql, name, '-c', query).join('\n');

/** The newest backup that is on the record. */
const backupNow = () => basename(demo.deployments().at(-1)?.before.backup.path ?? '');
const sidecarOf = (backup: string) => readFileSync(join(backups, `${backup}.json`), 'utf8');

/** How many backups there are, each with its sidecar and nothing beside, and which is the latest. */
function backupsNow() {
  const names = readdirSync(backups).sort();
  const dumps = names.filter((name) => /^database_(\d{8}_\d{6}|latest)\.sql$/.test(name));
  expect(names).toEqual(dumps.flatMap((name) => [name, `${name}.json`]));
  const latest = ['', '.json'].map((end) => statSync(join(backups, `database_latest.sql${end}`)).ino);
  return { count: dumps.length, latest };
}

test('a deployment takes a backup first, in custom format, which is the latest one too', () => {
  const backup = readFileSync(join(backups, backupNow()));
  expect(backup.subarray(0, 5).toString()).toBe('PGDMP');
  const inodes = ['', '.json'].map((end) => statSync(join(backups, backupNow() + end)).ino);
  expect(backupsNow()).toEqual({ count: 3, latest: inodes });
});

test('a backup has a sidecar beside it, one line that says of which moment and of what it is', () => {
  const backup = backupNow();
  const sidecar = JSON.parse(sidecarOf(backup)) as { takenAt: string; sha256: string; bytes: number };
  const counters = { rows: 0, inserted: 0, updated: 0, deleted: 0 };
  expect(sidecar).toEqual({
    v: 1,
    database: 'chronos_financial',
    takenAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    sha256: createHash('sha256')
      .update(readFileSync(join(backups, backup)))
      .digest('hex'),
    bytes: statSync(join(backups, backup)).size,
    serverVersion: sql('SHOW server_version').split(' ')[0],
    snapshot: expect.stringMatching(/^\d+:\d+:(\d+(,\d+)*)?$/),
    lsn: expect.stringMatching(/^[0-9A-F]+\/[0-9A-F]+$/),
    databaseBytes: expect.any(Number),
    tables: {
      'public.accounts': { ...counters, rows: 200, inserted: 200, updated: 200 },
      'public.schema_migrations': { ...counters, rows: 1, inserted: 1 },
      'public.transactions': { ...counters, rows: 2000, inserted: 2000 },
      'public.transfers': counters,
    },
  });
  expect(sidecarOf(backup)).toBe(`${JSON.stringify(sidecar)}\n`);
  expect(demo.deployments().at(-1)?.before.backup).toMatchObject({
    sha256: sidecar.sha256,
    bytes: sidecar.bytes,
  });
  expect(statSync(join(backups, `${backup}.json`)).mode & 0o777).toBe(0o600);
  const named = backup.replace(/\D/g, '');
  const taken = sidecar.takenAt.replace(/\D/g, '').slice(0, 14);
  expect(Number(taken) - Number(named)).toBeGreaterThanOrEqual(0);
});

test('a backup that fails fails the deployment, and leaves nothing behind', () => {
  // No label is left for the stored value, which pg_dump finds when half of the file is written.
  sql(`CREATE TYPE colour AS ENUM ('red'); CREATE TABLE painted AS SELECT 'red'::colour AS colour;
       DELETE FROM pg_enum WHERE enumtypid = 'colour'::regtype`);
  const before = world();
  expect(demo.script('deploy')).toMatchObject({
    code: 1,
    text: expect.stringContaining('the backup failed'),
  });
  expect(world()).toEqual(before);
  sql('DROP TABLE painted; DROP TYPE colour');
});

test('the page is served and a transfer moves money', async () => {
  const page = await fetch(demo.url('frontend', '/'));
  expect(await page.text()).toContain('<title>CHRONOS Financial</title>');

  const balances = async () => {
    const accounts = await (await fetch(demo.url('frontend', '/api/accounts'))).json();
    return (accounts as { balanceCents: number }[]).map(({ balanceCents }) => balanceCents);
  };
  const body = JSON.stringify({ from: 1, to: 2, amountCents: 12345, reference: 'rent' });
  const [from = 0, to = 0, ...others] = await balances();
  expect(await statuses(1, demo.url('frontend', '/api/transfers'), { method: 'POST', body })).toEqual([201]);
  expect(await balances()).toEqual([from - 12345, to + 12345, ...others]);
});

test('v3 is deployed while rows are written: its backup and the sidecar are of one moment', async () => {
  const count = () => Number(sql('SELECT count(*) FROM transactions'));
  const before = count();
  // Many short transactions, so that some fall between any two steps of the backup.
  const write = `DO $$ BEGIN LOOP
    FOR n IN 1..10 LOOP
      INSERT INTO transactions (account_id, amount_cents, description) VALUES (1, 0, 'written meanwhile');
      COMMIT;
    END LOOP;
    PERFORM pg_sleep(0.001);
  END LOOP; END $$`;
  const quick = ['-c', 'SET synchronous_commit = off', '-c', write];
  const exec = ['exec', demo.container('postgres'), ...psql, 'chronos_financial', ...quick];
  const writer = spawn('docker', exec, { stdio: 'ignore' });
  const ended = once(writer, 'exit');
  try {
    expect(demo.deploy('v3')).toMatchObject({ code: 0 });
  } finally {
    sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'DO %'`);
    await ended;
  }

  const backup = backupNow();
  const { snapshot, tables } = JSON.parse(sidecarOf(backup)) as {
    snapshot: string;
    tables: Record<string, { rows: number }>;
  };
  const written = tables['public.transactions']?.rows ?? 0;
  expect([before < written, written < count()]).toEqual([true, true]);
  const seen = `SELECT count(*) FROM transactions
    WHERE txid_visible_in_snapshot(xmin::text::bigint, '${snapshot}')`;
  expect(Number(sql(seen))).toBe(written);

  inPostgres('createdb', '-U', 'chronos_user', 'restored');
  inPostgres('pg_restore', '-U', 'chronos_user', '-d', 'restored', `/backups/pre-deployment/${backup}`);
  const restored = Object.keys(tables).map((name) => [name, sql(`SELECT count(*) FROM ${name}`, 'restored')]);
  inPostgres('dropdb', '-U', 'chronos_user', 'restored');
  expect(restored).toEqual(Object.entries(tables).map(([name, { rows }]) => [name, String(rows)]));
  expect(Object.keys(tables)).toContain('public.statements');
});

test('v3 answers 5xx on a part of the transfers while every service is healthy', async () => {
  const body = JSON.stringify({ from: 3, to: 4, amountCents: 1 });
  const listed = await statuses(12, demo.url('frontend', '/api/transfers'));
  const made = await statuses(12, demo.url('frontend', '/api/transfers'), { method: 'POST', body });

  expect(listed.filter((status) => status === 500)).toHaveLength(4);
  expect(made.filter((status) => status === 500)).toHaveLength(4);
  expect(await statuses(6, demo.url('backend', '/health'))).toEqual([200, 200, 200, 200, 200, 200]);
  expect(['postgres', 'backend', 'frontend'].map(health)).toEqual(['healthy', 'healthy', 'healthy']);
  const check = demo.script('health-check');
  expect(check).toMatchObject({ code: 1, text: expect.stringMatching(/ok +books balance/) });
  expect(check.text).toMatch(/BAD +frontend and backend answer \/api\/transfers: 2 of 6 bad: 500/);
});

test('a live lease and a hold of everything keep off deployments and rollbacks, and nothing is touched', () => {
  for (const keepOff of [takeLease, () => hold('mode=all')]) {
    keepOff();
    const before = world();
    for (const args of [[], ['--rollback']]) {
      const { code, text } = demo.script('deploy', ...args);
      expect({ code, text }).toEqual({ code: 1, text: expect.stringContaining('Nothing has been touched.') });
      expect(text).toContain('rollback r-1234abcd');
    }
    expect(world()).toEqual(before);
    rmSync(lease, { force: true });
  }
});

test('a release on hold is not deployed again, and nothing is touched', () => {
  hold('mode=release', `commit=${demo.git('rev-parse', 'v3')}`, 'operator=oncall', 'reason=5xx');
  const before = world();
  expect(demo.script('deploy')).toMatchObject({
    code: 1,
    text: expect.stringContaining(`, or rm ${demo.state}/holds/r-1234abcd\n`),
  });
  expect(world()).toEqual(before);
});

test('the quick rollback of the runbook brings the release before back, from its own images', () => {
  const { count, latest } = backupsNow();
  expect(demo.script('deploy', '--rollback')).toMatchObject({
    code: 0,
    text: expect.stringContaining('none built'),
  });
  expect(demo.git('describe', '--tags')).toBe('v2');
  expect(demo.script('health-check')).toMatchObject({ code: 0 });
  // It has its own backup, and database_latest stays the one before the last deployment.
  expect(backupsNow()).toEqual({ count: count + 1, latest });
});

test('every deployment is on the record, and none touched the database container', () => {
  const record = demo.deployments();
  expect(record.map(({ tag }) => tag)).toEqual(['v1', 'v2', 'v3', 'v2']);
  expect(record.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  expect(record[3]).toMatchObject({ images: record[1]?.images, rolledBackFrom: record[2]?.commit });
  for (const { at, commit, tag, images, by, outcome } of record) {
    expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(commit).toBe(demo.git('rev-parse', tag));
    const format = '{{.Id}} {{index .Config.Labels "org.opencontainers.image.revision"}}';
    const [image] = docker('image', 'inspect', '-f', format, `${demo.project}-backend:${commit}`);
    expect(image).toBe(`${images.backend} ${commit}`);
    expect(by).toMatch(/^\S+@\S+$/);
    expect(outcome).toBe('healthy');
  }
  // What a deployment replaces keeps its images.
  const pins = docker('images', '--format', '{{.Tag}}', `chronos-rollback/${demo.project}-backend`);
  expect(pins.sort()).toEqual([...new Set(record.map(({ commit }) => commit.slice(0, 12)))].sort());
  expect(demo.container('postgres')).toBe(database);
});

test('a step of a rollback reverts whatever lease and holds say, and is on the record', () => {
  takeLease();
  hold('mode=all');
  const { count, latest } = backupsNow();
  const { status } = spawnSync('./deployment/scripts/deploy.sh', ['production', '--rollback'], {
    cwd: demo.directory,
    env: { ...process.env, CHRONOS_ROLLBACK_ID: 'r-1234abcd' },
  });
  expect(status).toBe(0);
  expect(demo.git('describe', '--tags')).toBe('v1');
  expect(backupsNow()).toEqual({ count: count + 1, latest });
  expect(demo.deployments()[4]).toMatchObject({
    tag: 'v1',
    outcome: 'healthy',
    rolledBackFrom: demo.git('rev-parse', 'v2'),
  });
  for (const file of ['lease', 'holds']) rmSync(join(demo.state, file), { recursive: true });
});

test('deploy.sh refuses wrong usage and modified sources before it does anything', () => {
  expect(demo.script('deploy', '--roll-back')).toMatchObject({ code: 2 });
  appendFileSync(join(demo.directory, 'backend/server.js'), '// hotfix\n');
  expect(demo.script('deploy')).toMatchObject({
    code: 1,
    text: expect.stringContaining('tracked files are modified'),
  });
  expect(demo.deployments()).toHaveLength(5);
});

test('the demo refuses a directory that is not its own', () => {
  expect(demo.create()).toMatchObject({ code: 1, text: expect.stringContaining('is not empty') });
  const clean = demoCli('clean', '--directory', demo.state);
  expect(clean).toMatchObject({ code: 1, text: expect.stringContaining('nothing has been removed') });
});

test('clean removes everything of the project and nothing else', () => {
  const { project } = demo;
  const image = `${project}-backend:latest`;
  docker('tag', image, `chronos-rollback/${project}-backend:r-1`);
  docker('create', '--label', `chronos-rollback.project=${project}`, image);
  const others = `${project}x-backend:latest`;
  docker('tag', image, others);

  expect(demo.clean()).toMatchObject({ code: 0 });
  const everything = [
    ...docker('ps', '-a', '--format', '{{.Names}} {{.Image}} {{.Labels}}'),
    ...docker('volume', 'ls', '-q'),
    ...docker('network', 'ls', '--format', '{{.Name}}'),
    ...docker('images', '--format', '{{.Repository}}:{{.Tag}}'),
  ];
  docker('rmi', others);
  expect(everything.filter((line) => line.includes(project))).toEqual([others]);
  expect(existsSync(demo.parent)).toBe(false);
});
