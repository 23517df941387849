import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { part } from '../../../../resources/script/hostScript';
import { commit, image } from '../../../fixtures';

const LIBRARIES = [
  ...['base', 'secrets', 'patience'],
  ...['journal/append', 'journal/lease', 'journal/holds', 'journal/journal'],
  ...['postgres/client', 'postgres/backup-file', 'postgres/take-backup'],
  ...['checkpoint/record', 'checkpoint/retention'],
];
/** The place of backups is this host; HEAD_IS is checked out, and RUNS is the image of the only service. */
const STUB = `set -euo pipefail
shopt -s inherit_errexit
server='' PLACE=host
declare -A image_by=() reference_by=() definition_by=()
${LIBRARIES.map((name) => part(`lib/${name}`)).join('\n')}
local_commit() { printf '%s' "$HEAD_IS"; }
find_running() { services=(web) image_by[web]=$RUNS; }
`;
const place = mkdtempSync(join(tmpdir(), 'chronos-retention-'));
const file = (...names: string[]) => join(place, ...names);
afterAll(() => rmSync(place, { recursive: true }));

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
/** Release N of the record, of image N, before which backup N was taken; of commit N where no other one is given. */
const release = (
  n: number,
  more: { outcome?: string; of?: number; backup?: number; commit?: number } = {},
) => {
  const { outcome = 'unhealthy', backup = n } = more;
  const path = file('backups', `${backup}.sql`);
  return JSON.stringify({
    ...{
      v: 2,
      number: n,
      at: `2026-11-0${n}T00:00:00Z`,
      commit: commit(more.commit ?? n),
      subject: '"outcome":"healthy"',
    },
    ...{ outcome, images: { web: image(n) }, unhealthy: [] },
    before: {
      ...{ at: `2026-11-0${n}T00:00:00Z`, commit: commit(9), seconds: 1, found: 'healthy' },
      backup: { path, sha256: sha256(`${backup}`), bytes: 1, takenAt: `2026-11-0${n}T00:00:00Z` },
    },
  });
};
const RECORD = [1, 2, 3, 4, 5, 6].map((n) => release(n));

beforeEach(() => {
  for (const name of readdirSync(place)) rmSync(file(name), { recursive: true });
  mkdirSync(file('backups'));
  mkdirSync(file('holds'));
  for (const n of [1, 2, 3, 4, 5, 6]) writeFileSync(file('backups', `${n}.sql`), `${n}`);
});

interface Seen {
  readonly head?: string;
  readonly runs?: string;
  readonly keep?: number;
  readonly uid?: number;
  readonly gid?: number;
}

/** The numbers of the backups that are left where each is too old, and why nothing may be removed. */
function left(record = RECORD, { head = commit(8), runs = image(8), keep = 0, ...who }: Seen = {}) {
  writeFileSync(file('deployments.jsonl'), record.map((line) => `${line}\n`).join(''));
  const lines = `barred=$(retention_bar)\nif [[ -n $barred ]]; then echo "$barred"; else retire_backups ${keep} 0 >&2; fi`;
  const { stdout, status } = spawnSync('bash', ['-c', `${STUB}\n${lines}`], {
    env: { ...process.env, STATE: place, HEAD_IS: head, RUNS: runs },
    encoding: 'utf8',
    ...who,
  });
  expect(status).toBe(0);
  return [stdout, [1, 2, 3, 4, 5, 6].filter((n) => existsSync(file('backups', `${n}.sql`)))];
}
const journal = (line: object | string) =>
  writeFileSync(file('journal.jsonl'), `${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
const hold = (lines: string) => writeFileSync(file('holds', 'r-00000001'), lines);
const ALL = [1, 2, 3, 4, 5, 6];

test('what nothing needs is removed, but for those of the last releases', () => {
  expect(left(RECORD, { keep: 2 })).toEqual(['', [5, 6]]);
  expect(left()).toEqual(['', []]);
});

test.each<[string, object]>([
  ['a plan that was begun names, by its path', { type: 'attempt', plan: { backup: { path: '3' } } }],
  ['a plan that was begun names, by its content', { type: 'attempt', plan: { backup: { sha256: '3' } } }],
  [
    'an undone rollback has restored',
    { type: 'outcome', outcome: 'undone', plan: { backup: { sha256: '3' } } },
  ],
])('a backup that %s stays', (_, line) => {
  const text = JSON.stringify(line)
    .replace('"path":"3"', `"path":"${file('backups', '3.sql')}"`)
    .replace('"sha256":"3"', `"sha256":"${sha256('3')}"`);
  journal(text);
  expect(left()).toEqual(['', [3]]);
});

test('a hold keeps the backup from before the release that it forbids, by its number where it has one', () => {
  hold(`mode=release\ncommit=${commit(3)}\n`);
  expect(left()).toEqual(['', [3]]);
});

test('a hold of one release of a commit keeps that one', () => {
  hold(`mode=release\ncommit=${commit(3)}\nrelease=4\n`);
  const record = RECORD.map((line, index) => (index === 3 ? release(4, { commit: 3 }) : line));
  expect(left(record)).toEqual(['', [4]]);
});

test('the newest healthy release keeps its own backup and the one from before it, whoever else has those', () => {
  const healthy = (n: number) =>
    RECORD.map((line, index) => (index === n - 1 ? release(n, { outcome: 'healthy' }) : line));
  expect(left(healthy(3))).toEqual(['', [3, 4]]);
});

test('so does one whose backup a later release has used again; what is not on record stays anyway', () => {
  const record = [release(2, { outcome: 'healthy' }), release(3), release(4, { backup: 2 }), release(5)];
  expect(left(record)).toEqual(['', [1, 2, 3, 4, 6]]);
});

test('the release that runs, which a rollback has brought, keeps both as well', () => {
  expect(left(RECORD, { head: commit(2), runs: image(2) })).toEqual(['', [2, 3]]);
  expect(left(RECORD, { head: commit(2), runs: image(9) })).toEqual(['', []]);
});

test('a deployment that is not over keeps what its `before` has named', () => {
  writeFileSync(file('before'), JSON.stringify({ backup: { sha256: sha256('4') } }));
  expect(left()).toEqual(['', [4]]);
});

test.each<[string, () => void, string]>([
  [
    'a rollback is at work',
    () => {
      writeFileSync(
        file('lease'),
        '{"v":1,"rollback":"r-00000007","holder":"h","user":"u","since":"2026-11-01T00:00:00.000Z","state":"open","until":"2999-01-01T00:00:00.000Z"}\n',
      );
    },
    'rollback r-00000007 is at work',
  ],
  ['a hold is of every deployment', () => hold('mode=all\n'), 'r-00000001'],
  ['a hold cannot be read', () => hold('mode=release\ncommit=x\n'), 'r-00000001'],
])('nothing is removed while %s', (_, arrange, why) => {
  arrange();
  const [said, kept] = left();
  expect(said).toContain(why);
  expect(kept).toEqual(ALL);
});

test('nothing is removed while the journal cannot be read', () => {
  journal('{}');
  chmodSync(place, 0o755);
  chmodSync(file('journal.jsonl'), 0);
  // Root reads all: it asks as nobody.
  const who = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  expect(left(RECORD, who)).toEqual([`${file('journal.jsonl')} cannot be read\n`, ALL]);
});
