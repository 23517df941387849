import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { depth } from '../../../support/depth';
import { Site, type Running, until, verdictOf } from '../../../support/host/host';

let site: Site;
beforeEach(async () => {
  site = new Site();
  site.release('v1', { 'a file': 'one\n' });
  await site.open({ DEADLINES: 'revert=1\nverify=60' });
});
afterEach(() => site.remove());

const file = (name: string) => join(site.state, name);
const LATE = '1';
const step = (body: string) => site.step('revert', { LATE }, {}, body);
const start = (body: string): Running => site.start('revert', { LATE }, {}, body);
const read = (name: string) => (existsSync(file(name)) ? readFileSync(file(name), 'utf8').trim() : '');
const pids = (name = 'pids') => read(name).split('\n').filter(Boolean).map(Number);
/** Whether a process is there and no zombie that waits for its parent. */
const lives = (pid: number) =>
  existsSync(`/proc/${pid}/stat`) && !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
/** A command that writes its process id down and goes on for a minute whatever signal it gets. */
const STUBBORN = `bash -c 'trap "" TERM INT HUP; echo $$ >>"$0/pids"; for i in {1..600}; do sleep 0.1; done' "$STATE"`;
const nobody = () => pids().every((pid) => !lives(pid));

/** What a step may hang in, as its body. */
const HANGS: readonly [string, string][] = [
  ['a command', STUBBORN],
  ['a child in a session of its own', `setsid --wait ${STUBBORN}`],
  ['nothing but the shell itself', 'echo $$ >>"$STATE/pids"; while :; do :; done'],
];
const MORE: typeof HANGS = [
  ['a substitution', `answer=$(${STUBBORN})`],
  ['a pipeline', `${STUBBORN} | cat`],
  ['a function of the step', `hung() { ${STUBBORN}; }; hung`],
  ['a child whose parent is gone', `within bash -c 'setsid "$@" & sleep 60' - ${STUBBORN}`],
  ['a wait for something in the background', `${STUBBORN} & wait`],
  [
    'a pipe that nobody writes to',
    'echo $$ >>"$STATE/pids"; mkfifo "$STATE/pipe"; read -r line <>"$STATE/pipe"',
  ],
];

test.each(depth(HANGS, [...HANGS, ...MORE]))(
  'a step that hangs in %s ends at its deadline, with all that it started',
  async (_, body) => {
    const verdict = await step(`${body}\nfail revert.failed 'out of time'`);
    expect(verdict).toMatchObject({
      ok: false,
      code: 'step.timed-out',
      summary: expect.stringMatching(/ 1 s$/),
    });
    expect(site.journal().at(-1)).toMatchObject({ type: 'end', ok: false });
    expect(pids()).not.toEqual([]);
    await until(nobody);
    expect(await step('succeed well')).toMatchObject({ ok: true });
  },
);

test('what a step says of its own deadline is kept', async () => {
  expect(await step(`within sleep 60 || fail revert.failed 'the build hangs'`)).toMatchObject({
    code: 'step.timed-out',
    summary: expect.stringMatching(/^the build hangs, .* 1 s$/),
  });
});

test.each([
  ['what it started', STUBBORN],
  ['a script without the lock', `unlocked() { ${STUBBORN} 9>&-; }; within unlocked`],
])('a step killed by kill -9 keeps no caller waiting, and %s is ended at the deadline', async (_, body) => {
  const { pid, ended } = start(body);
  await until(() => pids().length === 1);
  process.kill(pid, 'SIGKILL');
  expect(await ended).toMatchObject({ stdout: '' });
  expect(await step('succeed well')).toMatchObject({ ok: true });
  expect(nobody()).toBe(true);
  expect(site.journal().map(({ type }) => type)).toEqual(['attempt', 'begin', 'begin', 'end']);
});

test('what a step that was killed had done is done once more, and what had ended is not', async () => {
  const { pid, ended } = start('echo x >>"$STATE/ran"; exec sleep 60');
  await until(() => read('ran') === 'x');
  process.kill(pid, 'SIGKILL');
  await ended;
  const body = 'echo x >>"$STATE/ran"; succeed well';
  for (const _ of [1, 2]) expect(await step(body)).toMatchObject({ ok: true });
  expect(read('ran')).toBe('x\nx');
});

test.each([
  ['a tool', 'sleep 60 & echo $! >>"$STATE/pids"'],
  ['a tool in a session of its own', 'setsid sleep 60 & echo $! >>"$STATE/pids"'],
  ['what a command started', `within bash -c 'sleep 60 & echo $! >>"$0/pids"' "$STATE"`],
])('%s that a step leaves running keeps neither the caller nor the lock', async (_, body) => {
  expect(await step(`${body}; succeed well`)).toMatchObject({ ok: true });
  expect(pids().map(lives)).toEqual([true]);
  expect(await site.step('verify', {}, {}, 'succeed well')).toMatchObject({ ok: true });
  for (const pid of pids()) process.kill(pid);
});

test('a signal while the lock is waited for leaves no line and nothing behind', async () => {
  const first = start('echo $$ >"$STATE/first"; exec sleep 60');
  await until(() => read('first') !== '');
  const before = readFileSync(file('journal.jsonl'), 'utf8');
  const second = site.start('verify', {}, {}, 'succeed never');
  await until(() => descendants(second.pid).length > 0);
  const waiting = descendants(second.pid);
  process.kill(second.pid, 'SIGTERM');
  expect(verdictOf(await second.ended)).toMatchObject({ step: 'verify', code: 'step.interrupted' });
  await until(() => !waiting.some(lives));
  expect(readFileSync(file('journal.jsonl'), 'utf8')).toBe(before);
  process.kill(first.pid, 'SIGKILL');
  await first.ended;
});

test('a step has in its environment which rollback runs, for the deployment’s own scripts', async () => {
  await step('bash -c \'echo "$CHRONOS_ROLLBACK_ID" >"$0/pids"\' "$STATE"; succeed well');
  expect(read('pids')).toBe(site.rollback);
});

/** The children of a process, by /proc. */
function descendants(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && existsSync(`/proc/${name}/stat`))
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/stat`, 'utf8').includes(`) S ${parent} `);
      } catch {
        return false;
      }
    })
    .map(Number);
}
