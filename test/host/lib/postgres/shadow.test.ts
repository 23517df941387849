import { spawnSync } from 'node:child_process';
import { part } from '../../../../resources/script/hostScript';

/** A server with a shadow that is whole; FAILS names the answer that does not come. What is dropped is printed. */
const STUB = `set -euo pipefail
shopt -s inherit_errexit
${part('lib/base')}
${part('lib/postgres/client')}
${part('lib/postgres/shadow')}
DATABASE_NAME=app SHADOW=app_shadow_abababab LIVE_OID=1 STRATEGY=shadow SHA256=ab
at_work() { return 0; }
oid_of() { if [[ $FAILS == oid ]]; then return 2; fi; echo 7; }
comment_of() { if [[ $FAILS == comment ]]; then return 2; fi; whole; }
ask() { if grep -q 'DROP DATABASE'; then echo dropped; fi; }
create_shadow() { echo made; return 1; }
carry_over() { echo 'carried over'; }
`;
const run = (fails: string, line: string) =>
  spawnSync('bash', ['-c', `${STUB}\nif ${line}; then echo well; else echo failed; fi`], {
    env: { ...process.env, FAILS: fails },
    encoding: 'utf8',
  }).stdout;

test('a shadow that is whole is neither dropped nor made anew', () => {
  expect(run('', 'drop_half_shadow')).toBe('well\n');
  expect(run('', 'make_shadow')).toBe(
    'the shadow app_shadow_abababab is there from before\ncarried over\nwell\n',
  );
});

test.each(
  ['drop_half_shadow', 'make_shadow', 'drop_shadow'].flatMap((line) =>
    ['oid', 'comment'].map((fails) => [line, fails] as const),
  ),
)('%s, where nobody tells the %s of a shadow: it stays', (line, fails) => {
  expect(run(fails, line)).toBe('failed\n');
});
