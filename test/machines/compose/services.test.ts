import { containerCount } from '../../../machines/compose/containerCount';
import { isMadeBy } from '../../../machines/compose/configHash';
import { dependencyOrder, parseCompose } from '../../../machines/compose/definition';
import { isFinished, isOneShot } from '../../../machines/compose/oneShot';
import { namespaceOwners, withTenants } from '../../../machines/compose/namespaces';
import { releaseServices } from '../../../machines/compose/releaseServices';
import { isCutOff } from '../../../machines/compose/running';
import { container, image } from '../../fixtures';

const model = (services: string) => parseCompose(`services: { ${services} }`);
const done = (service: string, more = {}) =>
  container(service, image(1), { status: 'exited', health: null, ...more });

test.each<[string, string, readonly string[]]>([
  ['the same image', 'web: { image: "w:1" }, worker: { image: "w:1" }, db: { image: p }', ['web', 'worker']],
  ['the built image of another', 'web: { build: . }, worker: { image: p-web }, db: {}', ['web', 'worker']],
  ['its network', 'web: { image: w }, side: { image: s, network_mode: "service:web" }', ['web', 'side']],
  ['its processes', 'web: { image: w }, side: { image: s, pid: "service:web" }', ['web', 'side']],
  [
    'the image of one that uses the network',
    'web: { image: w }, side: { image: s, network_mode: "service:web" }, third: { image: s }',
    ['web', 'side', 'third'],
  ],
  ['nothing of it', 'web: { image: w }, cache: { image: c }', ['web']],
])('a service belongs to the release that uses %s', (_, services, expected) => {
  const exist = Object.keys(model(services).services);
  expect(releaseServices([model(services)], 'p', 'v2', ['web'], exist)).toEqual(expected);
});

test('by either definition it does, and only where it has a container', () => {
  const models = [
    model('web: { image: a }, job: { image: b }'),
    model('web: { image: a }, job: { image: a }'),
  ];
  expect(releaseServices(models, 'p', 'v2', ['web'], ['web', 'job'])).toEqual(['web', 'job']);
  expect(releaseServices(models, 'p', 'v2', ['web'], ['web'])).toEqual(['web']);
});

test('a service comes after the one whose network it uses', () => {
  const both = model('app: { image: a, network_mode: "service:vpn" }, vpn: { image: v }');
  expect(namespaceOwners(both, 'app')).toMatchObject([{ owner: 'vpn', namespace: 'network' }]);
  expect(namespaceOwners(both, 'vpn')).toEqual([]);
  expect(dependencyOrder(both, ['app', 'vpn'])).toEqual(['vpn', 'app']);
});

test('with services come those in their namespaces, and those in the namespaces of these', () => {
  const all = model(
    'web: {}, side: { pid: "service:web" }, third: { ipc: "service:side" }, other: { pid: host }',
  );
  expect(withTenants(all, ['web'])).toEqual(['web', 'side', 'third']);
  expect(withTenants(all, ['other'])).toEqual(['other']);
});

test.each<[string, string, string, number, object | undefined]>([
  ['one stays one', 'web: {}', 'web: {}', 1, undefined],
  ['what was scaled by hand stays', 'web: {}', 'web: {}', 3, { before: 3, target: 3 }],
  [
    'the same number twice leaves what runs',
    'web: { scale: 2 }',
    'web: { scale: 2 }',
    3,
    { before: 3, target: 3 },
  ],
  [
    'another number is the target’s',
    'web: { scale: 2 }',
    'web: { deploy: { replicas: 4 } }',
    2,
    { before: 2, target: 4 },
  ],
  ['what has none yet is not counted', 'web: {}', 'web: {}', 0, undefined],
])('of containers, %s', (_, current, wanted, there, expected) => {
  expect(containerCount(model(current), model(wanted), 'web', there)).toEqual(expected);
});

test('what ended well is done, but a configured service only where another one waited for that', () => {
  const waiting = container('web', image(1), { awaited: ['job'] });
  expect(isFinished(done('job'), [done('job'), waiting], true)).toBe(true);
  expect(isFinished(done('job'), [done('job')], true)).toBe(false);
  expect(isFinished(done('job'), [done('job')], false)).toBe(true);
  expect(isFinished(done('job', { exitCode: 1 }), [waiting], false)).toBe(false);
  expect(isFinished(done('job', { restartPolicy: 'always' }), [waiting], true)).toBe(false);
  expect(isFinished(done('job', { health: 'unhealthy' }), [waiting], true)).toBe(false);
});

test('a definition that has a service awaited makes it a one-shot, whatever it has for containers', () => {
  const awaits = model(
    'web: { depends_on: { job: { condition: service_completed_successfully } } }, job: {}',
  );
  expect(isOneShot(awaits, 'job', [], true)).toBe(true);
  expect(isOneShot(awaits, 'web', [], true)).toBe(false);
  expect(isOneShot(model('job: {}'), 'job', [done('job')], false)).toBe(true);
  expect(isOneShot(model('job: {}'), 'job', [done('job'), container('job', image(1))], false)).toBe(false);
});

test.each([
  ['by the hash of all its containers', ['a', 'a'], true],
  ['not where one has another', ['a', 'b'], false],
  ['unknown where one has none', ['a', ''], undefined],
  ['unknown without containers', [], undefined],
])('a service is made by a definition: %s', (_, hashes, expected) => {
  const containers = hashes.map((configHash) => container('web', image(1), { configHash }));
  expect(isMadeBy(new Map([['web', 'a']]), containers, 'web')).toBe(expected);
  expect(isMadeBy(new Map(), containers, 'web')).toBeUndefined();
});

test('a container in the network of another has not lost its own', () => {
  const inOther = container('app', image(1), { networks: {}, networkMode: `container:${'a'.repeat(64)}` });
  expect(isCutOff(inOther)).toBe(false);
  expect(isCutOff(container('app', image(1), { networks: {} }))).toBe(true);
});

test('a name without a tag is the same as latest', () => {
  const services = model(
    'web: { image: p-web }, sidekiq: { image: "p-web:latest" }, other: { image: "p-web:1" }',
  );
  const exist = Object.keys(services.services);
  expect(releaseServices([services], 'p', 'v2', ['web'], exist)).toEqual(['web', 'sidekiq']);
});
