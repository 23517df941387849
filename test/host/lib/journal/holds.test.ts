import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Site, unclosed } from '../../../support/host/host';

const COMMIT = '9'.repeat(40);
const holding = { HOLD: 'release', HOLD_COMMIT: COMMIT, OPERATOR: 'ann', REASON: 'it\nbroke\tat 3' };
let site: Site;
beforeEach(async () => {
  site = new Site();
  site.release('v1', { 'a file': 'one\n' });
  await site.open();
});
afterEach(() => site.remove());

const file = (name: string) => join(site.state, name);
/** Writes down what is asked of it, in bash. */
const ASKED = 'echo "$@" >>"${0%/*/*}/state/asked"';
const holds = () => (existsSync(file('holds')) ? readdirSync(file('holds')) : []);
const release = (id: string) => site.ask('commands/release-hold', { ROLLBACK: id, OPERATOR: 'bob' });

test.each(['recovered', 'degraded'])(
  'a rollback that ends %s holds the release that it left',
  async (end) => {
    await site.close(end, holding);
    expect(readFileSync(file(`holds/${site.rollback}`), 'utf8')).toMatch(
      new RegExp(
        `^mode=release\ncommit=${COMMIT}\nsince=\\d{4}-[^\n]+Z\noperator=ann\nreason=it broke at 3\nmeans=a brake [^\n]+\n$`,
      ),
    );
  },
);

test.each([
  ['recovered', { ...holding, HOLD: 'none' }],
  ['recovered', {}],
])('one that ends %s with %j holds nothing', async (end, values) => {
  await site.close(end, values);
  expect(holds()).toEqual([]);
});

test('all deploys are held when that is asked for', async () => {
  await site.close('recovered', { ...holding, HOLD: 'all' });
  expect(readFileSync(file(`holds/${site.rollback}`), 'utf8')).toMatch(/^mode=all\n/);
});

test('a hold that was released does not come back when the attempt is closed again', async () => {
  await site.close('recovered', holding);
  await release(site.rollback);
  await site.close('recovered', holding);
  expect(holds()).toEqual([]);
});

test('an undo takes the hold of what it undoes away with its outcome', async () => {
  await site.close('recovered', holding);
  await site.open({ ROLLBACK: 'r-2' });
  await site.close('undone', { ROLLBACK: 'r-2', RELEASE: site.rollback });
  expect(holds()).toEqual([]);
  expect(site.journal().at(-1)).toMatchObject({ type: 'outcome', rollback: 'r-2' });
});

test('who releases a hold is on record', async () => {
  await site.close('recovered', holding);
  const { ok, summary } = await release(site.rollback);
  expect({ ok, summary }).toEqual({
    ok: true,
    summary: expect.stringMatching(/ r-00c0ffee .*\b999999999999\b.*Z\b.*\bann\b/),
  });
  expect(holds()).toEqual([]);
  expect(site.journal().at(-1)).toMatchObject({ type: 'release', rollback: site.rollback, operator: 'bob' });
});

test('where no rollback has left a hold, none is released, and nothing is made', async () => {
  expect(await release('r-7')).toEqual({
    ...{ ok: false, code: 'hold.unknown' },
    summary: `there is no hold: ${file('holds')} does not exist`,
  });
  expect(existsSync(file('holds'))).toBe(false);
});

test('a hold that is not there is refused, with those that are', async () => {
  mkdirSync(file('holds'));
  expect(await release('r-7')).toMatchObject({
    ...{ ok: false, code: 'hold.unknown' },
    summary: expect.stringMatching(/ r-7; /),
  });
  await site.close('recovered', holding);
  await site.open({ ROLLBACK: 'r-2' });
  await site.close('recovered', { ...holding, ROLLBACK: 'r-2', HOLD: 'all' });
  expect(await release('../lease')).toMatchObject({
    ...{ ok: false, code: 'hold.unknown' },
    summary: expect.stringMatching(
      /\.\.\/lease; .*: r-00c0ffee \(999999999999, since [^;]*, by ann\); r-2 \(all, since [^;]*, by ann\)$/,
    ),
  });
  expect(holds()).toHaveLength(2);
});

test('a hold that cannot be written is said, and the outcome is not journaled without it', async () => {
  writeFileSync(file('holds'), '');
  expect(unclosed(await site.close('recovered', holding))).toMatchObject({
    code: 'state.unwritable',
    summary: expect.stringContaining(`holds/${site.rollback}`),
  });
  expect(site.journal().map(({ type }) => type)).toEqual(['attempt']);
});

test('image names of old rollbacks are given up; one that stays is noted, and nothing is forced', async () => {
  site.instead('docker', `${ASKED}; case $* in *old-2*) echo in use >&2; exit 1 ;; esac`);
  await site.close('recovered', { OLD_PINS: 'chronos-rollback/x:old-1 chronos-rollback/x:old-2' });
  const asked = readFileSync(file('asked'), 'utf8').split('\n');
  expect(asked.filter((line) => line.startsWith('rm'))).toEqual([
    'rmi --no-prune chronos-rollback/x:old-1',
    'rmi --no-prune chronos-rollback/x:old-2',
  ]);
  expect(site.journal().slice(-2)).toMatchObject([
    {
      ...{ type: 'note', code: 'note.image-kept' },
      text: expect.stringMatching('chronos-rollback/x:old-2 .*: in use'),
    },
    { type: 'outcome', outcome: 'recovered' },
  ]);
});

test('a Docker that hangs keeps no more than one image name, and the attempt is closed', async () => {
  site.instead('docker', `${ASKED}; trap "" TERM; while :; do read -rt 600 <> <(:); done`);
  site.impatient();
  expect(await site.close('recovered', { OLD_PINS: 'x:old-1 x:old-2' })).toMatchObject({ code: 0 });
  expect(readFileSync(file('asked'), 'utf8')).toBe('rmi --no-prune x:old-1\n');
  expect(site.journal().slice(-2)).toMatchObject([
    { type: 'note', code: 'note.image-kept', text: expect.stringContaining(' x:old-1 ') },
    { type: 'outcome', outcome: 'recovered' },
  ]);
  expect(existsSync(file('lease'))).toBe(false);
});

test('of the probes that updates have left each link of a rollback keeps the newest', async () => {
  const listed = ['c r-00c0ffee web', 'b r-00c0ffee api', 'a r-00c0ffee web', '9 r-0000beef web'].join('\\n');
  site.instead('docker', `${ASKED}; if [ "$1" = ps ]; then printf '${listed}\\n'; fi`);
  await site.close('recovered');
  const asked = readFileSync(file('asked'), 'utf8').split('\n');
  expect(asked.filter((line) => line.startsWith('rm'))).toEqual(['rm -f a']);
});
