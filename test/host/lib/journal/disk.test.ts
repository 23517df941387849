import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJournal } from '../../../../audit/journal/attempts';
import { plan } from '../../../fixtures';
import { Site, unclosed } from '../../../support/host/host';

let site: Site;
let mounted = false;
beforeEach(() => {
  site = new Site();
  site.release('v1', { 'a file': 'one\n' });
  mkdirSync(site.state);
});
afterEach(() => {
  if (mounted) sh('umount -l "$STATE"');
  mounted = false;
  site.remove();
});

const file = (name: string) => join(site.state, name);
const sh = (command: string) =>
  execFileSync('bash', ['-c', command], { env: { ...process.env, STATE: site.state }, stdio: 'pipe' });
function mount(command: string): void {
  sh(command);
  mounted = true;
}
const request = { PLAN: JSON.stringify(plan()), REQUEST: '{"commit":"previous","scenario":"auto"}' };
const journal = () => readFileSync(file('journal.jsonl'));

describe('a state directory that cannot be written is named', () => {
  const everyone = async () => {
    const values = { ROLLBACK: site.rollback, OPERATOR: 'ann', LINES: '1', SHA256: '0'.repeat(64) };
    return {
      open: await site.open(),
      release: await site.ask('commands/release-hold', values),
      acknowledge: await site.ask('commands/acknowledge', values),
      step: await site.step('revert', {}, {}, 'echo x >"$DIRECTORY/ran"; succeed well'),
      close: unclosed(await site.close()),
    };
  };
  const refused = () => {
    const answer = {
      ...{ ok: false, code: 'state.unwritable' },
      summary: expect.stringContaining(`: ${site.state}`) as string,
    };
    return {
      open: answer,
      release: answer,
      acknowledge: answer,
      step: expect.objectContaining(answer) as unknown,
      close: answer,
    };
  };

  test('by each script, where it is mounted read-only', async () => {
    await site.open();
    mount('mount --bind "$STATE" "$STATE" && mount -o remount,bind,ro "$STATE"');
    expect(await everyone()).toEqual(refused());
    expect(existsSync(join(site.directory, 'ran'))).toBe(false);
  });

  test('by each script, where a file is in its place', async () => {
    rmSync(site.state, { recursive: true });
    writeFileSync(site.state, '');
    expect(await everyone()).toEqual(refused());
  });
});

describe('on a disk of 4 MB', () => {
  beforeEach(() => mount('mount -t tmpfs -o size=4m none "$STATE"'));
  /** Leaves no room at all, or that for some bytes in files that are there. */
  const fill = () => sh('cat /dev/zero >"$STATE/full" 2>/dev/null; true');
  const free = () => rmSync(file('full'));

  test('that is full nothing is opened, and nothing half-written stays', async () => {
    fill();
    expect(await site.open(request)).toMatchObject({
      ok: false,
      code: 'state.unwritable',
    });
    free();
    expect(readdirSync(site.state).filter((name) => /new|lease|torn/.test(name))).toEqual([]);
    expect(await site.open(request)).toMatchObject({ ok: true });
    expect(readJournal(journal()).attempts).toHaveLength(1);
  });

  test('a journal line that does not fit is taken back whole, and the step has not ended well', async () => {
    await site.open(request);
    const long = `detail images "{\\"a\\":\\"$(head -c 90000 /dev/zero | tr '\\0' x)\\"}"`;
    const body = `${long}; cat /dev/zero >"$STATE/full" 2>/dev/null || true; succeed done`;
    const count = () => journal().toString().trimEnd().split('\n').length;
    expect(await site.step('revert', {}, {}, body)).toMatchObject({
      ...{ ok: false, code: 'state.unwritable' },
      summary: expect.stringMatching(`^done; .*${file('journal.jsonl')}$`),
    });
    expect(count()).toBe(2);
    expect(journal().toString()).toMatch(/\}\n$/);
    free();
    expect(await site.step('revert', {}, {}, 'succeed well')).toMatchObject({ ok: true });
    expect(await site.close()).toMatchObject({ code: 0 });
    expect(readJournal(journal()).attempts).toMatchObject([{ outcome: 'recovered' }]);
  });

  test('that is full a reserve is given up, and what needs little room goes to its end', async () => {
    sh('head -c 2M /dev/zero >"$STATE/reserve"');
    fill();
    expect(await site.open(request)).toMatchObject({ ok: true });
    expect(existsSync(file('reserve'))).toBe(false);
    expect(await site.step('revert', {}, {}, 'succeed well')).toMatchObject({ ok: true });
    expect(await site.close()).toMatchObject({ code: 0 });
    expect(readJournal(journal()).attempts).toMatchObject([{ outcome: 'recovered' }]);
  });

  test('that fills up in the middle of a step, the reserve keeps its end', async () => {
    await site.open(request);
    const body =
      'head -c 1M /dev/zero >"$STATE/reserve"; cat /dev/zero >"$STATE/full" 2>/dev/null || true; succeed done';
    const long = `detail images "{\\"a\\":\\"$(head -c 90000 /dev/zero | tr '\\0' x)\\"}"`;
    expect(await site.step('revert', {}, {}, `${long}; ${body}`)).toMatchObject({ ok: true });
    expect([existsSync(file('reserve')), existsSync(file('full'))]).toEqual([false, true]);
  });

  test('that a step’s tools fill, the step still gives a verdict', async () => {
    await site.open(request);
    const verdict = await site.step(
      'revert',
      {},
      {},
      `within cat /dev/zero || fail revert.failed 'the tool failed'; succeed well`,
    );
    expect(verdict.ok).toBe(false);
    expect(statSync(file(`${site.rollback}/revert.log`)).size).toBeLessThan(5_000_000);
  });
});

test('a reserve is kept where there is plenty of room, once, and again when it was given up', async () => {
  await site.open(request);
  const { size, blocks, mode, ino } = statSync(file('reserve'));
  expect([size, blocks * 512, mode & 0o777]).toEqual([64 << 20, 64 << 20, 0o600]);
  expect(await site.step('revert', {}, {}, 'succeed well')).toMatchObject({ ok: true });
  expect(statSync(file('reserve')).ino).toBe(ino);
  rmSync(file('reserve'));
  await site.close();
  expect(statSync(file('reserve')).size).toBe(64 << 20);
});
