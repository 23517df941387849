import {
  asOne,
  describeDatabase,
  dropDatabase,
  endSessions,
  nameDatabase,
  openDatabase,
  renameDatabase,
  sealDatabase,
  sqlOf,
} from '../../../../audit/text/postgres/statements';
import { OPEN, type Statement } from '../../../../machines/model/remedy';

const ODD = `it's "a"; b`;

test.each<[string, Statement, string]>([
  [
    'clients are let in again',
    { do: 'open-database', database: 'app' },
    'ALTER DATABASE "app" ALLOW_CONNECTIONS true',
  ],
  [
    'a database gets another name',
    { do: 'rename-database', database: 'a', to: 'b' },
    'ALTER DATABASE "a" RENAME TO "b"',
  ],
  [
    'a transaction is committed',
    { do: 'commit-prepared', transaction: ODD },
    `COMMIT PREPARED 'it''s "a"; b'`,
  ],
  [
    'a transaction is rolled back',
    { do: 'roll-back-prepared', transaction: ODD },
    `ROLLBACK PREPARED 'it''s "a"; b'`,
  ],
  ['a slot goes', { do: 'drop-slot', slot: 'x' }, "SELECT pg_drop_replication_slot('x')"],
  ['a subscription goes', { do: 'drop-subscription', subscription: 'x' }, 'DROP SUBSCRIPTION x'],
  [
    'a subscription with quotation marks in its name goes',
    { do: 'drop-subscription', subscription: ODD },
    `DROP SUBSCRIPTION "it's ""a""; b"`,
  ],
  ['a role is made', { do: 'create-role', role: 'Jane' }, 'CREATE ROLE "Jane"'],
  ['a role is made that only the operator knows', { do: 'create-role', role: OPEN }, 'CREATE ROLE …'],
])('%s: its SQL', (_, statement, sql) => {
  expect(sqlOf(statement)).toBe(sql);
});

test('names and texts with quotation marks stay what they are', () => {
  expect(openDatabase(ODD)).toBe(`ALTER DATABASE "it's ""a""; b" ALLOW_CONNECTIONS true`);
  expect(sealDatabase(ODD)).toBe(`ALTER DATABASE "it's ""a""; b" ALLOW_CONNECTIONS false`);
  expect(renameDatabase(ODD, 'c')).toBe(`ALTER DATABASE "it's ""a""; b" RENAME TO "c"`);
  expect(dropDatabase(ODD)).toBe(`DROP DATABASE "it's ""a""; b"`);
  expect(describeDatabase('a', ODD)).toBe(`COMMENT ON DATABASE "a" IS 'it''s "a"; b'`);
  expect(endSessions('a', ODD)).toBe(
    `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname IN ('a', 'it''s "a"; b') AND pid <> pg_backend_pid()`,
  );
});

test('a name is given by the oid, and what has it now gets another one', () => {
  expect(nameDatabase('16384', "a'b", 'c')).toBe(
    `DO $$ BEGIN IF (SELECT datname FROM pg_database WHERE oid = 16384) <> 'a''b' THEN IF EXISTS (SELECT FROM pg_database WHERE datname = 'a''b') THEN ALTER DATABASE "a'b" RENAME TO "c"; END IF; EXECUTE (SELECT format('ALTER DATABASE %I RENAME TO %I', datname, 'a''b') FROM pg_database WHERE oid = 16384); END IF; END $$`,
  );
});

test('several statements are one argument', () => {
  expect(asOne('BEGIN', 'COMMIT')).toBe('BEGIN; COMMIT');
});
