import { Incident } from './incident';
import { Server } from './server';

const server = new Server();
beforeAll(() => server.launch());
afterAll(() => server.remove());

test('a database that a rollback has left is told with what it takes, one of somebody else is not', async () => {
  const one = new Incident(server, 'retained').create('CREATE TABLE goods AS SELECT 1 AS n');
  one.dump();
  await one.restored();
  server.sql('postgres', 'CREATE DATABASE "retained_before_r-0123abcd"');
  const { stdout } = await server.call('lib/postgres/retained-sizes', 'retained_sizes', one.identity);
  expect(stdout).toMatch(new RegExp(`^database\\t[1-9]\\d{6,}\\t${one.names.sealed}\\n$`));
});
