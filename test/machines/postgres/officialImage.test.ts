import { dataDirectory, firstDatabase } from '../../../machines/postgres/officialImage';

test.each([
  [{}, 'postgres', 'postgres'],
  [{ POSTGRES_USER: 'shop' }, 'shop', 'shop'],
  [{ POSTGRES_DB: 'orders' }, 'postgres', 'orders'],
  [{ POSTGRES_USER: 'shop', POSTGRES_DB: 'orders' }, 'shop', 'orders'],
  [{ POSTGRESQL_USERNAME: 'shop', POSTGRESQL_DATABASE: 'orders' }, 'shop', 'orders'],
  [{ POSTGRESQL_USERNAME: 'shop' }, 'shop', 'postgres'],
])('with %j the first user is %s and the first database %s', (variables, user, name) => {
  expect(firstDatabase(variables)).toEqual({ user, name });
});

test('the data is where PGDATA says, else at its usual place', () => {
  expect(dataDirectory({ PGDATA: '/data' })).toBe('/data');
  for (const unset of [{}, { PGDATA: '' }, { PGDATA: null }])
    expect(dataDirectory(unset)).toBe('/var/lib/postgresql/data');
});
