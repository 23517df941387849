import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Site, verdictOf } from '../../../support/host/host';

const MiB = 1024 * 1024;
let site: Site;
beforeEach(async () => {
  site = new Site();
  site.release('v1', { 'a file': 'one\n' });
  await site.open({ DEADLINES: 'revert=20' });
});
afterEach(() => site.remove());

const file = (name: string) => join(site.state, name);
const log = (name = 'revert.log') => file(`${site.rollback}/${name}`);
const step = (body: string) => site.step('revert', {}, {}, body);

test('a log that has grown long is kept aside when the step begins again', async () => {
  await step('echo first; fail once');
  execFileSync('truncate', ['-s', '17M', log()]);
  await step('echo second; succeed well');
  expect(statSync(log('revert.log.1')).size).toBe(17 * MiB);
  expect(readFileSync(log(), 'utf8')).toContain('second');
  expect(statSync(log()).size).toBeLessThan(1000);
});

test('a failed step tells the end of its log, behind what told a cause in this run of it and not in one before', async () => {
  await step('echo "error: of before"; fail step.unexpected once');
  const noise = 'for n in {1..40}; do echo "line $n"; done';
  const { log: told = '' } = await step(
    `echo 'time="x" level=warning msg="The \\"APP_KEY\\" variable is not set."'; echo all is fine; echo 'APP_KEY is empty'; ${noise}; fail step.unexpected once`,
  );
  const lines = told.split('\n');
  expect(lines.slice(0, 3)).toEqual([expect.stringContaining('APP_KEY'), 'APP_KEY is empty', 'line 26']);
  expect([lines.length, lines.at(-1)]).toEqual([17, 'line 40']);
});

test('the log of a short step goes on where it was', async () => {
  await step('echo first; fail once');
  await step('echo second; succeed well');
  expect(readFileSync(log(), 'utf8')).toMatch(/first[^]*second/);
  expect(existsSync(log('revert.log.1'))).toBe(false);
});

test('a tool that prints without end fills no disk, and its last lines are still known', async () => {
  // As fast as a disk takes it would only measure the disk.
  const endless = `i=0; while [ $i -lt 400 ]; do head -c 200000 /dev/zero | tr '\\\\0' x; echo; i=$((i+1)); sleep 0.01; done; echo the very end`;
  const verdict = await step(
    `within sh -c "${endless.replaceAll('$', '\\$')}"; fail revert.failed 'it failed'`,
  );
  expect(verdict.log).toContain('the very end');
  const total = readdirSync(file(site.rollback)).reduce((sum, name) => sum + statSync(log(name)).size, 0);
  expect(total).toBeLessThan(60 * MiB);
  expect(readFileSync(log(), 'latin1')).toContain('--- cut at');
});

test('another log of the step is kept short as well, also one that is not opened for append', async () => {
  const tool = `head -c 20000000 /dev/zero; for i in 1 2 3 4 5 6 7 8; do sleep 0.25; echo more; done`;
  await step(`within sh -c '${tool}' >"$WORK/check.log"; succeed well`);
  expect(statSync(log('check.log')).blocks * 512).toBeLessThan(MiB);
  expect(statSync(log('check.log.1')).size).toBeLessThanOrEqual(8 * MiB);
});

test.each([
  ['a line of 200 MB', `head -c 200000000 /dev/zero | tr '\\0' x`],
  ['200 MB of NUL bytes', 'head -c 200000000 /dev/zero'],
  ['200 MB that are no UTF-8', `head -c 200000000 /dev/zero | tr '\\0' '\\377'`],
])('%s neither hangs a step nor bloats its verdict', async (_, tool) => {
  const ran = await site.start('revert', {}, {}, `${tool}; fail revert.failed 'too much'`).ended;
  expect(verdictOf(ran)).toMatchObject({ ok: false, summary: 'too much' });
  expect(ran.stdout.length).toBeLessThan(10_000);
});

test('a summary of any length stays a line that the program can take', async () => {
  const ran = await site.start(
    'revert',
    {},
    {},
    `fail revert.failed "$(head -c 300000 /dev/zero | tr '\\0' x)"`,
  ).ended;
  expect(verdictOf(ran).summary).toHaveLength(1000);
});

describe('logs of closed rollbacks', () => {
  const id = (n: number) => `r-${String(n).padStart(8, '0')}`;
  const outcome = (n: number) =>
    `{"v":1,"type":"outcome","rollback":"${id(n)}","at":"","outcome":"undone"}\n`;
  const directories = () => readdirSync(site.state).filter((name) => name.startsWith('r-'));

  test('beyond the newest 50 are removed when the next one is opened; the journal never', async () => {
    await site.close();
    for (let n = 1; n <= 60; n++) {
      mkdirSync(file(id(n)));
      writeFileSync(file(`${id(n)}/revert.log`), '');
      appendFileSync(file('journal.jsonl'), outcome(n));
    }
    const unknown = ['r-deadbeef', 'r-notes'];
    for (const name of unknown) mkdirSync(file(name));
    const before = readFileSync(file('journal.jsonl'), 'utf8');
    expect(await site.open({ ROLLBACK: id(99) })).toMatchObject({ ok: true });
    const newest = Array.from({ length: 50 }, (_, n) => id(n + 11));
    expect(directories().sort()).toEqual([...newest, id(99), ...unknown].sort());
    expect(readFileSync(file('journal.jsonl'), 'utf8').startsWith(before)).toBe(true);
  });

  test('stay while there are no more than 50', async () => {
    await site.close();
    await site.open({ ROLLBACK: id(1) });
    expect(directories()).toEqual([id(1), site.rollback]);
  });
});
