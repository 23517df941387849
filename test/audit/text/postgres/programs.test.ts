import {
  createdbLine,
  listDatabases,
  psqlLine,
  restoreBeside,
  restoreInto,
  strictPsqlLine,
} from '../../../../audit/text/postgres/programs';

const to = { user: "o'user", database: 'a b' };

test.each([
  ['that asks', psqlLine(to), "psql -U 'o'\\''user' -d 'a b'"],
  ['with one statement', psqlLine(to, "SELECT 'x'"), "psql -U 'o'\\''user' -d 'a b' -c 'SELECT '\\''x'\\'''"],
  [
    'that ends at what fails',
    strictPsqlLine({ user: 'u', database: 'd' }, 'BEGIN', 'a b'),
    "psql -v ON_ERROR_STOP=1 -U u -d d -c BEGIN -c 'a b'",
  ],
])('psql %s is typed with each word quoted once', (_, line, expected) => {
  expect(line).toBe(expected);
});

test('databases are listed all, or by how their names begin', () => {
  expect(listDatabases()).toBe('\\l');
  expect(listDatabases('it"s_')).toBe('\\l+ "it""s_"*');
});

test('a dump is restored into a database, or as one of its own', () => {
  expect(createdbLine(to)).toBe("createdb -U 'o'\\''user' 'a b'");
  expect(restoreInto(to, '/s d/x.dump')).toBe("pg_restore -U 'o'\\''user' -d 'a b' <'/s d/x.dump'");
  expect(restoreBeside(to, '/x.dump')).toBe("pg_restore -e -C -U 'o'\\''user' -d 'a b' </x.dump");
});
