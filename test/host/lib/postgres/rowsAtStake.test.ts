import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { part } from '../../../../resources/script/hostScript';

const place = mkdtempSync(join(tmpdir(), 'chronos-at-stake-'));
afterAll(() => rmSync(place, { recursive: true }));

/** A container that is this host, and a server whose live database has the oid 9 and that counts as SLOW says. */
const STUB = `set -euo pipefail
shopt -s inherit_errexit
STATE=${place}
DATABASE_NAME=shop server=c
${['lib/base', 'lib/patience', 'lib/docker/exec', 'lib/postgres/client', 'lib/postgres/backup-file', 'lib/postgres/rows-at-stake'].map(part).join('\n')}
in_container() { shift 2; "$@"; }
ask() {
  local text
  text=$(cat)
  case $text in
    *pg_database*) printf '9\\n' ;;
    *gexec*)
      if [[ \${2-} == *"$SLOW"* ]]; then echo timeout >&2; return 3; fi
      if [[ $QUIETLY != *'statement_timeout=2s'* ]]; then return 4; fi
      printf 'public.a\\t2\\t10\\n"odd ""name"""."b c"\\t0\\t%s\\n' "\${2#snapshot=}" | sed 's/:.*//' ;;
  esac
}
`;
const backup = (name: string, sidecar: object | undefined) => {
  const path = join(place, name);
  writeFileSync(path, 'PGDMP');
  if (sidecar) writeFileSync(`${path}.json`, JSON.stringify(sidecar));
  return path;
};
const snapshot = (n: number, takenAt = '2026-11-20T12:00:00.000Z') => ({
  v: 1,
  takenAt,
  snapshot: `${n}:${n}:`,
});
function counted(paths: readonly string[], { journal = '', slow = 'none', before = '' } = {}) {
  rmSync(join(place, 'journal.jsonl'), { force: true });
  if (journal) writeFileSync(join(place, 'journal.jsonl'), `${journal}\n`);
  const { stdout, stderr, status } = spawnSync('bash', ['-c', `${STUB}\n${before}\nrows_at_stake`], {
    input: paths.map((path) => `${path}\n`).join(''),
    env: { ...process.env, SLOW: slow },
    encoding: 'utf8',
  });
  expect([stderr, status]).toEqual(['', 0]);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t'));
}
const base64 = (path: string, sidecar: object) => [
  path,
  Buffer.from(`${JSON.stringify(sidecar)}\n`).toString('base64'),
];
const swap = (oid: string, at: string) =>
  `{"v":1,"type":"end","at":"${at}","verdict":{"step":"restore","at":"x","swap":{"seconds":1,"oid":"${oid}","kept":"k"}}}`;

test('of each backup whose sidecar tells its snapshot the rows are counted, in the order in which they come', () => {
  const [one, two] = [backup('one', snapshot(5)), backup('with space', snapshot(6))];
  expect(counted([two, one])).toEqual([
    [...base64(two, snapshot(6)), '[["public.a",2,10],["\\"odd \\"\\"name\\"\\"\\".\\"b c\\"",0,6]]'],
    [...base64(one, snapshot(5)), expect.stringContaining('"public.a",2,10')],
  ]);
});

test.each<[string, object | undefined]>([
  ['has no sidecar', undefined],
  ['has one without a snapshot', { v: 1 }],
  ['has one with something else there', { v: 1, snapshot: "5:5:'; DROP" }],
])('nothing is counted of one that %s, nor of one that is gone, and the others are', (_, sidecar) => {
  const good = backup('good', snapshot(7));
  const odd = backup(`odd-${Math.random()}`, sidecar);
  expect(counted([odd, join(place, 'gone'), good]).map(([path]) => path)).toEqual([good]);
});

test('what takes too long is left out, and no more is counted once the time is over', () => {
  const [one, two] = [backup('one', snapshot(5)), backup('two', snapshot(6))];
  expect(counted([one, two], { slow: '5:5:' }).map(([path]) => path)).toEqual([two]);
  expect(counted([one, two], { before: 'COUNTING_FOR=0' })).toEqual([]);
});

test('a database that a rollback has restored has nothing to be counted since backups of before', () => {
  const [old, later] = [backup('old', snapshot(5)), backup('later', snapshot(6, '2026-11-22T12:00:00.000Z'))];
  const at = '2026-11-21T00:00:00.000Z';
  const paths = (journal: string) => counted([later, old], { journal }).map(([path]) => path);
  expect(paths(swap('9', at))).toEqual([later]);
  expect(paths(swap('8', at))).toEqual([later, old]);
  expect(paths('{"plan":{"backup":{"strategy":"in-place"}}}')).toEqual([]);
});
