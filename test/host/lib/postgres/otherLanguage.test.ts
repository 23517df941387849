import { execFileSync } from 'node:child_process';
import { basename } from 'node:path';
import { decodeFacts } from '../../../../machines/detect/observe/decodeFacts';
import { script } from '../../../../resources/script/hostScript';
import { images } from '../../../support/host/deployment';
import { Site, start, type Values } from '../../../support/host/host';

/** A server that speaks German, in its log and to whoever is not let in, and an operator who has asked for German. */
const site = new Site(`german-${process.pid}`);
const docker = (...words: string[]) => execFileSync('docker', words, { encoding: 'utf8', stdio: 'pipe' });
const psql = (database: string, sql: string) =>
  docker('exec', site.project, 'psql', '-XAtq', '-U', 'app', '-d', database, '-c', sql).trim();

beforeAll(() => {
  const labels = [
    `chronos-rollback.test-run=${basename(process.env['CHRONOS_TEST_RUN'] ?? 'none')}`,
    `com.docker.compose.project=${site.project}`,
    'com.docker.compose.service=db',
    'com.docker.compose.oneoff=False',
  ].flatMap((label) => ['--label', label]);
  const variables = ['POSTGRES_USER=app', 'POSTGRES_PASSWORD=app', 'LANGUAGE=de', 'LC_ALL=C.UTF-8'];
  docker(
    ...['run', '-d', '--name', site.project, '--tmpfs', '/var/lib/postgresql/data', ...labels],
    ...variables.flatMap((pair) => ['-e', pair]),
    ...[images.postgres, '-c', 'fsync=off', '-c', 'lc_messages=C.UTF-8'],
  );
  const wait = 'until pg_isready -q -h localhost -U app; do sleep 0.1; done';
  docker('exec', site.project, 'timeout', '120', 'sh', '-c', wait);
  site.env = { ...site.env, LANGUAGE: 'de', LC_MESSAGES: 'de_DE.UTF-8' };
});
afterAll(() => {
  docker('rm', '-fv', site.project);
  site.remove();
});

/** Runs lines of bash with the functions of a host script, and of what it needs. */
async function call(name: string, lines: string, values: Values = {}) {
  const text = script(name, site.identity(values)).replace(
    /exit 0\n\}\n$/,
    () => `say() { printf '%s' "$2" | fact "$1"; }\n${lines}\nexit 0\n}\n`,
  );
  const { stdout } = await start('bash -s', text, site.env).ended;
  return stdout;
}
const facts = async (name: string) =>
  decodeFacts(await call('lib/postgres/database-facts', 'database_facts', { DATABASE_NAME: name }));

test('a database that is closed to clients is told in English', async () => {
  psql('postgres', 'CREATE DATABASE closed ALLOW_CONNECTIONS false');
  expect((await facts('closed')).get('database.error')).toBe(
    'psql: error: database "closed" is not currently accepting connections',
  );
});

test('damage that the log tells of in another language is damage', async () => {
  psql('postgres', 'CREATE DATABASE sound');
  psql('sound', 'CREATE TABLE goods AS SELECT i AS id FROM generate_series(1, 2000) i');
  psql('postgres', 'CREATE DATABASE damaged TEMPLATE sound STRATEGY file_copy');
  const file = psql(
    'damaged',
    "SELECT current_setting('data_directory') || '/' || pg_relation_filepath('goods')",
  );
  docker(
    'exec',
    site.project,
    'sh',
    '-c',
    `head -c 8192 /dev/urandom | dd of=${file} bs=8192 seek=3 conv=notrunc`,
  );
  expect(() => psql('damaged', 'SELECT count(*) FROM goods')).toThrow(/ungültige Seite in Block 3/);
  expect((await facts('damaged')).get('database.damage')).toMatch(
    /^1 times in its log: ungültige Seite in Block 3/,
  );
});

test.each([
  ['a wrong password', 'app', 'wrong', 'refused'],
  ['a user whom it does not know', 'nobody', 'app', 'refused'],
  ['the right password', 'app', 'app', 'well'],
])('%s is seen, whatever the server says it in', async (_, user, password, seen) => {
  const lines = `user=${user} password=${password} name=postgres; if is_refused; then echo refused; else echo well; fi`;
  expect(await call('lib/postgres/try-logins', lines)).toBe(`${seen}\n`);
});

test('git speaks English to scripts, whatever the operator has asked for', async () => {
  expect(await call('lib/git/checkout', 'local_commit nowhere || true')).toMatch(
    /^fatal: Needed a single revision/,
  );
});
