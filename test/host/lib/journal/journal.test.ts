import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  mkdirSync,
} from 'node:fs';
import { join } from 'node:path';
import { part } from '../../../../resources/script/hostScript';
import { Site, type Running, unclosed, until, verdictOf } from '../../../support/host/host';

let site: Site;
beforeEach(async () => {
  site = new Site();
  site.release('v1', { 'a file': 'one\n' });
  await site.open();
});
afterEach(() => site.remove());

const file = (name: string) => join(site.state, name);
const ran = () => (existsSync(file('ran')) ? readFileSync(file('ran'), 'utf8') : '');
const RUN = 'echo x >>"$STATE/ran"';
const step = (body: string) => site.step('revert', {}, {}, body);
const start = (body: string): Running => site.start('revert', {}, {}, body);

test('a step that ended well prints its old verdict and does nothing again', async () => {
  const first = await site.start('revert', {}, {}, `${RUN}; detail images '{"a":"b"}'; succeed 'it is done'`)
    .ended;
  const second = await site.start('revert', {}, {}, `${RUN}; fail revert.failed 'not again'`).ended;
  expect(second).toEqual(first);
  expect(verdictOf(first)).toMatchObject({ ok: true, summary: 'it is done', images: { a: 'b' } });
  expect(ran()).toBe('x\n');
});

test('a step that ended well prints its old verdict although its attempt has gone on since', async () => {
  const first = await site.start('revert', {}, {}, `${RUN}; succeed 'it is done'`).ended;
  const resumed = await site.start('revert', { RESUMED: '1' }, {}, `${RUN}; fail revert.failed 'not again'`)
    .ended;
  expect(resumed).toEqual(first);
  expect(ran()).toBe('x\n');
});

test('a step that failed runs again while its attempt is open', async () => {
  expect(await step("fail revert.failed 'no luck'")).toMatchObject({
    ...{ ok: false, code: 'revert.failed', summary: 'no luck' },
  });
  expect(await step(`${RUN}; succeed well`)).toMatchObject({ ok: true });
  expect(ran()).toBe('x\n');
});

test('a closed attempt never runs a step: the recorded verdict, or that it is closed', async () => {
  await step("fail revert.failed 'no luck'");
  await site.close('undone');
  expect(await step(RUN)).toMatchObject({ ok: false, summary: 'no luck' });
  expect(await site.step('verify', {}, {}, RUN)).toMatchObject({
    ok: false,
    code: 'rollback.closed',
  });
  expect(await site.open()).toMatchObject({
    ...{ ok: false, code: 'rollback.closed' },
    summary: expect.stringContaining(site.rollback),
  });
  expect(ran()).toBe('');
});

test('a verdict of an older version, which has no code, is printed to the byte as it was', async () => {
  const verdict = '{"step":"revert","ok":false,"summary":"no luck","started":"x","seconds":1.5,"log":""}';
  const line = (type: string, fields: string) =>
    `{"v":1,"type":"${type}","rollback":"${site.rollback}","at":"x",${fields},"before":null}\n`;
  const lines = [
    line('begin', '"step":"revert"'),
    line('end', `"step":"revert","ok":false,"verdict":${verdict}`),
    line('outcome', '"outcome":"undone","summary":"x"'),
  ];
  appendFileSync(file('journal.jsonl'), lines.join(''));
  expect(await start(RUN).ended).toEqual({ code: 0, stdout: `${verdict}\n`, stderr: '' });
});

test('a rollback that this host knows nothing of never runs a step', async () => {
  const verdict = await site.step('revert', { ROLLBACK: 'r-unknown' }, {}, RUN);
  expect(verdict).toMatchObject({
    ...{ ok: false, code: 'rollback.unknown' },
    summary: expect.stringContaining('r-unknown'),
  });
  expect(ran()).toBe('');
});

test.each([
  ['an unforeseen error', 'false', /\(exit 1\)$/],
  ['a variable that is not set', 'echo "$NO_SUCH"', /^revert /],
  ['a missing tool', 'no-such-tool', /\(exit 127\)$/],
  ['an exit in between', 'exit 0', /\(exit 0\)$/],
])('%s still gives a verdict, with the last lines of the log', async (_, body, summary) => {
  const verdict = await step(`echo "what was seen before"\n${body}`);
  expect(verdict).toMatchObject({
    ...{ step: 'revert', ok: false, code: 'step.unexpected' },
    log: expect.stringContaining('seen before'),
  });
  expect(verdict.summary).toMatch(summary);
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  '%s ends a step, its commands and its lock, with a verdict',
  async (signal) => {
    const body = 'within bash -c "echo \\$\\$ >\\"$STATE/pid\\"; sleep 60; true"; succeed never';
    const { pid, ended } = start(body);
    await until(() => existsSync(file('pid')) && readFileSync(file('pid'), 'utf8') !== '');
    process.kill(pid, signal);
    expect(verdictOf(await ended)).toMatchObject({ ok: false, code: 'step.interrupted' });
    expect(existsSync(`/proc/${readFileSync(file('pid'), 'utf8').trim()}`)).toBe(false);
    expect(await step('succeed well')).toMatchObject({ ok: true });
  },
);

test('who writes down what Docker tells ends with the step, also where the signal came before it could see one', async () => {
  site.instead(
    'docker',
    `[[ $1 == events ]] || real "$@"; trap '' TERM; echo $$ >'${file('events')}'; exec sleep 60`,
  );
  const itself = 'until [[ -s $STATE/events ]]; do pause 0.05; done; kill "$recorder" $$';
  expect(
    await step(
      `${part('lib/docker/events')}${part('lib/step/outages')}\nrecord_outages; ${itself}; pause 60`,
    ),
  ).toMatchObject({
    code: 'step.interrupted',
  });
  await until(() => !existsSync(`/proc/${readFileSync(file('events'), 'utf8').trim()}`));
});

test('the deadline ends a whole process group, also one that ignores TERM, and the verdict says so', async () => {
  await site.open({ DEADLINES: 'revert=1' });
  const body = `within bash -c 'trap "" TERM; sleep 91 & echo $! >"$0"; wait; sleep 90' "$STATE/pid" || fail revert.failed 'it hangs'`;
  const verdict = await step(body);
  expect(verdict).toMatchObject({
    ...{ ok: false, code: 'step.timed-out', summary: expect.stringMatching(/^it hangs, .* 1 s$/) },
  });
  await until(() => !existsSync(`/proc/${readFileSync(file('pid'), 'utf8').trim()}`));
});

test('a command that exits with 0 on SIGTERM is out of time all the same', async () => {
  await site.open({ DEADLINES: 'revert=1' });
  const verdict = await step(
    `within bash -c 'trap "exit 0" TERM; sleep 60 & wait' || fail revert.failed "exit $?"`,
  );
  expect(verdict).toMatchObject({
    code: 'step.timed-out',
    summary: expect.stringMatching(/^exit 124, .* 1 s$/),
  });
});

test('what a step leaves running keeps nobody waiting for its output', async () => {
  const body = `within bash -c 'sleep 60 & echo $! >"$0"' "$STATE/left"; succeed well`;
  expect(await step(body)).toMatchObject({ ok: true });
  const left = Number(readFileSync(file('left'), 'utf8'));
  expect(existsSync(`/proc/${left}`)).toBe(true);
  process.kill(left);
});

test.each([
  ['10 MB of lines', 'head -c 10000000 /dev/urandom | base64'],
  ['one line of 1 MB', 'head -c 1000000 /dev/zero | tr "\\0" x'],
  ['binary bytes', 'head -c 100000 /dev/urandom'],
  ['half a character', 'printf "%0299d\\xc3\\xa4\\xff\\x01" 0'],
])('stdout is one line of JSON when tools print %s', async (_, tool) => {
  expect(await step(`${tool}; ${tool} >&2; fail revert.failed 'too much'`)).toMatchObject({
    ok: false,
    summary: 'too much',
  });
});

test('of two copies at once the second waits, and the effect happens once', async () => {
  const body = `${RUN}; sleep 0.7; succeed well`;
  const [first, second] = await Promise.all([start(body).ended, start(body).ended]);
  expect(first).toEqual(second);
  expect(ran()).toBe('x\n');
});

test('a lock dies with kill -9 of its holder', async () => {
  const { pid, ended } = start(`${RUN}; exec sleep 60`);
  await until(() => ran() !== '');
  process.kill(pid, 'SIGKILL');
  await ended;
  expect(await step('succeed well')).toMatchObject({ ok: true });
});

test('a lock that another holds is waited for, and then said to be held, and by whom', async () => {
  const { pid, ended } = start(`${RUN}; exec sleep 60`);
  await until(() => ran() !== '');
  expect(await site.open()).toEqual({
    ...{ ok: false, code: 'lock.held' },
    summary: expect.stringMatching(/r-00c0ffee.* stack \(tester\)/) as string,
  });
  process.kill(pid, 'SIGKILL');
  await ended;
});

test('a state directory that cannot be written is named', async () => {
  const refusal = {
    ...{ ok: false, code: 'state.unwritable' },
    summary: expect.stringContaining('/dev/null/state') as string,
  };
  expect(await site.step('revert', {}, { STATE: '/dev/null/state' }, RUN)).toMatchObject(refusal);
  expect(await site.open({ STATE: '/dev/null/state' })).toEqual(refusal);
});

test.each([0, 0o022, 0o077])(
  'with umask %i others can read lease and holds, nothing else of ours, and tools keep the umask',
  async (mask) => {
    rmSync(site.state, { recursive: true });
    const before = process.umask(mask);
    await site.open();
    await step('umask >"$STATE/ran"; succeed done').finally(() => process.umask(before));
    process.umask(mask);
    await site.close('degraded', { HOLD: 'release', HOLD_COMMIT: '', OPERATOR: '', REASON: '' });
    await site.open({ ROLLBACK: 'r-2' }).finally(() => process.umask(before));
    const mode = (name: string) => (statSync(file(name)).mode & 0o777).toString(8);
    const names = ['.', 'lease', 'holds', `holds/${site.rollback}`, 'journal.jsonl', 'lock', site.rollback];
    expect(names.map(mode)).toEqual(['755', '644', '755', '644', '600', '600', '700']);
    expect(parseInt(ran(), 8)).toBe(mask);
  },
);

test.each([
  ['Docker', 'docker'],
  ['git', 'git'],
])('a %s that hangs is given up, and nothing is opened; the lock is free again', async (name, command) => {
  await site.close('undone');
  const { env } = site;
  site.instead(command, 'trap "" TERM; while :; do read -rt 600 <> <(:); done');
  site.impatient();
  const ROLLBACK = 'r-2';
  expect(await site.open({ ROLLBACK, RUNNING: 'web=sha256:1 db=sha256:2' })).toEqual({
    ...{ ok: false, code: 'host.silent' },
    summary: expect.stringMatching(`^${name} .* 20 s$`) as string,
  });
  site.env = env;
  expect(await site.open({ ROLLBACK })).toMatchObject({ ok: true });
});

test('a full disk is said before anything is touched', async () => {
  const full = join(site.parent, 'full');
  mkdirSync(full);
  symlinkSync('/dev/full', join(full, 'journal.jsonl'));
  expect(await site.open({ STATE: full })).toEqual({
    ...{ ok: false, code: 'state.unwritable' },
    summary: expect.stringContaining(`${full}/journal.jsonl`) as string,
  });
});

test('a step whose end cannot be journaled has not ended well', async () => {
  const body =
    'mv "$STATE/journal.jsonl" "$STATE/kept"; ln -s /dev/full "$STATE/journal.jsonl"; succeed done';
  const verdict = await step(body);
  expect(verdict).toMatchObject({
    ...{ ok: false, code: 'state.unwritable' },
    summary: expect.stringMatching(/^done; .*journal\.jsonl$/),
  });
});

test('each line carries the checksum of the line before it', async () => {
  await step('succeed well');
  await site.close();
  const lines = readFileSync(file('journal.jsonl'), 'utf8').split('\n').slice(0, -1);
  const sums = lines.map((line) => createHash('sha256').update(`${line}\n`).digest('hex'));
  expect(site.journal().map(({ type }) => type)).toEqual(['attempt', 'begin', 'end', 'outcome']);
  expect(site.journal().map(({ before }) => before)).toEqual([null, ...sums.slice(0, -1)]);
});

test('reason and operator come through whatever is typed', async () => {
  const REASON = `it's "bad" \\ \\n & $(id) \`id\` ünïcødé 🔥\ttab`;
  expect(await site.open({ REASON: `${REASON}\nnext line\u0001\u007f`, OPERATOR: '\\"&' })).toMatchObject({
    ok: true,
  });
  expect(site.journal()[1]).toMatchObject({
    type: 'resume',
    reason: `${REASON}\nnext line`,
    operator: '\\"&',
  });
});

test.each([
  ['text', '{"v":1,"type":"end","rollback":"r-00c0ffee","at":"x","step":"revert","ok":true,"verd'],
  ['zeros', '\0\0\0\0'],
])('a last line that the power cut off (%s) is set aside and swallows nothing', async (_, torn) => {
  appendFileSync(file('journal.jsonl'), torn);
  expect(await step('succeed well')).toMatchObject({ ok: true });
  expect(site.journal().map(({ type }) => type)).toEqual(['attempt', 'begin', 'end']);
  const aside = readdirSync(site.state).find((name) => name.startsWith('journal.jsonl.torn-')) ?? '';
  expect(readFileSync(file(aside), 'utf8')).toBe(torn);
});

test('a last line that is whole but for its end counts for nothing', async () => {
  const verdict = '"step":"revert","ok":true,"verdict":{"step":"revert","ok":true,"summary":"never"}';
  const torn = `{"v":1,"type":"end","rollback":"${site.rollback}","at":"x",${verdict},"before":null}`;
  appendFileSync(file('journal.jsonl'), torn);
  expect(await step('succeed well')).toMatchObject({ ok: true, summary: 'well' });
  expect(site.journal().map(({ type }) => type)).toEqual(['attempt', 'begin', 'end']);
});

test('what tells of a lost journal is noted when an attempt is opened, and not when it goes on', async () => {
  await site.close();
  const opening = { ROLLBACK: 'r-0000000b', EVIDENCE: 'the journal is lost: "r-0000000a"' };
  for (let time = 0; time < 2; time++) expect(await site.open(opening)).toMatchObject({ ok: true });
  expect(site.journal().slice(-3)).toMatchObject([
    { type: 'attempt' },
    { type: 'note', code: 'note.journal-lost', rollback: 'r-0000000b', text: opening.EVIDENCE },
    { type: 'resume' },
  ]);
});

test('opening twice resumes, and writes the deadlines of today', async () => {
  expect(await site.open({ DEADLINES: 'revert=77' })).toEqual({ ok: true, summary: 'opened' });
  expect(site.journal().map(({ type }) => type)).toEqual(['attempt', 'resume']);
  expect(readFileSync(file(`${site.rollback}/deadlines`), 'utf8')).toBe('revert=77\n');
});

test('another attempt is not opened while one is unfinished', async () => {
  expect(await site.open({ ROLLBACK: 'r-2' })).toMatchObject({
    ...{ ok: false, code: 'rollback.unfinished' },
    summary: expect.stringContaining(site.rollback),
  });
  await site.close();
  expect(await site.open({ ROLLBACK: 'r-2' })).toMatchObject({ ok: true });
});

test('nothing is opened when HEAD is not where it was planned from', async () => {
  await site.close();
  const FROM = site.git('rev-parse', 'HEAD');
  const head = site.release('v2', { 'a file': 'two\n' });
  expect(await site.open({ ROLLBACK: 'r-2', FROM })).toEqual({
    ...{ ok: false, code: 'plan.outdated' },
    summary: expect.stringMatching(`${head.slice(0, 12)}.*${FROM.slice(0, 12)}`) as string,
  });
  expect(site.journal()).toHaveLength(2);
});

test('closing twice writes one outcome and gives the journal both times', async () => {
  const [first, second] = [await site.close(), await site.close('degraded')];
  expect(second).toEqual(first);
  const journal = Buffer.from(second.stdout, 'base64').toString();
  expect(journal).toBe(readFileSync(file('journal.jsonl'), 'utf8'));
  expect(site.journal().map(({ outcome }) => outcome)).toEqual([undefined, 'recovered']);
});

test('a step that was cut off and not asked for again has an end once the attempt is closed', async () => {
  await site.killed('revert.begun', 'revert');
  expect(await site.close('stranded')).toMatchObject({ code: 0 });
  expect(site.journal().map(({ type, step, ok }) => [type, step, ok])).toEqual([
    ['attempt', undefined, undefined],
    ['begin', 'revert', undefined],
    ['end', 'revert', false],
    ['outcome', undefined, undefined],
  ]);
});

test.each<[string, string, boolean]>([
  ['what it rests on has ended well', 'succeed well', true],
  ['a step has failed', "fail revert.failed 'no luck'", false],
])('an outcome is journaled only where %s', async (_, body, isClosed) => {
  await step(body);
  const ran = await site.close('recovered', { STEPS: 'revert' });
  if (isClosed) expect(ran).toMatchObject({ code: 0, stderr: '' });
  else
    expect(unclosed(ran)).toMatchObject({
      ...{ ok: false, code: 'close.step-missing' },
      summary: expect.stringMatching(`${site.rollback}.*recovered.*revert`),
    });
  expect(site.journal().some(({ type }) => type === 'outcome')).toBe(isClosed);
});

test('undone rests on an undo, but not where nothing was changed', async () => {
  await site.open();
  expect(await site.step('prepare', {}, {}, "fail prepare.failed 'no image'")).toMatchObject({ ok: false });
  expect(await site.close('undone', { STEPS: 'undo' })).toMatchObject({ code: 0 });
  await site.open({ ROLLBACK: 'r-2' });
  expect(await site.step('revert', { ROLLBACK: 'r-2' }, {}, "fail revert.failed 'no disk'")).toMatchObject({
    ok: false,
  });
  const closing = { ROLLBACK: 'r-2', STEPS: 'undo' };
  expect(unclosed(await site.close('undone', closing))).toMatchObject({
    code: 'close.step-missing',
    summary: expect.stringMatching('r-2.*undone.*undo'),
  });
  expect(await site.step('undo', { ROLLBACK: 'r-2' }, {}, 'succeed back')).toMatchObject({ ok: true });
  expect(await site.close('undone', closing)).toMatchObject({
    code: 0,
    stdout: expect.not.stringContaining('{'),
  });
});

test('a rollback of which a step was left out stays open, and goes on', async () => {
  await step('succeed well');
  expect(unclosed(await site.close('recovered', { STEPS: 'revert verify' }))).toMatchObject({
    code: 'close.step-missing',
  });
  expect(await site.step('verify', {}, {}, 'succeed well')).toMatchObject({ ok: true });
  expect(await site.close('recovered', { STEPS: 'revert verify' })).toMatchObject({ code: 0 });
});

describe('a step that has ended well and is done once more', () => {
  const again = { AGAIN: 'web' };
  const restart = (body: string, identity = {}) => site.step('restart', {}, identity, body);

  test('counts by its last end: after a failure it is tried again', async () => {
    await site.open();
    expect(await restart('succeed up')).toMatchObject({ ok: true, summary: 'up' });
    expect(await restart('fail restart.failed never')).toMatchObject({ ok: true, summary: 'up' });
    expect(await restart('fail restart.failed down', again)).toMatchObject({ ok: false, summary: 'down' });
    const ran = await site.close('recovered', { STEPS: 'restart' });
    expect(unclosed(ran)).toMatchObject({ code: 'close.step-missing' });
    expect(await restart('succeed anew')).toMatchObject({ ok: true, summary: 'anew' });
    expect(await site.close('recovered', { STEPS: 'restart' })).toMatchObject({ code: 0 });
  });

  test('and whose failure is being taken back has failed, whatever it had come to before', async () => {
    await site.open();
    await restart('succeed up');
    await restart('fail restart.failed down', again);
    await site.step('undo', {}, {}, 'succeed back');
    expect(await restart('succeed never', again)).toMatchObject({ ok: false, summary: 'down' });
    const ran = await site.close('recovered', { STEPS: 'restart' });
    expect(unclosed(ran)).toMatchObject({ code: 'close.step-missing' });
    expect(await site.close('undone', { STEPS: 'undo' })).toMatchObject({ code: 0 });
  });

  test('and was cut off before its undo began is not what it had come to before, either', async () => {
    await site.open();
    await restart('succeed up');
    await site.start('restart', {}, again, 'kill -9 $$').ended;
    await site.start('undo', {}, {}, 'kill -9 $$').ended;
    expect(await restart('succeed never')).toMatchObject({ ok: false, code: 'step.cut-off' });
    expect(await site.step('undo', {}, {}, 'succeed back')).toMatchObject({ ok: true });
    expect(await site.close('undone', { STEPS: 'undo' })).toMatchObject({ code: 0 });
  });

  test('has begun once more, and gets an end where it is cut off', async () => {
    await site.open();
    await restart('succeed up');
    const { ended } = site.start('restart', {}, again, 'kill -9 $$');
    await ended;
    const { stdout } = await site.close('undone', { STEPS: '' });
    const lines = Buffer.from(stdout, 'base64').toString().trim().split('\n');
    const last = lines.map((line) => JSON.parse(line) as { type: string; step?: string; ok?: boolean });
    expect(last.filter(({ step }) => step === 'restart').map(({ type, ok }) => [type, ok])).toEqual([
      ['begin', undefined],
      ['end', true],
      ['begin', undefined],
      ['end', false],
    ]);
  });
});
