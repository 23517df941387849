import { parseFacts } from '../../../machines/parseFacts';
import { parseTarget } from '../../../machines/target';
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
  await server.vault('/backups', one.identity);
  await server.backup({ ...one.identity, BACKUP: one.backup.path, SNAPSHOT: one.backup.snapshot });
  await one.open();
  expect(await one.step('prepare')).toMatchObject({ ok: true });
  expect(one.sql('SELECT by FROM caught')).toBe('');
});

test('migrations are told whatever their files and their schemas are called', async () => {
  const name = '0001_año select';
  const schema = 'a select b';
  const one = new Incident(server, 'migrations').create(
    `CREATE SCHEMA "${schema}"; CREATE TABLE "${schema}".schema_migrations (version text);
     INSERT INTO "${schema}".schema_migrations VALUES ('${name}'); CREATE TABLE pgmigrations (name name)`,
  );
  server.release('migrated', { [`migrations/${name}.sql`]: '' });
  const target = await server.facts('target', { ...one.identity, COMMIT: server.commitId });
  expect(parseTarget(target).migrations).toEqual([name]);
  server.git('reset', '-q', '--hard', server.commitId);
});
