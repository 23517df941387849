import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { findDeployment } from '../../../cli/host/discover';
import { glance } from '../../../cli/host/glance';
import { decodeFacts } from '../../../machines/detect/observe/decodeFacts';
import { docker } from '../../support/demo/demo';
import { images } from '../../support/host/deployment';
import { Site } from '../../support/host/host';
import { keepInMind } from '../../support/run/keep';

const project = `host-${randomBytes(4).toString('hex')}`;
const CREDENTIALS = '{ POSTGRES_USER: shop, POSTGRES_PASSWORD: x, POSTGRES_DB: orders }';
const SLEEPS = "init: true\n    command: ['sleep', '3600']\n    stop_grace_period: 1s";

/** An app with the variables of its database, what works on its image, a backup job on the image of the database. */
const DEFINITION = `services:
  web:
    image: ${project}-web
    environment: ${CREDENTIALS}
    ports: ['127.0.0.1::8080']
    depends_on: { db: { condition: service_started }, migrate: { condition: service_completed_successfully } }
    ${SLEEPS}
  worker:
    image: ${project}-web
    environment: ${CREDENTIALS}
    deploy: { replicas: 2 }
    ${SLEEPS}
  migrate:
    image: ${project}-web
    environment: ${CREDENTIALS}
    command: ['true']
  shell:
    image: ${images.node}
    network_mode: service:web
    ${SLEEPS}
  backup:
    image: ${images.postgres}
    environment: ${CREDENTIALS}
    ${SLEEPS}
  db:
    image: ${images.postgres}
    command: ['-c', 'fsync=off']
    environment: { POSTGRES_USER: shop, POSTGRES_PASSWORD: x, POSTGRES_DB: orders, POSTGRES_INITDB_ARGS: --no-sync }
    volumes: ['./kept:/kept', './begin:/docker-entrypoint-initdb.d']
`;

const MORE = `services:
  backup:
    volumes: ['./proxy.conf:/etc/proxy.conf:ro']
`;

describe('the deployment of a directory', () => {
  const site = new Site(project);
  const compose = (...words: string[]) =>
    execFileSync('docker', ['compose', '-p', project, ...words], { cwd: site.directory, stdio: 'pipe' });
  const expected = {
    deployment: {
      ...{
        directory: site.directory,
        project,
        composeFile: 'compose.yml',
        appServices: ['shell', 'web', 'worker'],
      },
      ...{ databaseService: 'db', database: { user: 'shop', name: 'orders' }, health: {}, links: {} },
    },
    others: ['backup'],
    ended: ['migrate'],
  };

  beforeAll(() => {
    keepInMind(project, site.parent);
    site.write({ 'compose.yml': DEFINITION });
    docker('tag', images.node, `${project}-web`);
    compose('up', '-d');
  });
  afterAll(() => {
    compose('down', '-v', '-t', '0');
    docker('image', 'rm', `${project}-web`);
    site.remove();
  });

  test('is told by what runs, whoever carries the variables of a database', async () => {
    expect(await findDeployment(site.directory)).toEqual(expected);
  });

  test('is the same while the database is stopped, by what its image declares; its backups are where the newest lies', async () => {
    compose('stop', '-t', '5', 'db');
    expect(await findDeployment(site.directory)).toEqual(expected);
    site.write({ 'kept/notes.txt': '', 'kept/weekly/a.dump': '', 'begin/z.sql': '' });
    utimesSync(join(site.directory, 'kept/weekly/a.dump'), 1, 1);
    const where = async () => (await findDeployment(site.directory)).deployment.backupDirectory;
    expect(await where()).toBe('/kept/weekly');
    site.write({ 'kept/nightly/20260101/toc.dat': '' });
    expect(await where()).toBe('/kept/nightly');
  });

  test('can be glanced at: what does not run or is not well comes first', async () => {
    compose('stop', '-t', '5', 'db');
    const seen = await glance(site.directory);
    expect(seen).toMatch(/^NOW {4}(db|migrate) Exited [^,]*, (db|migrate) Exited [^,]*, \w+ Up /);
    expect(seen?.split(', ')).toHaveLength(7);
    expect(await glance(site.parent)).toBeUndefined();
  });

  test('has a service more that mounts what git knows', async () => {
    site.write({ 'proxy.conf': 'x\n', 'more.yml': MORE });
    site.git('add', 'proxy.conf');
    compose('-f', 'compose.yml', '-f', 'more.yml', 'up', '-d', '--no-deps', 'backup');
    const { deployment, others } = await findDeployment(site.directory);
    expect([deployment.appServices, others]).toEqual([['backup', 'shell', 'web', 'worker'], []]);
  });

  test('is found under the name that its containers know it by', async () => {
    const link = join(site.parent, 'link');
    symlinkSync(site.directory, link);
    const other = new Site();
    other.instead('docker', `if [[ "$*" == *working_dir\\"}}* ]]; then echo '${link}'; fi`);
    const values = { DIRECTORY: site.directory, DESCRIBE: '' };
    const { stdout } = await other.run('queries/discover', values);
    expect(decodeFacts(stdout).get('linked')?.trim()).toBe(link);
    other.remove();
  });

  test('has no database once that is removed', async () => {
    compose('rm', '-f', '-v', '-s', 'db');
    const { deployment } = await findDeployment(site.directory);
    expect(deployment).toMatchObject({
      databaseService: 'none',
      appServices: ['backup', 'shell', 'web', 'worker'],
    });
  });
});
