import { depth } from '../../../support/depth';
import { FEATURES, SETTINGS } from './features';
import { Incident } from './incident';
import { Server } from './server';

const server = new Server();
beforeAll(() => server.launch());
afterAll(() => server.remove());

/** 63 bytes. */
const LONG = 'Лавка Zähler der Läden '.padEnd(56, 'x');

const DATABASES: readonly (readonly [name: string, format: string])[] = [
  ["Mein-Laden '1'", '-Fp'],
  [LONG, '-Fc'],
];

test.each(depth(DATABASES, [['shop', '-Fc'], ...DATABASES]))(
  'database %s with all that PostgreSQL has comes back as in the backup, and the one that was live stays as it was',
  async (name, format) => {
    const one = new Incident(server, name).create(FEATURES, 'OWNER keeper');
    server.sql('postgres', SETTINGS(name));
    one.dump(format);
    const backup = server.content(name);
    one.sql(`INSERT INTO "Ünï cödé"."Ta b""le" (t) VALUES ('new'), ('newer');
      DROP TABLE orders CASCADE; CREATE TABLE later (id int); GRANT SELECT ON later TO keeper;`);
    const left = server.content(name);
    await one.restored();
    expect(server.content(name)).toEqual(backup);
    expect(
      one.sql(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()",
      ),
    ).toBe("it's the shop");
    expect(() => one.sql('SELECT 1', one.names.sealed)).toThrow(/not currently accepting connections/);
    server.sql('postgres', `ALTER DATABASE "${one.names.sealed}" ALLOW_CONNECTIONS true`);
    expect(server.content(one.names.sealed)).toEqual(left);
  },
);

test('privileges that were taken back since a shadow was made do not come back with it', async () => {
  const one = new Incident(server, 'granted').create('CREATE TABLE goods (id int)').dump();
  const alike = async (change: string) => {
    server.sql('postgres', change);
    const next = new Incident(server, 'granted', change).plan(one.backup.path);
    await next.open();
    await next.done('prepare');
    const { shadow } = next.names;
    expect(server.content(shadow)).toEqual(server.content('granted'));
    return server.oid(shadow);
  };
  const shadow = await alike(`GRANT CREATE ON DATABASE granted TO keeper WITH GRANT OPTION;
    GRANT CONNECT ON DATABASE granted TO "le Créateur"; REVOKE ALL ON DATABASE granted FROM PUBLIC`);
  expect(await alike('REVOKE CREATE ON DATABASE granted FROM keeper')).toBe(shadow);
  expect(await alike("UPDATE pg_database SET datacl = NULL WHERE datname = 'granted'")).toBe(shadow);
});
