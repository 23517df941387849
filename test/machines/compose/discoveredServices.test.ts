import { type Description, parseDescription } from '../../../machines/compose/description';
import {
  discoveredServices,
  oneShots,
  serversOf,
  servicesOf,
} from '../../../machines/compose/discoveredServices';

type Given = Partial<Description> & { readonly image?: string };
const container = (service: string, given: Given = {}): Description => ({
  ...parseDescription(JSON.stringify({ image: `app-${service}`, labels: {} })),
  service,
  id: `id-${service}`,
  ...given,
});
const done = { status: 'exited', exitCode: 0, restartPolicy: 'no' };
const web = container('web');
const db = container('db', { image: 'postgres:15' });
const cache = container('cache', { image: 'redis:7' });

describe('a service that does one thing', () => {
  const shots = (...containers: Description[]) => servicesOf(oneShots(containers));
  test.each<[string, Description[], string[]]>([
    ['has ended well while others run', [web, container('migrate', done)], ['migrate']],
    ['has ended badly', [web, container('migrate', { ...done, exitCode: 1 })], []],
    [
      'has ended and would be brought back',
      [web, container('api', { ...done, restartPolicy: 'always' })],
      [],
    ],
    ['has ended and has a port', [web, container('api', { ...done, isPublished: true })], []],
    ['has ended and has a health check', [web, container('api', { ...done, isChecked: true })], []],
    ['has ended as all have', [container('web', done), container('worker', done)], []],
    [
      'has ended as all have, and is waited for',
      [
        container('web', { ...done, awaited: ['migrate'] }),
        container('migrate', { ...done, isPublished: true }),
      ],
      ['migrate'],
    ],
    ['has ended in one of two replicas', [web, container('job'), container('job', done)], []],
  ])('%s', (_, containers, expected) => expect(shots(...containers)).toEqual(expected));
});

describe('the services that a release brings', () => {
  const found = (...containers: Description[]) => discoveredServices('app', containers, [db]);

  test('are those whose images are built here, by name or by the label of the image', () => {
    const labelled = container('api', { image: 'shop/api:2', isBuilt: true });
    expect(found(web, container('old', { image: 'app_old:latest' }), labelled, db, cache)).toEqual([
      'api',
      'old',
      'web',
    ]);
  });

  test('are not those with an image whose name only begins like a built one', () => {
    expect(found(web, container('web2', { image: 'app-web2-exporter' }), db)).toEqual(['web']);
  });

  test('are those that mount what git knows, and none that mount anything else', () => {
    const proxy = container('proxy', { image: 'nginx:1', sources: ['/opt/app/proxy.conf'] });
    const other = container('other', { image: 'redis:6', sources: ['/var/lib/redis'] });
    const tracked = new Set(['/opt/app/proxy.conf']);
    expect(discoveredServices('app', [web, proxy, other, db], [db], tracked)).toEqual(['proxy', 'web']);
  });

  test('are a replicated one once', () => {
    expect(found(web, container('web', { id: 'id-web-2' }), db)).toEqual(['web']);
  });

  test('are those on the same image, by name or by id, too', () => {
    const byName = container('worker', { image: 'app-web:latest' });
    const byId = container('cron', { image: 'shop/cron', imageId: 'i1' });
    expect(found({ ...web, imageId: 'i1' }, byName, byId, db, cache)).toEqual(['cron', 'web', 'worker']);
  });

  test('are those in the network of one of them, and of those again, too', () => {
    const proxy = container('proxy', { image: 'envoy', networkMode: 'container:id-web' });
    const probe = container('probe', { image: 'curl', networkMode: 'container:id-proxy' });
    expect(found(probe, proxy, web, db, cache)).toEqual(['probe', 'proxy', 'web']);
  });

  test('are none of those that do one thing and have ended, on the same image neither', () => {
    expect(found(web, container('migrate', { ...done, image: 'app-web' }), db)).toEqual(['web']);
  });

  test('are all but those on the image of a database, where nothing is built here', () => {
    const backup = container('backup', { image: 'postgres:15' });
    expect(found(container('web', { image: 'shop/web:2' }), cache, backup, db)).toEqual(['cache', 'web']);
  });

  test('are none where there is only a database', () => expect(found(db)).toEqual([]));
});

describe('the database that the apps use', () => {
  const other = container('other', { image: 'postgres:15' });
  const chosen = (app: Description, ...more: Description[]) =>
    serversOf(['web'], [db, other], [app, db, other, ...more]);

  test('is the one that an app depends on', () => {
    expect(chosen({ ...web, dependencies: ['db', 'cache'] })).toEqual(['db']);
  });

  test('is else the one that it depends on by way of another service', () => {
    const pooler = container('pooler', { dependencies: ['db'] });
    expect(chosen({ ...web, dependencies: ['pooler'] }, pooler)).toEqual(['db']);
    expect(chosen({ ...web, dependencies: ['pooler', 'other'] }, pooler)).toEqual(['other']);
  });

  test('is else the one that shares a network with an app', () => {
    const servers = [
      { ...db, networks: ['back'] },
      { ...other, networks: ['auth'] },
    ];
    const app = { ...web, networks: ['front', 'back'] };
    expect(serversOf(['web'], servers, [app, ...servers])).toEqual(['db']);
  });

  test('is found by the network in which an app lives with another one', () => {
    const servers = [
      { ...db, networks: ['back'] },
      { ...other, networks: ['auth'] },
    ];
    const vpn = container('vpn', { networks: ['back'] });
    const app = { ...web, networkMode: 'container:id-vpn' };
    expect(serversOf(['web'], servers, [app, vpn, ...servers])).toEqual(['db']);
  });

  test('is not told where an app depends on both, or on neither', () => {
    expect(chosen({ ...web, dependencies: ['other', 'db'] })).toEqual(['db', 'other']);
    expect(chosen(web)).toEqual(['db', 'other']);
  });

  test('is one service where that has replicas, and none where there is none', () => {
    expect(serversOf(['web'], [db, { ...db, id: 'id-db-2' }], [web])).toEqual(['db']);
    expect(serversOf(['web'], [], [web])).toEqual([]);
  });
});
