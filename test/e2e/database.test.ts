import { appendFileSync, statSync, truncateSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Outputs } from '../../audit/outputs';
import { contentOf, leftBehind, sequencesOf, sqlIn } from '../support/demo/data';
import { Demo, docker } from '../support/demo/demo';
import { isFull } from '../support/depth';
import { wholly } from '../support/demo/done';
import { until } from '../support/host/host';
import { Operator } from '../support/demo/operator';
import { Session } from '../support/demo/session';
import { worldOf } from '../support/demo/world';

const demo = new Demo();
/** Through the engine goes the swap; all else about it without one. */
const operator = new Operator(demo, 'operator');
const session = new Session(demo);
const head = () => demo.git('describe', '--tags', 'HEAD');
const WISH = { scenario: 'database' };
const STEPS = ['prepare', 'stop', 'restore', 'revert', 'restart', 'verify'];
const shadowOf = (outputs: Outputs) => `shadow_${planIn(outputs).backup?.sha256.slice(0, 8)}`;
/** The new customers of the bad release: five transfers that are in no backup. */
const transfer = (count = 5) =>
  sqlIn(
    demo,
    `INSERT INTO transfers (from_account, to_account, amount_cents) SELECT 1, 2, i FROM generate_series(1, ${count}) i`,
  );

/** Somebody who holds the live database's name in a transaction of their own, from another database. */
const holdName = () =>
  docker(
    ...[
      'exec',
      '-d',
      '-e',
      'PGAPPNAME=holder',
      demo.container('postgres'),
      'psql',
      '-U',
      'chronos_user',
      '-d',
      'postgres',
    ],
    ...['-c', "BEGIN; COMMENT ON DATABASE chronos_financial IS 'mine'; SELECT pg_sleep(300)"],
  );
const holders = (what = 'count(*)') =>
  sqlIn(
    demo,
    `SELECT ${what} FROM pg_stat_activity WHERE application_name = 'holder' AND wait_event = 'PgSleep'`,
    'postgres',
  )[0];
const releaseName = () => holders('pg_terminate_backend(pid)');

interface Planned {
  readonly id: string;
  readonly backup?: { readonly path: string; readonly sha256: string };
  readonly risks: readonly { readonly code: string; readonly what: string }[];
}
const planIn = ({ plan }: Outputs) => plan as unknown as Planned;

/** Everything that an undo has to bring back. */
const standing = () => {
  const { head: commit, refs, status, stashes, holds } = worldOf(demo);
  return { commit, refs, status, stashes, holds, content: contentOf(demo), sequences: sequencesOf(demo) };
};

let good: Record<string, unknown>;
let bad: ReturnType<typeof standing>;

beforeAll(async () => {
  demo.create();
  expect(demo.deploy('v2').code).toBe(0);
  good = contentOf(demo);
  // Pays interest on whole euros: a damaging migration, a table with a foreign key, a view.
  expect(demo.deploy('v5').code).toBe(0);
  operator.create();
  transfer();
  await until(() => demo.script('health-check').text.includes('books balance'), 60);
  bad = standing();
});

afterAll(() => {
  demo.clean();
});

test('the damage is there: a whole column is wrong, which no health check of the services shows', async () => {
  expect(demo.script('health-check').text).toMatch(/BAD +books balance: .*[1-9]\d* accounts/);
});

test('without consent it is refused and nothing is touched; what would be lost is counted to the row', async () => {
  const before = worldOf(demo);
  const { code, lines, text, outputs } = await session.up(WISH);
  expect({ code, lines }).toEqual({ code: 1, lines: [] });
  expect(outputs).toMatchObject({ status: 'refused', code: 'consent.needed' });
  // Of each account that has interest one row changed and one is new; the migration is one, the transfers five.
  const [savings] = sqlIn(demo, "SELECT count(*) FROM accounts WHERE kind = 'savings'");
  const rows = 2 * Number(savings) + 1 + 5;
  expect(planIn(outputs).risks).toEqual([
    {
      kind: 'loss',
      code: 'risk.rows-lost',
      what: expect.stringMatching(new RegExp(`^${rows} rows .*\\b${savings} `)) as string,
    },
  ]);
  expect(text).toContain("counted exactly, by the backup's snapshot");
  expect(text).toMatch(/public\.transfers: 5 .*, 0 /);
  expect(text).toMatch(/connected: chronos_user .*\bbackend\b/);
  expect(text).toContain(`pulumi up -c confirm=${planIn(outputs).id} -c scenario=database`);
  expect(outputs.dataLoss).toMatchObject({ rows, gone: Number(savings) });
  expect(worldOf(demo)).toEqual(before);
  expect(leftBehind(demo)).toEqual([]);
});

test('refused, when the backup changes once prepare has begun: nothing is touched, and outputs tell of prepare', async () => {
  const { outputs: shown } = await session.preview(WISH);
  if (!shown) throw new Error('the preview has no outputs');
  const { id: confirm, backup } = planIn(shown);
  const file = join(demo.directory, 'backups/pre-deployment', basename(backup?.path ?? ''));
  const { size } = statSync(file);
  const alter = () => appendFileSync(file, 'x');
  const { code, lines, outputs } = await session.upWhile('prepare.begun', alter, { ...WISH, confirm });
  truncateSync(file, size);
  expect({ code, lines }).toEqual({
    code: 1,
    lines: ['attempt', 'begin prepare', 'end prepare failed', 'outcome refused'],
  });
  expect(outputs).toMatchObject({ status: 'refused', code: 'backup.changed' });
  expect(outputs.timeline.map(({ state, ok }) => [state, ok])).toEqual([['prepare', false]]);
  expect(standing()).toEqual(bad);
  expect(leftBehind(demo)).toEqual([]);
});

if (isFull)
  test('undone, when the swap fails: everything stands as before, data included, and the shadow is kept', async () => {
    const confirm = await session.planFor(WISH);
    // Whoever comments on a database holds its name until they commit: the swap waits behind its fence.
    holdName();
    await until(() => holders() === '1', 20);
    const { code, lines, outputs } = await session.up({ ...WISH, confirm, timeouts: { restore: 8 } });
    releaseName();
    expect({ code, lines }).toEqual({
      code: 1,
      lines: [
        ...['attempt', ...wholly('prepare', 'stop'), 'begin restore', 'end restore failed'],
        ...[...wholly('undo'), 'outcome undone'],
      ],
    });
    expect(outputs.timeline.find(({ state }) => state === 'restore')).toMatchObject({
      code: 'step.timed-out',
      verdict: expect.stringMatching(/\b8 s/) as string,
    });
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(standing()).toEqual(bad);
    expect(leftBehind(demo)).toEqual([shadowOf(outputs)]);
  });

describe('with consent', () => {
  let rollback: string;

  test('recovered: every row, index, constraint and grant of the backup, and the release of its time', async () => {
    rollback = await session.planFor(WISH);
    const { code, lines, outputs } = operator.up({ ...WISH, confirm: rollback });
    expect(planIn(outputs).id).toBe(rollback);
    expect({ code, lines }).toEqual({
      code: 0,
      lines: ['attempt', ...wholly(...STEPS), 'outcome recovered'],
    });
    expect(outputs.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(outputs.checks.map(({ code: of }) => of)).toEqual(
      expect.arrayContaining(['check.database-restored', 'check.rows', 'check.database-write']),
    );
    expect(contentOf(demo)).toEqual(good);
    expect(head()).toBe('v2');
    expect(demo.script('health-check').code).toBe(0);
    expect(outputs.dataLoss).toMatchObject({ kept: `chronos_financial_before_${rollback}` });
  });

  test('what was live stays, sealed, to the row; numbers that it gave out are not given out again', async () => {
    expect(leftBehind(demo)).toEqual([`before_${rollback}`]);
    const sealed = `chronos_financial_before_${rollback}`;
    expect(() => sqlIn(demo, 'SELECT 1', sealed)).toThrow(/not currently accepting connections/);
    const sequences = sequencesOf(demo);
    for (const [name, value] of Object.entries(bad.sequences))
      if (name in sequences) expect({ name, at: sequences[name] }).toEqual({ name, at: value });
    sqlIn(demo, `ALTER DATABASE "${sealed}" ALLOW_CONNECTIONS true`, 'postgres');
    expect(contentOf(demo, sealed)).toEqual(bad.content);
    sqlIn(demo, `ALTER DATABASE "${sealed}" ALLOW_CONNECTIONS false`, 'postgres');
  });

  test('the same again changes nothing: no resource, no line, no output', async () => {
    const before = { world: worldOf(demo), outputs: operator.stack.outputs(), content: contentOf(demo) };
    const { code, counts, lines } = operator.up({ ...WISH, confirm: rollback });
    expect({ code, lines, counts: Object.keys(counts) }).toEqual({
      code: 0,
      lines: [],
      counts: ['unchanged'],
    });
    expect({ world: worldOf(demo), outputs: operator.stack.outputs(), content: contentOf(demo) }).toEqual(
      before,
    );
  });

  test('an undo asks, as the app has written since; what it has written is told', async () => {
    transfer(2);
    const { code, lines, outputs } = await session.up({ undo: rollback });
    expect({ code, lines }).toEqual({ code: 1, lines: [] });
    expect(planIn(outputs).risks).toEqual([
      {
        kind: 'writes',
        code: 'risk.writes-lost',
        what: expect.stringMatching(/^2 rows .*\(public\.transfers 2\)/) as string,
      },
    ]);
  });

  if (isFull)
    test('stranded, when a service does not come up', async () => {
      const confirm = await session.planFor({ undo: rollback });
      session.fail('backend');
      const { code, outputs } = await session.up({ undo: rollback, confirm });
      session.mend();
      expect({ code, status: outputs.status }).toEqual({ code: 1, status: 'stranded' });
      expect(outputs.next).toMatch(/by hand/);
    });

  test('undone, also where it was stranded before: all is as before, data included', async () => {
    // What was stranded goes on without another consent.
    const consent = isFull ? {} : { confirm: await session.planFor({ undo: rollback }) };
    const { code, outputs } = await session.up({ undo: rollback, ...consent });
    expect({ code, status: outputs.status }).toEqual({ code: 0, status: 'undone' });
    // A number that the restored database has given out is not given out again.
    expect(standing()).toEqual({ ...bad, sequences: { ...bad.sequences, transfers_id_seq: 7 } });
    expect(leftBehind(demo)).toEqual([`undone_${rollback}`]);
  });
});

if (isFull)
  test('degraded, when the app does not come up on the restored database: nothing is undone unasked, nor restored twice', async () => {
    const confirm = await session.planFor(WISH);
    session.fail('frontend');
    const { code, outputs } = await session.up({ ...WISH, confirm });
    session.mend();
    expect({ code, status: outputs.status }).toEqual({ code: 1, status: 'degraded' });
    expect(contentOf(demo)).toEqual(good);
    const before = leftBehind(demo);
    const again = await session.up(WISH);
    expect({ code: again.code, status: again.outputs.status }).toEqual({ code: 0, status: 'recovered' });
    expect(again.lines).not.toContain('begin restore');
    expect({ content: contentOf(demo), left: leftBehind(demo), head: head() }).toEqual({
      content: good,
      left: before,
      head: 'v2',
    });
  });
