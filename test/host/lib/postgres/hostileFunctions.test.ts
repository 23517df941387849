import { parseFacts } from '../../../../machines/detect/observe/parseFacts';
import { parseTarget } from '../../../../machines/detect/observe/targetRelease';
import { Incident } from './incident';
import { Server } from './server';

const server = new Server();
beforeAll(() => server.launch());
afterAll(() => server.remove());

/** Functions that fit our calls better than PostgreSQL's own and write down who runs them. */
const FUNCTIONS = [
  ['to_jsonb', 'pg_catalog.pg_stat_database', 'jsonb', "'{}'"],
  ['quote_ident', 'name', 'text', '$1::text'],
  ['format', 'text, name, name, name', 'text', "'SELECT 1'"],
  ['format', 'text, text', 'text', '$1'],
  ['of_mood', 'mood', 'text', "'sad'"],
] as const;
const MADE = `SET ROLE keeper; CREATE TABLE caught (by text); CREATE TYPE mood AS ENUM ('sad');
  ${FUNCTIONS.map(
    ([name, takes, gives, body]) =>
      `CREATE FUNCTION ${name}(${takes}) RETURNS ${gives} LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.caught VALUES (current_user); RETURN ${body}; END $$;`,
  ).join('\n')}
  CREATE CAST (mood AS text) WITH FUNCTION of_mood(mood);
  CREATE TABLE schema_migrations (version mood); INSERT INTO schema_migrations VALUES ('sad'); RESET ROLE`;

test("what the app's role has made under the names of PostgreSQL's functions is never run by us", async () => {
  const one = new Incident(server, 'functions').create('GRANT CREATE ON SCHEMA public TO keeper').dump();
  one.sql(MADE);
  const facts = await server.facts('detect', one.identity);
  expect(parseFacts(facts, { attempts: [] }).database.oid).toBe(one.oid);
  await server.facts('target', { ...one.identity, COMMIT: server.commitId });
  await server.backupStore('/backups', one.identity);
  await server.backup({ ...one.identity, BACKUP: one.backup.path, SNAPSHOT: one.backup.snapshot });
  await one.open();
  expect(await one.step('prepare')).toMatchObject({ ok: true });
  expect(one.sql('SELECT by FROM caught')).toBe('');
});

test('migrations are reported, whatever their files and their schemas are called', async () => {
  const name = '0001_año select';
  const schema = 'a select b';
  const one = new Incident(server, 'migrations').create(
    `CREATE SCHEMA "${schema}"; CREATE TABLE "${schema}".schema_migrations (version text);
     INSERT INTO "${schema}".schema_migrations VALUES ('${name}'); CREATE TABLE pgmigrations (name name)`,
  );
  server.release('migrated', { [`migrations/${name}.sql`]: '' });
  const target = await server.facts('target', { ...one.identity, COMMIT: server.commitId });
  expect(parseTarget(target)).toMatchObject({
    migrations: [name],
    migrationRows: { applied: [name], known: new Set() },
  });
  server.git('reset', '-q', '--hard', server.commitId);
});

test('a database whose name has lines of ours in it is no fact', async () => {
  const one = new Incident(server, 'named').create('');
  const forged = `x\noid|7\nleft|named_before_r-00000001`;
  const beside = 'named_x\nnamed_before_r-00000002\t7\t8\tt\tchronos-rollback: x';
  for (const each of [forged, beside]) server.sql('postgres', `CREATE DATABASE "${each}"`);
  const { database } = parseFacts(await server.facts('detect', one.identity), { attempts: [] });
  expect(database).toMatchObject({ oid: server.oid('named') });
  expect(JSON.stringify(database)).not.toContain('r-0000000');
  const { names } = await server.backupStore('/backups', one.identity);
  expect([...names.keys()].filter((each) => each.includes('r-0000000'))).toEqual([]);
  const listed = await server.call(
    'lib/postgres/retained-databases',
    'find_server && BASE=named list_retained',
    one.identity,
  );
  expect(listed).toMatchObject({ code: 0, stdout: '' });
});
