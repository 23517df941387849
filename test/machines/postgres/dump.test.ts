import { archiveTime, readHeader, readOutline } from '../../../machines/postgres/dump';

test('the header of an archive tells database, version and time', () => {
  const lines = [
    ';',
    '; Archive created at 2026-11-21 02:37:30 UTC',
    ';     dbname: shop',
    ';     Dumped from database version: 15.18 (Debian 15.18-0)',
  ];
  expect(readHeader(lines)).toEqual({
    database: 'shop',
    version: '15.18 (Debian 15.18-0)',
    madeAt: '2026-11-21 02:37:30 UTC',
  });
});

test('an archive that cannot be read has an error in its place', () => {
  const error = 'pg_restore: error: unsupported version (1.16) in file header';
  expect(readHeader([error])).toEqual({ error });
  expect(readHeader([])).toEqual({});
});

test('the outline of a dump tells what it needs and makes', () => {
  const lines = [
    '-- Dumped from database version 15.2',
    'CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA public;',
    'CREATE TABLE public.accounts (',
    'CREATE UNLOGGED TABLE public."odd (name)" (',
    'ALTER SCHEMA "a b" OWNER TO "O""Neill";',
    'GRANT SELECT ON TABLE public.accounts TO reader WITH GRANT OPTION;',
    'GRANT ALL ON SCHEMA public TO PUBLIC;',
    'ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA public GRANT SELECT ON TABLES TO auditor;',
    'ALTER DATABASE shop OWNER TO pg_database_owner;',
    '\\connect other',
  ];
  expect(readOutline(lines)).toEqual({
    version: '15.2',
    roles: new Set(['O"Neill', 'reader', 'auditor', 'owner']),
    extensions: new Set(['uuid-ossp']),
    tables: new Set(['public.accounts', 'public."odd (name)"']),
    commands: ['\\connect other'],
  });
});

test.each([
  ['2026-11-21 02:37:30 UTC', '2026-11-21T02:37:30.000Z'],
  ['', undefined],
  ['yesterday', undefined],
])('an archive made at %j was made at %j', (text, time) => {
  expect(archiveTime(text)).toBe(time);
});
