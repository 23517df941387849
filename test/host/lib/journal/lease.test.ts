import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Site, unclosed } from '../../../support/host/host';

let site: Site;
beforeEach(() => {
  site = new Site();
  site.release('v1', { 'a file': 'one\n' });
});
afterEach(() => site.remove());

const file = (name: string) => join(site.state, name);
const theirs = { HOLDER: 'their stack', OPERATOR: 'bob' };
/** What consents to taking over the lease that there is. */
const TAKE_OVER = () => `${site.lease().holder}\n${site.lease().since}`;
const step = (body: string, identity = {}) => site.step('revert', {}, identity, body);
const RUN = 'echo x >>"$STATE/ran"';
const ran = () => (existsSync(file('ran')) ? readFileSync(file('ran'), 'utf8') : '');
const types = () => site.journal().map(({ type }) => type);
/** Seconds from now until the lease runs out. */
const runsFor = () => (Date.parse(site.lease().until ?? '') - Date.now()) / 1000;
const write = (lease: object) => writeFileSync(file('lease'), `${JSON.stringify({ v: 1, ...lease })}\n`);
const expire = () => write({ ...site.lease(), until: '2020-01-01T00:00:00.000Z' });

test('opening takes the lease, for the longest of the deadlines', async () => {
  await site.open({ OPERATOR: 'ann "the hand" \\ ü' });
  expect(site.lease()).toMatchObject({
    v: 1,
    rollback: site.rollback,
    holder: 'stack',
    user: 'ann "the hand" \\ ü',
    state: 'open',
    since: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
  });
  expect(runsFor()).toBeGreaterThan(60);
  expect(runsFor()).toBeLessThanOrEqual(120);
});

test('the refusal to another holder says who is at work, since when, where, and until when', async () => {
  await site.open({ OPERATOR: 'ann' });
  const { since, until } = site.lease();
  const before = readFileSync(file('journal.jsonl'), 'utf8');
  const facts = [site.rollback, 'stack', '(ann)', since, 'open', until].join('.*');
  const refusal = { ok: false, code: 'lease.held', summary: expect.stringMatching(facts) as string };
  expect(await site.open(theirs)).toEqual(refusal);
  expect(await site.open({ ...theirs, ROLLBACK: 'r-2' })).toEqual(refusal);
  expect(readFileSync(file('journal.jsonl'), 'utf8')).toBe(before);
});

test('the same holder goes on at once', async () => {
  await site.open();
  await step('exit 1');
  expect(await site.open()).toEqual({ ok: true, summary: 'opened' });
  expect(site.journal().at(-1)).toMatchObject({ type: 'resume', tookOver: '', confirm: '' });
});

test('a lease that ran out is taken over, and that is on record', async () => {
  await site.open();
  expire();
  expect(await site.open({ ...theirs, CONFIRM: 'r-00c0ffee' })).toMatchObject({ ok: true });
  expect(site.journal().at(-1)).toMatchObject({
    type: 'resume',
    operator: 'bob',
    tookOver: 'stack',
    confirm: 'r-00c0ffee',
  });
  expect(site.lease()).toMatchObject({ holder: 'their stack', user: 'bob', state: 'open' });
});

test('a live lease is taken over by who says so, and that is on record', async () => {
  await site.open();
  expect(await site.open({ ...theirs, TAKE_OVER: TAKE_OVER() })).toMatchObject({ ok: true });
  expect(site.journal().at(-1)).toMatchObject({ type: 'resume', tookOver: 'stack' });
});

test('consent to taking a lease over is for that lease alone', async () => {
  await site.open();
  const consent = TAKE_OVER();
  const mine = { HOLDER: 'my stack', TAKE_OVER: consent };
  await site.open({ ...theirs, TAKE_OVER: consent });
  const refusal = {
    ...{ ok: false, code: 'lease.changed' },
    summary: expect.stringContaining('their stack (bob)') as string,
  };
  expect(await site.open(mine)).toEqual(refusal);
  write({ ...site.lease(), holder: 'stack' });
  expect(await site.open(mine)).toMatchObject({ ok: false });
  expect(site.lease().holder).toBe('stack');
  expect(await site.open({ ...mine, TAKE_OVER: TAKE_OVER() })).toMatchObject({ ok: true });
});

test('a lease that was taken over for another rollback is noted there', async () => {
  await site.open();
  await site.close();
  write({
    rollback: 'r-gone',
    holder: 'their stack',
    user: 'bob',
    since: '2020-01-01T00:00:00.000Z',
    state: 'restart',
    until: '2020-01-01T00:00:00.000Z',
  });
  expect(await site.open({ ROLLBACK: 'r-2', CONFIRM: 'r-2' })).toMatchObject({ ok: true });
  expect(site.journal().slice(-2)).toMatchObject([
    { type: 'attempt', confirm: 'r-2' },
    {
      ...{ type: 'note', code: 'note.lease-taken-over', rollback: 'r-2' },
      text: expect.stringMatching(/r-gone.* their stack \(bob\)/),
    },
  ]);
});

test('a take-over does not open a second attempt beside one that is unfinished', async () => {
  await site.open();
  expect(await site.open({ ...theirs, ROLLBACK: 'r-2', TAKE_OVER: TAKE_OVER() })).toMatchObject({
    ...{ ok: false, code: 'rollback.unfinished' },
    summary: expect.stringContaining(site.rollback),
  });
  expect(site.lease()).toMatchObject({ holder: 'stack' });
});

test('each step renews the lease when it begins, and when it ends', async () => {
  await site.open({ DEADLINES: 'prepare=60\nrevert=10' });
  const { since } = site.lease();
  await step('cp "$STATE/lease" "$STATE/then"; succeed well');
  const then = JSON.parse(readFileSync(file('then'), 'utf8')) as Record<string, string>;
  expect(then).toMatchObject({ holder: 'stack', user: 'tester', since, state: 'revert' });
  expect(Date.parse(then.until ?? '') - Date.now()).toBeLessThanOrEqual(70_000);
  expect(site.lease()).toMatchObject({ holder: 'stack', user: 'tester', since, state: 'revert' });
  expect(runsFor()).toBeGreaterThan(70);
});

test('closing ends the lease, so that others can open', async () => {
  await site.open();
  await site.close('undone');
  expect(existsSync(file('lease'))).toBe(false);
  expect(await site.open({ ...theirs, ROLLBACK: 'r-2' })).toMatchObject({ ok: true });
});

test('closing again, when another rollback is under way, leaves its lease alone', async () => {
  await site.open();
  await site.close();
  await site.open({ ...theirs, ROLLBACK: 'r-2' });
  await site.close();
  expect(site.lease()).toMatchObject({ rollback: 'r-2', holder: 'their stack' });
});

test.each([
  ['missing', undefined],
  ['empty', ''],
  ['garbled', '{"v":1,"rollback":"r-1","holder":'],
  ['of another version', '{"v":2,"rollback":"r-1"}\n'],
  ['binary', '\0\0\xff\xfe\n'],
])('a lease that is %s is none: others can open, and a step writes it anew', async (_, text) => {
  await site.open();
  const spoil = () => (text === undefined ? rmSync(file('lease')) : writeFileSync(file('lease'), text));
  spoil();
  await step('cp "$STATE/lease" "$STATE/then"; succeed well');
  expect(JSON.parse(readFileSync(file('then'), 'utf8'))).toMatchObject({
    rollback: site.rollback,
    holder: 'stack',
    user: 'tester',
  });
  spoil();
  expect(await site.open(theirs)).toMatchObject({ ok: true });
});

describe('after a take-over', () => {
  beforeEach(async () => {
    await site.open();
    await site.step('prepare', {}, { HOLDER: 'stack' }, `${RUN}; succeed 'all there'`);
    await site.open({ ...theirs, TAKE_OVER: TAKE_OVER() });
  });

  test('a step that had ended prints its old verdict to either, and ran once', async () => {
    for (const HOLDER of ['stack', 'their stack']) {
      expect(await site.step('prepare', {}, { HOLDER }, RUN)).toMatchObject({
        ok: true,
        summary: 'all there',
      });
    }
    expect(ran()).toBe('x\n');
  });

  test('a step of the former holder does nothing and says who has it now', async () => {
    const verdict = await step(RUN, { HOLDER: 'stack' });
    expect(verdict).toMatchObject({
      ok: false,
      code: 'lease.held',
      refused: true,
      summary: expect.stringMatching(/r-00c0ffee.* their stack \(bob\)/),
    });
    expect(ran()).toBe('x\n');
    expect(types().at(-1)).toBe('resume');
    expire();
    expect(await step(RUN, { HOLDER: 'stack' })).toMatchObject({ refused: true });
    writeFileSync(file('lease'), '');
    expect(await step(RUN, { HOLDER: 'stack' })).toMatchObject({ refused: true });
    expect(await step(`${RUN}; succeed well`, { HOLDER: 'their stack' })).toMatchObject({ ok: true });
    expect(ran()).toBe('x\nx\n');
  });

  test('the former holder does not close it', async () => {
    expect(unclosed(await site.close('stranded', { HOLDER: 'stack' }))).toMatchObject({
      code: 'lease.held',
      summary: expect.stringContaining('their stack (bob)'),
    });
    expect(types()).not.toContain('outcome');
    expect(site.lease()).toMatchObject({ holder: 'their stack' });
    expect(await site.close('recovered', { HOLDER: 'their stack' })).toMatchObject({ code: 0 });
  });

  test('the former holder can take it back', async () => {
    expect(await site.open()).toMatchObject({ ok: false });
    expect(await site.open({ TAKE_OVER: TAKE_OVER() })).toMatchObject({ ok: true });
    expect(await step('succeed well', { HOLDER: 'stack' })).toMatchObject({ ok: true });
  });
});

describe('while a deployment is in progress', () => {
  const lock = () => file('deploy.lock');
  const inProgress = () => ({
    ...{ ok: false, code: 'deployment.in-progress' },
    summary: expect.stringContaining(lock()) as string,
  });
  /** Runs something while another process holds the deploy script's lock. */
  async function whileDeploying<T>(act: () => Promise<T>): Promise<T> {
    const script = spawn('bash', ['-c', 'exec 9>"$0"; flock 9; echo locked; exec cat', lock()], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const ended = new Promise((resolve) => script.on('close', resolve));
    await new Promise((resolve) => script.stdout.once('data', resolve));
    try {
      return await act();
    } finally {
      script.stdin.end();
      await ended;
    }
  }

  test('nothing can be opened, and nothing is left of the try', async () => {
    mkdirSync(site.state);
    expect(await whileDeploying(() => site.open())).toEqual(inProgress());
    expect(readdirSync(site.state).sort()).toEqual(['deploy.lock', 'lock']);
    expect(await site.open()).toEqual({ ok: true, summary: 'opened' });
  });

  test('a step whose lease has run out does nothing, and goes on once it is over', async () => {
    await site.open();
    const lease = { ...site.lease(), until: '2020-01-01T00:00:00.000Z' };
    writeFileSync(file('lease'), `${JSON.stringify(lease)}\n`);
    expect(await whileDeploying(() => step('succeed well'))).toMatchObject({
      ok: false,
      code: 'deployment.in-progress',
      refused: true,
      taken: true,
      summary: expect.stringContaining(lock()),
    });
    expect(types()).toEqual(['attempt']);
    expect(await step('succeed well')).toMatchObject({ ok: true });
  });

  test('an attempt that was cut off does not go on, and keeps its lease', async () => {
    await site.open();
    const before = site.lease();
    expect(await whileDeploying(() => site.open())).toEqual(inProgress());
    expect([site.lease(), types()]).toEqual([before, ['attempt']]);
  });
});
