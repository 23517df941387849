import { execFileSync } from 'node:child_process';
import { rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { depth } from '../../support/depth';
import { Site, verdictOf } from '../../support/host/host';

let site: Site;
let [v1, v2] = ['', ''];
beforeEach(async () => {
  site = new Site();
  const files = { 'docker-compose.production.yml': 'services: {}\n' };
  v1 = site.release('v1', { ...files, 'a file': 'one\n', 'only in v1': 'one\n' });
  site.git('rm', '-q', 'only in v1');
  v2 = site.release('v2', { ...files, 'a file': 'two\n', 'only in v2': 'two\n' });
  site.write({ 'a file': 'hotfix\n', 'with space': 'new\n', '.env': 'SECRET=1\n' });
  site.git('add', 'with space');
  await site.open();
});
afterEach(() => site.remove());

const pins = () => ({
  OF: site.rollback,
  COMMIT: v2,
  IMAGES: '',
  REFERENCES: '',
  WELL: '',
  DATABASE: '',
  VOLUMES: '',
});
const undo = (more = {}) => site.step('undo', { ...pins(), ...more });
/** An undo in which a file is edited while it waits at a fail point. */
const undoWhileEdited = async (point: string, file: string, more = {}) =>
  verdictOf(
    await site.meanwhile(point, () => site.write({ [file]: 'edit\n' }), 'undo', { ...pins(), ...more }),
  );
const revert = () => site.step('revert', { COMMIT: v1 });
const stashes = () => site.git('stash', 'list', '--format=%gs');
const status = () => site.git('status', '--porcelain');

/** Everything as it was before the rollback: release, branch, local modifications, staged and not. */
function expectAsBefore(): void {
  expect([site.git('rev-parse', 'HEAD'), site.git('rev-parse', '--abbrev-ref', 'HEAD')]).toEqual([
    v2,
    'main',
  ]);
  expect(status()).toBe('M "a file"\nA  "with space"\n?? .env');
  expect([site.read('a file'), site.read('with space'), site.read('.env')]).toEqual([
    'hotfix\n',
    'new\n',
    'SECRET=1\n',
  ]);
  expect(stashes()).toBe('');
}

test('takes a revert back: release, branch, and what was modified, staged and untracked', async () => {
  await revert();
  const verdict = await undo();
  expect(verdict).toMatchObject({
    ok: true,
    summary: expect.stringMatching(new RegExp(` ${v2.slice(0, 12)}$`)),
  });
  expect(verdict.checks).toMatchObject([{ code: 'check.commit', ok: true, evidence: v2 }]);
  expect(verdict).not.toHaveProperty('failures');
  expectAsBefore();
  expect(await undo()).toEqual(verdict);
});

test('comes back to its branch although a tag has the same name', async () => {
  site.git('tag', 'main', v1);
  await revert();
  expect(await undo()).toMatchObject({ ok: true });
  expect(site.git('symbolic-ref', 'HEAD')).toBe('refs/heads/main');
  site.git('tag', '-d', 'main');
  expectAsBefore();
});

test('a step that failed is not tried again once its undo has begun', async () => {
  expect(await site.step('revert', { COMMIT: 'f'.repeat(40) })).toMatchObject({ ok: false });
  const again = await site.step('revert', { COMMIT: v1 });
  expect(again).toMatchObject({ ok: true });
  await site.killed('undo.unstashed', 'undo', pins());
  const failed = await site.step('verify', {}, {}, 'fail verify.failed "never"');
  expect(failed).toMatchObject({ ok: false, code: 'rollback.undoing' });
  expect(site.git('rev-parse', 'HEAD')).toBe(v2);
  expect(await undo()).toMatchObject({ ok: true });
  expectAsBefore();
});

test('one that was cut off has an end once its undo has begun', async () => {
  await site.killed('revert.watched', 'revert', { COMMIT: v1 });
  await site.killed('undo.unstashed', 'undo', pins());
  expect(await revert()).toMatchObject({ ok: false, code: 'step.cut-off' });
  expect(site.journal()).toContainEqual(
    expect.objectContaining({
      ...{ type: 'end', step: 'revert', ok: false },
      verdict: expect.objectContaining({ code: 'step.cut-off' }),
    }),
  );
  expect(await undo()).toMatchObject({ ok: true });
  expectAsBefore();
});

test('has nothing to take back when nothing began', async () => {
  expect(await undo()).toMatchObject({ ok: true });
  expectAsBefore();
});

test.each([
  ['local modifications are stashed', 'revert.watched'],
  ['the target is written down', 'revert.stashed'],
  ['the checkout', 'revert.marked'],
  ['its verdict', 'revert.unrecorded'],
])('takes a revert back that was killed before %s', async (_, point) => {
  await site.killed(point, 'revert', { COMMIT: v1 });
  expect(await undo()).toMatchObject({ ok: true });
  expectAsBefore();
});

const BEGINS: [string, string][] = [
  ['git moves', 'undo.put-aside'],
  ['the stash is put back', 'undo.unmarked'],
  ['the checkout is moved', 'undo.watched'],
  ['the mark goes', 'undo.moved'],
  ['its verdict', 'undo.unstashed'],
];

test.each(depth(BEGINS.slice(0, 2), BEGINS))(
  'a second run finishes what one killed before %s began',
  async (_, point) => {
    await revert();
    await site.killed(point, 'undo', pins());
    expect(await undo()).toMatchObject({ ok: true });
    expectAsBefore();
  },
);

test('finishes after a git that was killed while it put the stash back, dropped or not', async () => {
  await revert();
  await site.killed('undo.unmarked', 'undo', pins());
  site.git('stash', 'apply', '-q', '--index');
  expect(await undo()).toMatchObject({ ok: true });
  expectAsBefore();
});

test('finishes after a git that was killed halfway through the stash', async () => {
  await revert();
  await site.killed('undo.unmarked', 'undo', pins());
  site.write({ 'with space': 'new\n' });
  expect(await undo()).toMatchObject({ ok: true });
  expectAsBefore();
});

test('takes a checkout back that was killed halfway', async () => {
  await site.killed('revert.marked', 'revert', { COMMIT: v1 });
  site.write({ 'a file': 'one\n', 'only in v1': 'one\n', '.git/index.lock': '' });
  utimesSync(join(site.directory, '.git/index.lock'), 1e9, 1e9);
  expect(await undo()).toMatchObject({ ok: true });
  expectAsBefore();
});

test('takes a checkout back that was killed halfway, and then went on and came to its end', async () => {
  await site.killed('revert.marked', 'revert', { COMMIT: v1 });
  site.write({ 'a file': 'one\n', 'only in v1': 'one\n' });
  expect(await revert()).toMatchObject({ ok: true });
  expect(await undo()).toMatchObject({ ok: true });
  expectAsBefore();
});

test('comes back to its branch where somebody has gone back to the commit alone', async () => {
  await revert();
  site.git('checkout', '-q', '--detach', v2);
  expect(await undo()).toMatchObject({ ok: true });
  expectAsBefore();
});

test('an undo whose own checkout was killed halfway goes on, and takes none of it for an edit', async () => {
  await revert();
  await site.killed('undo.put-aside', 'undo', pins());
  site.write({ 'a file': 'two\n', 'only in v2': 'tw' });
  rmSync(join(site.directory, 'only in v1'));
  expect(await undo()).toMatchObject({ ok: true });
  expectAsBefore();
});

test('an edit made while the checkout comes back is put aside, not lost', async () => {
  await revert();
  const verdict = await undoWhileEdited('undo.put-aside', 'docker-compose.production.yml');
  expect(verdict).toMatchObject({ ok: true, summary: expect.stringContaining('leftovers') });
  expect(site.git('stash', 'show', '-p')).toContain('+edit');
  site.git('stash', 'drop', '-q');
  expectAsBefore();
});

test('an edit made while the stash is put back stays as it is, and the stash too', async () => {
  site.write({ 'docker-compose.production.yml': 'services: {} # mine\n' });
  await revert();
  const verdict = await undoWhileEdited('undo.unstashing', 'docker-compose.production.yml');
  expect(verdict).toMatchObject({
    ...{ ok: false, code: 'undo.modifications-kept' },
    summary: expect.stringContaining(`"chronos-rollback ${site.rollback}"`),
  });
  expect(site.read('docker-compose.production.yml')).toBe('edit\n');
  expect(stashes()).toBe(`On main: chronos-rollback ${site.rollback}`);
});

test('what somebody modified since gets a stash of its own, which the summary names', async () => {
  await revert();
  site.write({ 'a file': 'emergency\n' });
  const name = `chronos-rollback ${site.rollback} undo`;
  expect(await undo()).toMatchObject({
    ok: true,
    summary: expect.stringContaining(`"${name}"`),
  });
  expect(site.git('stash', 'show', '-p', 'stash@{0}')).toContain('+emergency');
  site.git('stash', 'drop', '-q');
  expectAsBefore();
});

test('modifications that do not fit stay in their stash, said as a failure, and a second run finishes', async () => {
  await revert();
  site.write({ 'with space': 'of somebody\n' });
  const verdict = await undo();
  expect(verdict).toMatchObject({
    ...{ ok: false, code: 'undo.modifications-kept', failureCodes: ['undo.modifications-kept'] },
    failures: [expect.stringContaining(`"chronos-rollback ${site.rollback}"`)],
    summary: expect.stringContaining(verdict.failures?.[0] ?? 'no failure'),
  });
  expect([site.read('with space'), site.read('a file'), site.git('rev-parse', 'HEAD')]).toEqual([
    'of somebody\n',
    'two\n',
    v2,
  ]);
  execFileSync('rm', [join(site.directory, 'with space')]);
  expect(await undo()).toMatchObject({ ok: true });
  expectAsBefore();
});

test('an untracked file in the way is never overwritten; every part is tried and each failure reported', async () => {
  site.git('checkout', '-q', '-f', v2);
  const v3 = site.release('v3', { 'docker-compose.production.yml': 'services: {} # 3\n', mine: 'three\n' });
  await site.close();
  await site.open({ ROLLBACK: 'r-2' });
  await site.step('revert', { ROLLBACK: 'r-2', COMMIT: v1 });
  site.write({ mine: 'untracked\n', 'a file': 'emergency\n' });
  const gone = `sha256:${'0'.repeat(64)}`;
  const verdict = await undo({
    ROLLBACK: 'r-2',
    OF: 'r-2',
    COMMIT: v3,
    IMAGES: `web=${gone}`,
    REFERENCES: 'web=host-nothing:latest',
    WELL: 'web',
    DATABASE: 'a-container',
  });
  expect(verdict.failureCodes).toEqual([
    ...['image.gone', 'undo.checkout-failed', 'undo.waits-for-checkout'],
    ...['check.commit', 'check.image', 'check.database-container'],
  ]);
  expect(verdict).toMatchObject({ ok: false, code: 'image.gone' });
  expect(verdict.failures).toEqual([
    expect.stringMatching(` web .*${gone}$`),
    expect.stringContaining(v3.slice(0, 12)),
    expect.stringContaining(v3.slice(0, 12)),
    expect.stringMatching(`${v1} .*${v3}$`),
    expect.stringContaining(' web: '),
    expect.stringContaining(' a-container'),
  ]);
  expect([site.read('mine'), site.read('a file'), stashes()]).toEqual(['untracked\n', 'emergency\n', '']);
  expect(site.git('rev-parse', 'HEAD')).toBe(v1);
});

test('an edit made between stash and a failing checkout gets a stash of its own, which the summary names', async () => {
  site.git('checkout', '-q', '-f', v2);
  const v3 = site.release('v3', { mine: 'three\n' });
  await site.close();
  await site.open({ ROLLBACK: 'r-2' });
  await site.step('revert', { ROLLBACK: 'r-2', COMMIT: v1 });
  site.write({ mine: 'untracked\n', 'a file': 'emergency\n' });
  const leftovers = 'chronos-rollback r-2 leftovers';
  const r2 = { ROLLBACK: 'r-2', OF: 'r-2', COMMIT: v3 };
  expect(await undoWhileEdited('undo.put-aside', 'a file', r2)).toMatchObject({
    ok: false,
    code: 'undo.checkout-failed',
    summary: expect.stringMatching(`${v3.slice(0, 12)}.* "${leftovers}"$`),
  });
  expect([site.read('mine'), site.read('a file')]).toEqual(['untracked\n', 'emergency\n']);
  expect(stashes()).toBe(`On (no branch): ${leftovers}`);
  expect(site.git('stash', 'show', '-p')).toContain('+edit');
});

test('is an attempt of its own when it is asked for, and takes nothing back that it does not know', async () => {
  await revert();
  await site.close();
  const ROLLBACK = 'r-undo';
  await site.open({ ROLLBACK });
  expect(await undo({ ROLLBACK, OF: 'r-unknown' })).toMatchObject({
    ...{ ok: false, code: 'rollback.unknown' },
    summary: expect.stringContaining('r-unknown'),
  });
  expect(await undo({ ROLLBACK })).toMatchObject({ ok: true });
  expectAsBefore();
});
