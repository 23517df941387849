import { execFileSync } from 'node:child_process';
import { images } from '../../../support/host/deployment';
import { Incident } from './incident';
import { Server } from './server';

const server = new Server();
const containers: string[] = [];
beforeAll(() => server.launch());
afterAll(() => {
  if (containers.length > 0) execFileSync('docker', ['rm', '-f', ...containers], { stdio: 'pipe' });
  server.remove();
});

const ROLES = `DO $$BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'shop') THEN CREATE ROLE shop LOGIN; END IF; END$$;`;
const TABLES = `${ROLES}
  CREATE TABLE goods (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v text NOT NULL); INSERT INTO goods (v) VALUES ('a'), ('b');
  CREATE TABLE secrets (id int); CREATE TABLE "odd ""name" (n int);
  GRANT SELECT, INSERT, UPDATE ON goods TO shop; GRANT SELECT ON "odd ""name" TO shop;`;

/** A database, and a service of its own that logs in there by this role. */
function madeFor(name: string, role = 'shop', sql = TABLES) {
  const one = new Incident(server, name).create(sql);
  const { PROJECT = '' } = server.identity();
  const labels = [
    'chronos-rollback.test-run=none',
    `com.docker.compose.project=${PROJECT}`,
    `com.docker.compose.service=${name}`,
    'com.docker.compose.oneoff=False',
  ];
  const words = labels.flatMap((label) => ['--label', label]);
  const address = `DATABASE_URL=postgres://${role}:secret@db/${name}`;
  containers.push(
    execFileSync('docker', ['create', ...words, '-e', address, images.node, 'true'], {
      encoding: 'utf8',
    }).trim(),
  );
  return one;
}

const BEFORE = 'keep_privileges "$WORK/privileges" "${IMAGES%=*}"';

/** The checks of the database's access, after these lines: `yes` or `no`, and what was seen, by the code. */
async function checked(one: Incident, lines = '') {
  const script = `STEP=verify WORK=$STATE LOG=/dev/null
mkdir -p "$WORK"; rm -f "$WORK/privileges"
DEADLINE=20; tick; DUE=$((ticks + 9000))
{ ${lines || ':'}; check_access; } >/dev/null 2>&1
printf '[%s]\\n' "$CHECKS"`;
  const ran = await server.call('lib/postgres/verify-access', script, {
    ...{ ...one.identity, IMAGES: `${one.name}=x`, ROLLBACK: one.id },
  });
  if (ran.code !== 0) throw new Error(JSON.stringify(ran));
  const checks = JSON.parse(ran.stdout) as { code: string; ok: boolean; evidence: string; ran?: boolean }[];
  return Object.fromEntries(checks.map(({ code, ...rest }) => [code, rest]));
}
/** What somebody does in the database meanwhile, as a line of bash. */
const meanwhile = (sql: string) => `database_query '${sql.replaceAll("'", "'\\''")}'`;

test('reads and writes are tried as the role of the app, and nothing is made or changed', async () => {
  const one = madeFor('plain');
  one.sql(`CREATE FUNCTION no_table() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''a table without a primary key''; END';
    CREATE EVENT TRIGGER no_table ON ddl_command_end EXECUTE FUNCTION no_table()`);
  const before = server.content(one.name);
  const checks = await checked(one, BEFORE);
  expect(checks).toEqual({
    'check.database-read': expect.objectContaining({ ok: true }),
    'check.database-privileges': {
      ...{ name: 'database privileges', required: true, ok: true },
      evidence: 'shop: all 4 that there were before',
    },
    'check.database-write': {
      ...{ name: 'database write', required: true, ok: true },
      evidence: 'as shop: 2 tables read, no row of 1 updated, rolled back',
    },
  });
  expect(server.content(one.name)).toEqual(before);
});

test('a table with a statement trigger, a rule or row security is not written to, and what is generated is not set', async () => {
  const one = madeFor(
    'careful',
    'app',
    `CREATE TABLE trodden (id int); CREATE TABLE by_row (id int); CREATE TABLE ruled (id int); CREATE TABLE own (id int);
    CREATE TABLE made (id int GENERATED ALWAYS AS IDENTITY, twice int GENERATED ALWAYS AS (1 + 1) STORED);
    ALTER TABLE own ENABLE ROW LEVEL SECURITY; CREATE RULE no AS ON UPDATE TO ruled DO INSTEAD SELECT 1 / 0;
    CREATE FUNCTION boom() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''boom''; END';
    CREATE TRIGGER t BEFORE UPDATE ON trodden FOR EACH STATEMENT EXECUTE FUNCTION boom();
    CREATE TRIGGER t BEFORE UPDATE ON by_row FOR EACH ROW EXECUTE FUNCTION boom()`,
  );
  expect((await checked(one))['check.database-write']).toMatchObject({
    ...{ ok: true, evidence: 'as app: 4 tables read, no row of 1 updated, rolled back' },
  });
});

test('what a role may not do any more is named, and what is gone with its table is not', async () => {
  const one = madeFor('revoked');
  const lines = `${BEFORE}; ${meanwhile('REVOKE UPDATE, INSERT ON public.goods FROM shop; DROP TABLE public."odd ""name"')}`;
  expect((await checked(one, lines))['check.database-privileges']).toMatchObject({
    ok: false,
    evidence: '2 are gone: shop may not INSERT public.goods,shop may not UPDATE public.goods',
  });
});

test('a database that takes no writes fails it, by the error of the server', async () => {
  const one = madeFor('readonly');
  one.sql('ALTER DATABASE readonly SET default_transaction_read_only = on');
  expect((await checked(one))['check.database-write']).toMatchObject({
    ...{ ok: false, evidence: expect.stringMatching(/^as shop: \w+: {2}25006: .*UPDATE/) },
  });
});

test('a role that the server does not know is not tried: we do it ourselves', async () => {
  const one = madeFor('nobody', 'no such role');
  expect((await checked(one, BEFORE))['check.database-write']).toMatchObject({
    ...{ ok: true, evidence: expect.stringMatching(/^as app: 3 tables read/) },
  });
});

test('that the server warns at each connection is in no value', async () => {
  const one = madeFor('warned');
  server.sql('postgres', "UPDATE pg_database SET datcollversion = '2.31' WHERE datname = 'warned'");
  const lines = `${BEFORE}; VOLUMES='' DATABASE='' LIVE_OID=${server.oid('warned')}; check_database`;
  const checks = await checked(one, lines);
  expect(checks).toMatchObject({
    'check.database': { ok: true, evidence: server.oid('warned') },
    'check.database-privileges': { ok: true },
    'check.database-write': { ok: true, evidence: expect.stringMatching(/^as shop: 2 tables read/) },
  });
  expect(checks['check.database-read']?.evidence).toMatch(/^\d+ relations$/);
});
