import { parseCompose } from '../../../machines/compose/definition';
import { anonymousVolumes, devicesOf } from '../../../machines/compose/volumes';
import { decidedByVariables, envFilesNamed, parseWritten } from '../../../machines/compose/writtenDefinition';
import type { WrittenModel } from '../../../machines/model/composeModel';

const WRITTEN = parseWritten(`
services:
  image: { image: 'web:\${TAG}', command: [node, '$$HOME'] }
  build: { image: web, build: { args: { PAGE: '\${PAGE-none}' } } }
  rest: { image: web, environment: { A: '\${A:?needed}' } }
  files: { image: web, env_file: [{ path: /srv/a.env, required: false }, /srv/b.env] }
  file: { image: web, env_file: /srv/c.env }
  key: { image: web, secrets: [{ source: key }], configs: [page] }
  plain: { image: 'web:1', ports: ['80:80'] }
configs: { page: { content: text } }
secrets: { key: { environment: KEY } }
`) as WrittenModel;
const NONE = { image: false, build: false, rest: false };

test.each([
  ['image', { ...NONE, image: true }],
  ['build', { ...NONE, build: true }],
  ['rest', { ...NONE, rest: true }],
  ['files', { ...NONE, rest: true }],
  ['key', { ...NONE, rest: true }],
  ['plain', NONE],
  ['unheard-of', { image: true, build: true, rest: true }],
])('variables decide what stands in the files with one: %s', (service, decided) => {
  expect(decidedByVariables(WRITTEN, service)).toEqual(decided);
});

test('where nobody can tell the files as they are written, variables may decide anything', () => {
  expect(parseWritten(undefined)).toBeUndefined();
  expect(parseWritten('a: [')).toBeUndefined();
  expect(parseWritten('services: 1')).toBeUndefined();
  expect(decidedByVariables(undefined, 'plain')).toEqual({ image: true, build: true, rest: true });
});

test('the env files of a service are known in each spelling', () => {
  expect(envFilesNamed(WRITTEN, 'files')).toEqual(['/srv/a.env', '/srv/b.env']);
  expect(envFilesNamed(WRITTEN, 'file')).toEqual(['/srv/c.env']);
  expect(envFilesNamed(WRITTEN, 'plain')).toEqual([]);
});

test('a volume is anonymous, a directory of the host, or Docker’s own', () => {
  const model = parseCompose(`
services:
  web:
    volumes:
      - { type: volume, target: /app }
      - { type: volume, source: src, target: /src }
      - { type: volume, source: share, target: /share }
      - { type: volume, source: data, target: /data }
      - { type: bind, source: /srv/x, target: /x }
volumes:
  src: { driver_opts: { type: none, o: bind, device: /srv/src } }
  share: { driver_opts: { type: nfs, device: ':/share' } }
  data: {}
`);
  expect(anonymousVolumes(model, 'web')).toEqual(['/app']);
  expect(devicesOf(model, 'web')).toEqual(['/srv/src']);
});
