import { spawn } from 'node:child_process';
import { Incident } from './incident';
import { Server } from './server';

const server = new Server();
beforeAll(() => server.launch());
afterAll(() => server.remove());

const DATABASE = 'sessions';
/** The roles that connect, what each does in a transaction, and whether that is taken for a role that may write. */
const ROLES: readonly (readonly [role: string, sql: string, writing: number, mayWrite: boolean])[] = [
  ['exporter', 'SELECT count(*) FROM orders', 0, false],
  ['by_column', 'SELECT 1', 0, true],
  ['by_role', 'SELECT 1', 0, true],
  ['idle_writer', 'SELECT 1', 0, true],
  ['writer', "INSERT INTO orders VALUES (1, 'new')", 1, true],
];

test('of each session on the database is told whether its role may write, and whether it has written anything', async () => {
  const roles = ROLES.map(([role]) => `CREATE ROLE ${role} LOGIN NOINHERIT;`).join('\n');
  new Incident(server, DATABASE).create(`CREATE TABLE orders (id int, what text);
    ${roles}
    CREATE ROLE clerk; GRANT UPDATE ON orders TO clerk; GRANT clerk TO by_role;
    GRANT SELECT ON orders TO exporter; GRANT pg_monitor TO exporter; GRANT UPDATE (what) ON orders TO by_column;
    GRANT INSERT ON orders TO writer, idle_writer;`);
  for (const [role, sql] of ROLES) {
    const client = [
      'psql',
      '-Xq',
      '-U',
      role,
      '-d',
      DATABASE,
      '-c',
      'BEGIN',
      '-c',
      sql,
      '-c',
      'SELECT pg_sleep(600)',
    ];
    spawn('docker', ['exec', server.container('db'), ...client], { stdio: 'ignore' });
  }
  const there = `FROM pg_stat_activity WHERE datname = '${DATABASE}' AND wait_event = 'PgSleep' AND backend_start < clock_timestamp() - interval '2 seconds'`;
  await server.until(`SELECT count(*) ${there}`, String(ROLES.length));
  const { sessions, writers } = await server.backupStore('/backups', { DATABASE_NAME: DATABASE });
  server.sql('postgres', `SELECT pg_terminate_backend(pid) ${there}`);
  const seen = sessions.map(({ user, writing }) => [user, writing, writers?.has(user)]);
  expect(seen.sort()).toEqual(
    [...ROLES].map(([role, , writing, mayWrite]) => [role, writing, mayWrite]).sort(),
  );
});
