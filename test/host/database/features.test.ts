import { FEATURES, SETTINGS } from './features';
import { Incident } from './incident';
import { Server } from './server';

const server = new Server();
beforeAll(() => server.launch());
afterAll(() => server.remove());

/** 63 bytes. */
const LONG = 'Лавка Zähler der Läden '.padEnd(56, 'x');

test.each([
  ['shop', '-Fc'],
  ["Mein-Laden '1'", '-Fp'],
  [LONG, '-Fc'],
])(
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
