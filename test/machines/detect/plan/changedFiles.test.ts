import { parseCompose } from '../../../../machines/compose/definition';
import { inRepository } from '../../../../machines/compose/inputs';
import { readFiles } from '../../../../machines/compose/readFiles';
import { changedFiles } from '../../../../machines/detect/plan/changedFiles';

const MODEL = parseCompose(`
services:
  web:
    volumes:
      - { type: bind, source: /srv/shop/docker/conf, target: /etc/app }
      - { type: bind, source: /srv/shop/src, target: /app }
      - { type: volume, source: data, target: /data }
    configs: [{ source: page }]
    secrets: [key]
  all:
    volumes: ['/srv/shop:/repo']
  none: {}
configs: { page: { file: /srv/shop/docker/page.conf }, other: { content: x } }
secrets: { key: { file: /srv/elsewhere/key } }
`);
const at = (service: string, changed: string[], modified: string[] = []) =>
  changedFiles(
    '/srv/shop/docker',
    { git: { modified } as never },
    { below: 'docker/', changed: new Set(changed) },
    MODEL,
    service,
  );

test('a service reads what it has mounted and the files of its configs and secrets', () => {
  expect(readFiles(MODEL, 'web')).toEqual([
    '/srv/shop/docker/conf',
    '/srv/shop/src',
    '/srv/shop/docker/page.conf',
    '/srv/elsewhere/key',
  ]);
  expect(readFiles(MODEL, 'none')).toEqual([]);
});

test.each([
  ['a file below a mounted directory', ['src/a/b.js'], ['src/a/b.js']],
  ['a file of a config', ['docker/page.conf'], ['docker/page.conf']],
  ['what lies beside', ['docker/conf.d/x', 'srcs/a'], []],
])('what changes of what a service reads: %s', (_, changed, expected) => {
  expect(at('web', changed)).toEqual(expected);
});

test('what is modified locally changes, too: the target has its own', () => {
  expect(at('web', ['README.md'], ['docker/conf/x'])).toEqual(['docker/conf/x']);
});

test('where the whole repository is mounted, every file of it counts', () => {
  expect(at('all', ['README.md'])).toEqual(['README.md']);
  expect(at('none', ['README.md'])).toEqual([]);
});

test.each([
  ['/srv/shop/docker', 'docker'],
  ['/srv/shop', '.'],
  ['/srv', undefined],
  ['/srv/shop/docker/../src/', 'src'],
])('the path %s of the host is %s in the repository', (path, expected) => {
  expect(inRepository('/srv/shop/docker', 'docker/', path)).toBe(expected);
});

test('a service reads what a link leads to, and the directory that a volume of its own is', () => {
  const model = parseCompose(`
services:
  link: { volumes: [{ type: bind, source: /srv/shop/current, target: /app }] }
  device: { volumes: [{ type: volume, source: src, target: /app }] }
volumes: { src: { driver_opts: { device: /srv/shop/src } } }
`);
  const inputs = [{ kind: 'read' as const, path: '/srv/shop/current', changed: 0, leadsTo: 'shared' }];
  const target = { below: '', changed: new Set(['shared/a', 'src/b']), inputs };
  const of = (service: string, told: object = target) =>
    changedFiles('/srv/shop', { git: { modified: [] } as never }, told as never, model, service);
  expect([of('link'), of('device')]).toEqual([['shared/a'], ['src/b']]);
  const old = { ...target, inputs: undefined };
  expect([of('link', old), of('device', old)]).toEqual([[], []]);
});
