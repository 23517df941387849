import { spawnSync } from 'node:child_process';
import { hostScripts } from '../../../support/codes/hostCalls';
import { part } from '../../../../resources/script/hostScript';

/** Two databases of which `here` has a row more in one table, and a table more; FAILS names the answer that does not come. */
const STUB = `set -euo pipefail
shopt -s inherit_errexit
${part('lib/base')}
${part('lib/postgres/client')}
${part('lib/postgres/data-loss')}
ask() {
  local kind=other text
  text=$(cat)
  case $text in
    *gexec*) kind=rows ;;
    *pg_attribute*) kind=columns ;;
    *md5*sum* | *bit\\(60\\)*) kind=sums ;;
    *md5*) kind=content ;;
  esac
  if [[ $FAILS == "$kind of $1" ]]; then return 2; fi
  case "$kind of $1" in
    'columns of '*) printf 'public.a\\tid\\npublic.same\\tid\\n' ;;
    'sums of here') printf 'public.a\\t3\\t33\\npublic.same\\t1\\t1\\n' ;;
    'sums of there') printf 'public.a\\t2\\t22\\npublic.same\\t1\\t1\\n' ;;
    'content of here') printf 'ccc\\naaa\\naaa\\n' ;;
    'content of there') printf 'aaa\\nddd\\n' ;;
    'rows of here') printf 'public.a\\t3\\npublic.more\\t5\\npublic.same\\t1\\n' ;;
    'rows of there') printf 'public.a\\t2\\npublic.same\\t1\\n' ;;
  esac
}
`;
const compare = (fails: string) =>
  spawnSync(
    'bash',
    ['-c', `${STUB}\nif losses=$(compare here there); then printf '%s' "$losses"; else echo failed; fi`],
    {
      env: { ...process.env, FAILS: fails },
      encoding: 'utf8',
    },
  ).stdout;

test('two databases are compared by content, rows alike as often as they are, and tables that one has alone', () => {
  expect(compare('')).toBe('public.a\t2\t1\npublic.more\t5\t0');
});

test('what cannot be counted since a snapshot is no loss of nothing', () => {
  const lines = [
    'set -euo pipefail; shopt -s inherit_errexit',
    part('lib/base'),
    part('lib/postgres/client'),
    part('lib/postgres/data-loss'),
    'ask() { cat >/dev/null; return 2; }',
    'WORK=/nowhere SNAPSHOT=1:1: DATABASE_NAME=here; measure_loss || echo failed',
  ];
  expect(spawnSync('bash', ['-c', lines.join('\n')], { encoding: 'utf8' }).stdout).toBe('failed\n');
});

test.each(
  ['columns', 'sums', 'content', 'rows'].flatMap((kind) =>
    ['here', 'there'].map((side) => `${kind} of ${side}`),
  ),
)('where the %s cannot be read the comparison fails, and does not count as none', (fails) => {
  expect(compare(fails)).toBe('failed\n');
});

/** Each awk that is here; what a former mawk prints with %d ends at 2147483647. */
const AWKS = ['mawk', 'gawk', 'busybox awk', 'original-awk'].filter(
  (awk) => spawnSync('bash', ['-c', `type -P ${awk.split(' ')[0]}`]).status === 0,
);
test.each(AWKS)('sums beyond 2^31 are right with %s', (awk) => {
  const lines = [
    'set -euo pipefail; shopt -s inherit_errexit',
    part('lib/base'),
    part('lib/postgres/client'),
    part('lib/postgres/data-loss'),
    part('lib/postgres/prepare-restore'),
    `awk() { ${awk} "$@"; }`,
    String.raw`count_since() { printf 'public.a\t3000000000\n'; }; count_writes() { printf 'public.a\t3000000000\t1\t2\n'; }`,
    String.raw`WORK=$(mktemp -d); printf 'public.a\t4000000000\npublic.b\t3000000000\n' >"$WORK/rows"`,
    'SNAPSHOT=1:1: DATABASE_NAME=here; measure_loss; written_so_far; rows_in_words; rm -r "$WORK"',
  ];
  expect(spawnSync('bash', ['-c', lines.join('\n')], { encoding: 'utf8' }).stdout.split('\n')).toEqual([
    'public.a\t3000000000\t4000000000',
    'public.b\t0\t3000000000',
    'public.a\t3000000003',
    '7000000000 rows in 2 tables',
  ]);
});

test('no sum that a host script prints is cut at 2^31: %d stands for counts of lines alone', () => {
  const wrong = hostScripts().flatMap(([file, text]) =>
    text
      .split('\n')
      .filter(
        (line) => /awk/.test(line) && /printf "[^"]*%d[^"]*"(?!, NR\b)/.test(line.replace('sum, NR', 'NR')),
      )
      .map((line) => `${file}: ${line}`),
  );
  expect(wrong).toEqual([]);
});
