import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { configWords } from '../../../cli/commands/inspect';
import { deploymentFrom } from '../../../cli/host/discover';
import { typed } from '../../../cli/pulumi/process';
import { parseConfig } from '../../../config';
import { parseDescription } from '../../../machines/compose/description';
import { aStop } from '../desk';
import { ROOT } from '../engine';

const container = (service: string, image: string, env: string[] = [], files = '/opt/app/compose.yml') => {
  const labels = {
    'com.docker.compose.service': service,
    'com.docker.compose.project.config_files': files,
  };
  return { ...parseDescription(JSON.stringify({ image, env, labels })), service };
};
/** A container in which PostgreSQL runs. */
const server = (service: string, env: string[] = []) => ({
  ...container(service, 'postgres:15', env),
  ...{ ports: ['5432/tcp'], programs: ['postgres'] },
});
const CREDENTIALS = ['POSTGRES_PASSWORD=x', 'POSTGRES_USER=shop', 'POSTGRES_DB=orders'];
const postgres = server('db', CREDENTIALS);

describe('what the containers say of their deployment', () => {
  test('services whose images are built here are what a release brings; the others are left out', () => {
    const found = deploymentFrom('/opt/app', 'app', [
      container('web', 'app-web:latest'),
      container('api', 'app_api'),
      container('cache', 'redis:7'),
      postgres,
    ]);
    expect(found).toEqual({
      deployment: {
        directory: '/opt/app',
        project: 'app',
        composeFile: 'compose.yml',
        appServices: ['api', 'web'],
        databaseService: 'db',
        database: { user: 'shop', name: 'orders' },
        health: {},
        links: {},
      },
      others: ['cache'],
      ended: [],
    });
  });

  test('where nothing is built here, every service but the database is part of a release', () => {
    const found = deploymentFrom('/opt/app', 'app', [container('web', 'shop/web:2'), postgres]);
    expect(found).toMatchObject({ deployment: { appServices: ['web'] }, others: [] });
  });

  test('user and database have the defaults of the PostgreSQL image', () => {
    const plain = server('db', ['POSTGRES_PASSWORD=x']);
    const found = deploymentFrom('/opt/app', 'app', [container('web', 'app-web'), plain]);
    expect(found.deployment.database).toEqual({ user: 'postgres', name: 'postgres' });
  });

  test('a Compose file is taken as it was typed, too; one elsewhere is refused', () => {
    const typed = container('web', 'app-web', [], 'prod.yml');
    expect(deploymentFrom('/opt/app', 'app', [typed]).deployment.composeFile).toBe('prod.yml');
    const away = container('web', 'app-web', [], '/srv/prod.yml');
    expect(() => deploymentFrom('/opt/app', 'app', [away])).toThrow(
      aStop('compose.outside', / \/srv\/prod\.yml .* \/opt\/app$/),
    );
  });

  test('a project that has only a database is refused', () => {
    expect(() => deploymentFrom('/opt/app', 'app', [postgres])).toThrow(
      aStop('deployment.no-app-service', / app /),
    );
  });

  test('an app and a backup job with the variables of a database are not the database', () => {
    const found = deploymentFrom('/opt/app', 'app', [
      container('web', 'app-web', CREDENTIALS),
      { ...container('backup', 'postgres:15', CREDENTIALS), programs: ['sh', 'sleep'] },
      postgres,
    ]);
    expect(found).toMatchObject({
      deployment: { appServices: ['web'], databaseService: 'db' },
      others: ['backup'],
    });
  });

  test('where no container runs PostgreSQL there is no database, whatever variables there are', () => {
    const { deployment } = deploymentFrom('/opt/app', 'app', [container('web', 'app-web', CREDENTIALS)]);
    expect(deployment.databaseService).toBe('none');
    expect(deployment).not.toHaveProperty('database');
  });

  test('a service that has done one thing is named apart', () => {
    const migrate = { ...container('migrate', 'app-web'), status: 'exited' };
    const found = deploymentFrom('/opt/app', 'app', [migrate, container('web', 'app-web'), postgres]);
    expect(found).toMatchObject({ deployment: { appServices: ['web'] }, others: [], ended: ['migrate'] });
  });

  test('of two databases the one is taken that an app depends on, and the other left out', () => {
    const web = { ...container('web', 'app-web'), dependencies: ['db'] };
    const found = deploymentFrom('/opt/app', 'app', [server('auth'), web, postgres]);
    expect(found).toMatchObject({ deployment: { databaseService: 'db' }, others: ['auth'] });
  });

  test('two databases that nothing tells apart are refused by name, with the key to set', () => {
    const all = [container('web', 'app-web'), server('auth'), postgres];
    expect(() => deploymentFrom('/opt/app', 'app', all)).toThrow(
      aStop('deployment.several-databases', /: auth, db\n[^]*\nDO .* deployment\.databaseService NAME$/),
    );
  });

  test('probes and links are left as they are only where the deployment is the one of the defaults', () => {
    const file = '/opt/app/docker-compose.production.yml';
    const apps = ['backend', 'frontend'].map((name) => container(name, `app-${name}`, [], file));
    const env = ['POSTGRES_USER=chronos_user', 'POSTGRES_DB=chronos_financial'];
    const own = deploymentFrom('/opt/app', 'app', [...apps, server('postgres', env)]).deployment;
    expect(own).not.toHaveProperty('health');
    const foreign = deploymentFrom('/opt/app', 'app', [...apps, postgres]).deployment;
    expect(foreign).toMatchObject({ health: {}, links: {} });
  });
});

describe('the lines of pulumi that keep it', () => {
  const { deployment } = deploymentFrom('/opt/app', 'app', [
    container('web', 'app-web'),
    container('7', 'app-7'),
    server('true', ['POSTGRES_USER=the shop', 'POSTGRES_DB=42']),
  ]);
  const words = configWords(deployment, 'Pulumi.production.yaml');

  test('have one for each value, and one for a whole list or an empty object', () => {
    const set = ['config', 'set', '--config-file', 'Pulumi.production.yaml', '--path'];
    expect(words).toContainEqual([...set, 'deployment.appServices', '["7","web"]']);
    expect(words).toContainEqual([...set, 'deployment.database.user', 'the shop']);
    expect(words).toContainEqual([...set, 'deployment.health', '{}']);
    expect(words).toContainEqual([...set, 'deployment.links', '{}']);
  });

  test('keep a name as a text that Pulumi would take for something else', () => {
    const set = ['config', 'set', '--config-file', 'Pulumi.production.yaml', '--type', 'string', '--path'];
    expect(words).toContainEqual([...set, 'deployment.databaseService', 'true']);
    expect(words).toContainEqual([...set, 'deployment.database.name', '42']);
  });

  test('come to the same configuration when they are pasted, whatever the file had before', () => {
    const directory = mkdtempSync(join(tmpdir(), 'kept-'));
    const file = join(directory, 'Pulumi.kept.yaml');
    const before = { appServices: ['a', 'b', 'c'], health: { api: 'http://api/' }, links: {} };
    writeFileSync(file, stringify({ config: { 'chronos-rollback:deployment': before } }));
    writeFileSync(join(directory, 'Pulumi.yaml'), 'name: chronos-rollback\nruntime: nodejs\n');
    const backend = { PULUMI_BACKEND_URL: `file://${directory}`, PULUMI_CONFIG_PASSPHRASE: 'x' };
    const env = { ...process.env, ...backend, PATH: `${join(ROOT, 'tools/bin')}:${process.env['PATH']}` };
    const shell = ['set -e', 'pulumi stack init kept', ...configWords(deployment, file).map(typed)].join(
      '\n',
    );
    execFileSync('bash', ['-c', shell], { cwd: directory, env, stdio: 'pipe' });
    const { config } = parse(readFileSync(file, 'utf8')) as { config: Record<string, unknown> };
    const kept = JSON.stringify(config['chronos-rollback:deployment']);
    rmSync(directory, { recursive: true });
    expect(parseConfig({ deployment: kept }).deployment).toMatchObject(deployment);
  });
});
