import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { runningStep } from '../../../cli/host/runningStep';
import { recover } from '../../../cli/commands/recover';
import { begun, closed, journalOf, opened, wholeJournal } from '../../audit/journal/lines';
import { parseConfig } from '../../../config';
import { plan, settings } from '../../fixtures';
import { until } from '../../support/host/host';
import { aStop, Desk } from '../desk';

const desk = new Desk();
const { session, engine } = desk;
const locks = join(session.place.directory, 'backend/.pulumi/locks/organization/chronos-rollback/test');
const thePlan = plan();
const cutOff = journalOf(thePlan.id, [opened(thePlan), begun('prepare')]);
/** What the journal's request says of every key. */
const REQUEST = `-c commit=previous -c scenario=auto -c service= -c undo= -c backup=matching -c stopFirst=false -c settings=auto`;
const exported = (pending: number) => ({
  stdout: JSON.stringify({ deployment: { pending_operations: Array(pending).fill({}) } }),
});

/** A lock as Pulumi writes it. */
function lockedBy(pid: number, host = hostname()): void {
  const lock = { pid, username: 'root', hostname: host, timestamp: '2026-11-22T03:00:00Z' };
  mkdirSync(locks, { recursive: true });
  writeFileSync(join(locks, 'a.json'), JSON.stringify(lock));
  writeFileSync(join(locks, 'a.json.attrs'), '{}');
}
/** A process that goes by the name of the CLI. */
const atWork = spawn('cat', [], { argv0: 'pulumi' });
/** A step that holds the lock of the state directory until its input ends. */
async function stepAtWork() {
  const lock = join(desk.host, 'lock');
  writeFileSync(lock, '');
  const step = spawn('flock', ['-o', lock, 'cat']);
  await until(() => spawnSync('flock', ['-n', lock, 'true']).status !== 0);
  return step;
}
/** The id of a process that has ended. */
const dead = () => spawnSync('true').pid;

beforeEach(() => {
  desk.clear();
  spawnSync('rm', ['-rf', locks]);
  engine.answers({ 'stack export': exported(0) });
});
afterAll(() => {
  atWork.kill();
  desk.remove();
});

describe('recover', () => {
  test('has nothing to do where nothing was cut off', async () => {
    desk.journal(wholeJournal(thePlan));
    expect(await recover(session)).toBe(0);
    expect(desk.read()).toMatch(/^(?!\$).+\n$/);
    expect(engine.typed()).toEqual(['stack export']);
  });

  test('clears lock and pending operations and goes on with what was asked for', async () => {
    desk.journal(cutOff);
    lockedBy(dead());
    engine.answers({ 'stack export': exported(1) });
    expect(await recover(session)).toBe(0);
    expect(engine.typed().slice(1)).toEqual([
      'cancel --yes',
      'refresh --clear-pending-creates --yes --skip-preview',
      `up --yes --skip-preview -c confirm=${thePlan.id} ${REQUEST}`,
    ]);
    expect(desk.read().match(/^\$ pulumi .*$/gm)).toHaveLength(3);
  });

  test.each([
    ['commit', 'v1'],
    ['scenario', 'database'],
    ['service', 'backend'],
    ['undo', 'r-00c0ffee'],
    ['backup', 'latest'],
    ['stopFirst', 'true'],
  ])('goes on with what was asked for, though the configuration has got %s: %s', async (key, value) => {
    desk.journal(cutOff);
    desk.configure({ [key]: value });
    expect(await recover(session)).toBe(0);
    const { words = [] } = engine.calls().at(-1) ?? {};
    const saved = words.flatMap((word, at) =>
      words[at - 1] === '-c' ? [word.split(/=(.*)/s).slice(0, 2)] : [],
    );
    const asked = parseConfig({ [key]: value, ...(Object.fromEntries(saved) as Record<string, string>) });
    expect(asked.request).toEqual(settings().request);
    desk.configure();
  });

  test('frees the stack where no rollback had been begun', async () => {
    lockedBy(dead());
    expect(await recover(session)).toBe(0);
    expect(engine.typed()).toEqual(['stack export', 'cancel --yes']);
    expect(desk.read()).toMatch(/^\$ pulumi cancel --yes\n.*\.\/rollback /m);
  });

  test.each([
    ['that lives', () => lockedBy(atWork.pid ?? 0), /2026-11-22T03:00:00Z/],
    ['on a host that cannot be seen', () => lockedBy(dead(), 'another-host'), /another-host/],
  ])('refuses while the stack is held by a pulumi %s', async (_, lock, facts) => {
    lock();
    await expect(recover(session)).rejects.toThrow(aStop('stack.held', facts));
    expect(engine.typed()).toEqual([]);
  });

  test('a refusal for the lock of another host has the line that takes the lock away, one for a lock of this host has not', async () => {
    lockedBy(12, 'another-host');
    await expect(recover(session)).rejects.toThrow(
      aStop(
        'stack.held',
        / 12 of root on another-host, .* 2026-11-22T03:00:00Z .*\n.*\(kill -INT 12\).*\n.* another-host .*\n {2}pulumi cancel --yes$/,
      ),
    );
    lockedBy(atWork.pid ?? 0);
    await expect(recover(session)).rejects.toThrow(aStop('stack.held', /^(?![^]*cancel)/));
  });

  test.each(['postgres://ann:hunter2@there/db', 's3://there/db?secret=hunter2'])(
    'says nothing of the secret in %s',
    async (backend) => {
      expect(await recover({ ...session, place: { ...session.place, backend } })).toBe(0);
      const text = desk.read();
      expect(text).toMatch(/^.* \w+:\/\/there\/db .*\n/);
      expect(text).not.toContain('hunter2');
    },
  );

  test.each([
    ['empty', ''],
    ['torn', '{"pid": 12, "usern'],
    ['not as Pulumi writes it', '{}'],
  ])('refuses while a lock is %s, and names its file', async (_, text) => {
    lockedBy(dead());
    writeFileSync(join(locks, 'b.json'), text);
    await expect(recover(session)).rejects.toThrow(
      aStop('stack.lock-unreadable', new RegExp(` ${locks}/b\\.json\\b[^]*\\nDO     pulumi cancel --yes$`)),
    );
    expect(engine.typed()).toEqual([]);
  });

  test('of a journal that was altered names the line to type', async () => {
    desk.journal(wholeJournal(thePlan).replace('prepare went well', 'prepare went so'));
    await expect(recover(session)).rejects.toThrow(
      aStop('journal.altered', /\nDO {5}pulumi up -c confirm=r-[0-9a-f]{8}$/),
    );
    expect(engine.typed()).toEqual([]);
  });

  test('waits for a step of which there is no journal', async () => {
    const step = await stepAtWork();
    const recovered = recover(session);
    let text = '';
    await until(() => (text += desk.read()).includes('Waiting until'));
    expect(text).toMatch(/: process \d+, flock /);
    step.stdin.end();
    expect(await recovered).toBe(0);
  });

  test.each([
    ['none', ''],
    ['one that is being written', JSON.stringify({ v: 1, type: 'begin', rollback: thePlan.id })],
    ['one that is cut off', `{"v":1,"type":"begin","rollback":"${thePlan.id}","at":"\n`],
  ])('takes no line for the beginning of a step that is %s', async (_, text) => {
    desk.journal(text);
    const step = await stepAtWork();
    const seen = await runningStep(desk.host, thePlan.id);
    step.stdin.end();
    expect(seen).toEqual({ pid: step.pid, command: expect.stringMatching(/^flock /) as string });
  });

  test('takes a process that only has the same number for none of ours', async () => {
    lockedBy(process.ppid);
    expect(await recover(session)).toBe(0);
    expect(engine.typed()).toContain('cancel --yes');
  });

  test('names a step that still runs and waits for it', async () => {
    desk.journal(
      journalOf(thePlan.id, [opened(thePlan), { ...begun('prepare'), at: new Date().toISOString() }]),
    );
    mkdirSync(join(desk.host, thePlan.id));
    writeFileSync(join(desk.host, thePlan.id, 'deadlines'), 'prepare=900\n');
    const step = await stepAtWork();
    const recovered = recover(session);
    let text = '';
    await until(() => (text += desk.read()).includes('Waiting until'));
    expect(text).toMatch(/: prepare, process \d+, flock .* \d\d:\d\d:\d\d UTC/);
    expect(engine.typed()).toEqual([]);
    step.stdin.end();
    expect(await recovered).toBe(0);
    expect(engine.typed().at(-1)).toMatch(/^up --yes --skip-preview/);
  });
  test('begins nothing where the rollback was closed while it waited for the step', async () => {
    desk.journal(journalOf(thePlan.id, [opened(thePlan)]));
    const step = await stepAtWork();
    const recovered = recover(session);
    let text = '';
    await until(() => (text += desk.read()).includes('Waiting until'));
    desk.journal(journalOf(thePlan.id, [opened(thePlan), begun('prepare'), closed('undone')]));
    step.stdin.end();
    expect(await recovered).toBe(0);
    expect(engine.typed()).toEqual(['stack export']);
    // Two lines, and none that was typed.
    expect(desk.read()).toMatch(new RegExp(`^(?!\\$).*${thePlan.id}.*\n(?!\\$).+\n$`));
  });
});
