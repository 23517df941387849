import { dataDirectory, firstDatabase, isServer } from '../../../machines/postgres/officialImage';

test.each([
  [true, 'own/image', { POSTGRES_PASSWORD: 'x' }],
  [true, 'own/image', { POSTGRES_DB: 'orders' }],
  [true, 'postgres:15', { PGDATA: '/data' }],
  [false, 'own/image', { PGDATA: '/data' }],
  [false, 'postgres:15', {}],
  [false, 'own/image', { POSTGRES_PASSWORD: '' }],
])('that a container is a server of PostgreSQL is %s of %s with %j', (is, image, variables) => {
  expect(isServer(image, variables)).toBe(is);
});

test.each([
  [{}, 'postgres', 'postgres'],
  [{ POSTGRES_USER: 'shop' }, 'shop', 'shop'],
  [{ POSTGRES_DB: 'orders' }, 'postgres', 'orders'],
  [{ POSTGRES_USER: 'shop', POSTGRES_DB: 'orders' }, 'shop', 'orders'],
])('with %j the first user is %s and the first database %s', (variables, user, name) => {
  expect(firstDatabase(variables)).toEqual({ user, name });
});

test('the data is where PGDATA says, else at its usual place', () => {
  expect(dataDirectory({ PGDATA: '/data' })).toBe('/data');
  for (const unset of [{}, { PGDATA: '' }, { PGDATA: null }])
    expect(dataDirectory(unset)).toBe('/var/lib/postgresql/data');
});
