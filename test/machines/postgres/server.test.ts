import { isServer } from '../../../machines/postgres/server';

const official = {
  ports: ['5432/tcp'],
  volumes: ['/var/lib/postgresql/data'],
  variables: { PGDATA: '/var/lib/postgresql/data' },
};
const none = { ports: [], volumes: [], variables: {} };
const app = { ...none, declared: none, mounts: [], command: ['node', 'server.js'] };
const db = {
  ...official,
  declared: official,
  mounts: ['/var/lib/postgresql/data'],
  command: ['docker-entrypoint.sh', 'postgres'],
};
const credentials = { POSTGRES_USER: 'shop', POSTGRES_PASSWORD: 'x', POSTGRES_DB: 'orders' };
const stopped = (...command: string[]) => ({ ...db, command });

describe('a container in which PostgreSQL runs,', () => {
  const programs = ['docker-init', 'postgres', 'postgres'];
  test.each([
    ['with its port', { ...app, declared: { ...none, ports: ['5432/tcp'] }, programs }],
    ['with a port of its own', { ...app, ports: ['5432/tcp'], programs }],
    ['with its data mounted', { ...app, mounts: ['/var/lib/pgsql/data'], programs }],
    ['with its data where PGDATA says', { ...app, mounts: ['/d'], variables: { PGDATA: '/d' }, programs }],
    ['as its command', { ...app, command: ['/usr/lib/postgresql/15/bin/postgres', '-D', '/d'], programs }],
    ['that is still coming up', { ...db, programs: ['docker-init', 'bash'] }],
    ['under its old name', { ...db, programs: ['postmaster'] }],
  ])('%s is a server', (_, container) => expect(isServer(container)).toBe(true));

  test('beside an app, without port and data, is none', () => {
    expect(isServer({ ...app, programs: ['node', 'postgres'] })).toBe(false);
  });
});

describe('a container in which other programs run is no server', () => {
  test.each([
    ['an app with the variables of a database', { ...app, variables: credentials, programs: ['node'] }],
    [
      'a backup job on the image of a database',
      { ...stopped('docker-entrypoint.sh', 'sh', '-c', 'pg_dump'), variables: credentials, programs: ['sh'] },
    ],
    [
      'the same by an entrypoint of its own',
      { ...stopped('/backup-entrypoint.sh'), programs: ['bash', 'sleep'] },
    ],
    ['a pooler with the port', { ...app, ...{ ports: ['5432/tcp'] }, programs: ['pgbouncer'] }],
  ])('%s', (_, container) => expect(isServer(container)).toBe(false));
});

describe('a container in which nothing runs', () => {
  test.each([
    ['the official image', db],
    ['its entrypoint alone', stopped('/scripts/docker-entrypoint.sh')],
    ['options only', stopped('docker-entrypoint.sh', '-c', 'fsync=off')],
    ['an init before it', stopped('/usr/bin/tini', '--', '/docker-entrypoint.sh', 'postgres')],
    [
      'a script of the image',
      stopped('/opt/bitnami/scripts/postgresql/entrypoint.sh', '/opt/bitnami/scripts/postgresql/run.sh'),
    ],
    ['data in a volume of the image only', { ...db, declared: { ...official, variables: {} } }],
    ['data by PGDATA of the image only', { ...db, declared: { ...official, volumes: [] } }],
  ])('is a server by %s', (_, container) => expect(isServer(container)).toBe(true));

  test('goes by its own declaration where its image is gone', () => {
    const { declared: _, ...rest } = db;
    expect(isServer(rest)).toBe(true);
  });

  test.each([
    ['an app with the variables and the port', { ...app, ...official, variables: credentials }],
    ['a pooler without data', { ...db, declared: { ...none, ports: ['5432/tcp'] } }],
    ['a dump on the same image', stopped('docker-entrypoint.sh', 'pg_dump', '-U', 'postgres')],
    ['a script on the same image', stopped('docker-entrypoint.sh', 'sh', '-c', 'exec postgres')],
    ['an image of its own from that one', stopped('/backup.sh')],
    ['no command', stopped()],
  ])('is none by %s', (_, container) => expect(isServer(container)).toBe(false));
});
