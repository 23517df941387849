import { configWords } from '../../../cli/commands/inspect';
import { deploymentFrom } from '../../../cli/host/discover';
import { parseDescription } from '../../../machines/compose/description';
import { aStop } from '../desk';

const container = (service: string, image: string, env: string[] = [], files = '/opt/app/compose.yml') => {
  const labels = {
    'com.docker.compose.service': service,
    'com.docker.compose.project.config_files': files,
  };
  return parseDescription(JSON.stringify({ image, env, labels }));
};
const postgres = container('db', 'postgres:15', [
  'POSTGRES_PASSWORD=x',
  'POSTGRES_USER=shop',
  'POSTGRES_DB=orders',
]);

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
        composeFile: 'compose.yml',
        appServices: ['api', 'web'],
        databaseService: 'db',
        database: { user: 'shop', name: 'orders' },
      },
      others: ['cache'],
    });
  });

  test('where nothing is built here, every service but the database is part of a release', () => {
    const found = deploymentFrom('/opt/app', 'app', [container('web', 'shop/web:2'), postgres]);
    expect(found).toMatchObject({ deployment: { appServices: ['web'] }, others: [] });
  });

  test('user and database have the defaults of the PostgreSQL image', () => {
    const plain = container('db', 'postgres:15', ['POSTGRES_PASSWORD=x']);
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

  test('it is kept by lines of pulumi, a line a value', () => {
    const { deployment } = deploymentFrom('/opt/app', 'app', [container('web', 'app-web'), postgres]);
    const set = ['config', 'set', '--config-file', 'Pulumi.production.yaml', '--path'];
    expect(configWords(deployment, 'Pulumi.production.yaml')).toContainEqual([
      ...set,
      'deployment.appServices[0]',
      'web',
    ]);
    expect(configWords(deployment, 'Pulumi.production.yaml')).toContainEqual([
      ...set,
      'deployment.database.user',
      'shop',
    ]);
  });
});
