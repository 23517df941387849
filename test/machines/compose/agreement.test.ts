import { parse } from 'yaml';
import { agreement } from '../../../machines/compose/made/agreement';
import { Model } from '../../../machines/model/composeModel';
import { Made, MadeImage } from '../../../machines/model/made';
import { container, image } from '../../fixtures';

const DEFINED = `
services:
  web:
    image: shop/web:1
    environment: { A: "1", DOLLAR: pa$$word }
    command: ["serve", "$$HOME"]
    user: "1000"
    volumes:
      - { type: bind, source: /srv/conf, target: /conf, read_only: true }
      - { type: volume, source: data, target: /data, volume: {} }
    secrets: [key]
    ports: [{ mode: ingress, target: 80, published: "8080", protocol: tcp, host_ip: 127.0.0.1 }]
    expose: ["7000"]
    networks: { default: null, back: { aliases: [shop] } }
    healthcheck: { interval: 1m30s, retries: 3 }
    restart: on-failure:3
    labels: { team: shop }
    cap_add: [NET_ADMIN]
    stop_grace_period: 5s
secrets: { key: { name: p_key, file: /srv/key } }
volumes: { data: { name: p_data } }
networks: { default: { name: p_default }, back: { name: p_back } }
`;
const DECLARED = {
  Env: ['PATH=/bin', 'A=image'],
  Cmd: ['other'],
  Entrypoint: ['/run'],
  WorkingDir: '/app',
  Labels: { from: 'image' },
  Healthcheck: { Test: ['CMD', 'ask'], Interval: 5e9, Timeout: 2e9 },
  Volumes: { '/declared': {} },
  ExposedPorts: { '9000/udp': {} },
};
const MADE = {
  id: 'web-1',
  name: '/p-web-1',
  image: image(1),
  config: {
    ...DECLARED,
    Env: ['A=1', 'DOLLAR=pa$word', 'PATH=/bin'],
    Cmd: ['serve', '$HOME'],
    User: '1000',
    Labels: { from: 'image', team: 'shop', 'com.docker.compose.service': 'web' },
    Healthcheck: { Test: ['CMD', 'ask'], Interval: 90e9, Timeout: 2e9, Retries: 3 },
    StopTimeout: 5,
    ExposedPorts: { '80/tcp': {}, '9000/udp': {}, '7000/tcp': {} },
  },
  host: {
    PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '8080' }] },
    RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 },
    CapAdd: ['CAP_NET_ADMIN'],
  },
  mounts: [
    { Type: 'bind', Source: '/srv/conf', Destination: '/conf', RW: false },
    { Type: 'volume', Name: 'p_data', Source: '/var/lib/p_data', Destination: '/data', RW: true },
    { Type: 'volume', Name: 'a'.repeat(64), Source: '/var/lib/a', Destination: '/declared', RW: true },
    { Type: 'bind', Source: '/srv/key', Destination: '/run/secrets/key', RW: false },
  ],
};
const NETWORKS = { p_default: {}, p_back: { Aliases: ['shop', 'web'] } };

/** How a container that was made of that agrees with the definition, of which a text is replaced by another. */
function agreed(
  made: object = {},
  [from, to]: readonly [string, string] = ['', ''],
  networks: object = NETWORKS,
  reference = 'shop/web:1',
) {
  const own = container('web', image(1), { id: 'web-1', networks: { ...networks }, reference });
  return agreement(
    Model.parse(parse(DEFINED.replace(from, to))),
    'p',
    [own, container('owner', image(1), { id: 'owner-1' })],
    {
      containers: [Made.parse({ ...MADE, ...made })],
      images: [MadeImage.parse({ id: image(1), config: DECLARED })],
    },
    'web',
  );
}
const config = (more: object) => ({ config: { ...MADE.config, ...more } });
const host = (more: object) => ({ host: { ...MADE.host, ...more } });

test('a container that was made by its definition agrees with it in each field', () => {
  expect(agreed()).toEqual({ differs: [], uncompared: [] });
});

test.each<[string, object]>([
  ['environment (A)', config({ Env: ['A=2', 'DOLLAR=pa$word', 'PATH=/bin'] })],
  ['environment (DOLLAR, PATH)', config({ Env: ['A=1'] })],
  ['environment (SHELL_ONLY)', config({ Env: [...MADE.config.Env, 'SHELL_ONLY=1'] })],
  ['command', config({ Cmd: ['serve'] })],
  ['command', config({ Entrypoint: null })],
  ['user', config({ User: '' })],
  ['working_dir', config({ WorkingDir: '/' })],
  ['labels (team)', config({ Labels: { from: 'image' } })],
  ['health check', config({ Healthcheck: { ...MADE.config.Healthcheck, Test: ['NONE'] } })],
  ['health check', config({ Healthcheck: { ...MADE.config.Healthcheck, Interval: 5e9 } })],
  ['health check', config({ Healthcheck: { ...MADE.config.Healthcheck, Retries: 1 } })],
  ['stop_grace_period', config({ StopTimeout: 10 })],
  ['tty', config({ Tty: true })],
  ['ports', host({ PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8080' }] } })],
  ['ports', config({ ExposedPorts: { '80/tcp': {}, '9000/udp': {} } })],
  ['ports', config({ ExposedPorts: { '80/tcp': {}, '9000/udp': {}, '7000/tcp': {}, '7001/tcp': {} } })],
  ['restart', host({ RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 0 } })],
  ['cap_add', host({ CapAdd: null })],
  ['privileged', host({ Privileged: true })],
  ['mounts (/run/secrets/key)', { mounts: MADE.mounts.slice(0, 3) }],
  [
    'mounts (/conf)',
    { mounts: MADE.mounts.map((one) => ({ ...one, RW: one.Destination !== '/run/secrets/key' })) },
  ],
  ['mounts (/more)', { mounts: [...MADE.mounts, { Type: 'bind', Source: '/srv', Destination: '/more' }] }],
])('a container does not agree with its definition in %s', (field, made) => {
  expect(agreed(made)).toEqual({ differs: [field], uncompared: [] });
});

test('a container does not agree with its definition in the name that it is to have', () => {
  const named = (name: string) => agreed({}, ['user: "1000"', `user: "1000"\n    container_name: ${name}`]);
  expect(named('other')).toEqual({ differs: ['container_name'], uncompared: [] });
  expect(named('p-web-1')).toEqual({ differs: [], uncompared: [] });
});

test.each<[string, object]>([
  ['a network that it is not in', { p_default: {} }],
  ['a name there that it has not', { p_default: {}, p_back: { Aliases: ['web'] } }],
  ['a name more', { p_default: {}, p_back: { Aliases: ['web', 'shop', 'third'] } }],
])('a container does not agree with its definition in networks: %s', (_, networks) => {
  expect(agreed({}, undefined, networks)).toEqual({ differs: ['networks'], uncompared: [] });
});

test.each<[string, string, object]>([
  ['shop/web:2', 'image: shop/web:1', { differs: ['image'], uncompared: [] }],
  ['shop/web', 'image: shop/web:latest', { differs: [], uncompared: [] }],
  ['p-web', 'build: /srv', { differs: [], uncompared: [] }],
  ['sha256:aa', 'image: shop/web:1', { differs: [], uncompared: ['image'] }],
])('the name %s of the image beside %s', (reference, defined, found) => {
  expect(agreed({}, ['image: shop/web:1', defined], undefined, reference)).toEqual(found);
});

test.each([
  ['service:owner', 'container:owner-1', []],
  ['service:owner', 'container:gone', ['networks']],
  ['host', 'host', []],
  ['none', 'host', ['networks']],
])('network mode %s of a container that has %s', (mode, made, differs) => {
  const networks = '    networks: { default: null, back: { aliases: [shop] } }\n';
  const found = agreed(host({ NetworkMode: made }), [networks, `    network_mode: ${mode}\n`]);
  expect(found).toEqual({ differs, uncompared: [] });
});

test.each([
  ['logging', 'restart: on-failure:3', 'restart: on-failure:3\n    logging: { driver: syslog }'],
  ['ulimits', 'user: "1000"', 'user: "1000"\n    ulimits: { nofile: 5 }'],
  ['made_up', 'user: "1000"', 'user: "1000"\n    made_up: yes'],
  ['expose', '["7000"]', '["7000-7002"]'],
  ['networks', 'back: { aliases: [shop] }', 'back: { ipv4_address: 10.0.0.9 }'],
  ['volumes', 'volume: {} }', 'volume: { subpath: below } }'],
  ['secret key', 'file: /srv/key', 'environment: KEY'],
  ['command', 'command: ["serve", "$$HOME"]', 'command: serve $$HOME'],
  ['deploy', 'user: "1000"', 'user: "1000"\n    deploy: { resources: { limits: { memory: 5 } } }'],
])('%s of a definition is not compared, which is said', (key, from, to) => {
  const found = agreed({}, [from, to]);
  expect(found?.differs).toEqual([]);
  expect(found?.uncompared).toEqual([key]);
});

test.each<[string, object]>([
  ['Devices', host({ Devices: [{}] })],
  ['ShmSize', host({ ShmSize: 1 })],
  ['Memory', host({ Memory: 1 })],
  ['LogConfig', host({ LogConfig: { Type: 'json-file', Config: { tag: 'x' } } })],
  ['OfTomorrow', host({ OfTomorrow: true })],
  ['Hostname', config({ Hostname: 'shop' })],
  ['Domainname', config({ Domainname: 'example.com' })],
  ['HTTP_PROXY', config({ Env: [...MADE.config.Env, 'HTTP_PROXY=http://proxy'] })],
  ['LogConfig', host({ LogConfig: { Type: 'syslog', Config: {} } })],
  ['MaskedPaths', host({ MaskedPaths: null })],
  ['IpcMode', host({ IpcMode: 'shareable' })],
  ['Propagation', { mounts: MADE.mounts.map((one) => ({ ...one, Propagation: 'rshared' })) }],
])(
  'what Docker tells of a container and no definition says is not compared, which is said: %s',
  (name, made) => {
    expect(agreed(made)).toEqual({ differs: [], uncompared: [name] });
  },
);

test('what Docker gives to each container is no difference', () => {
  const given = { ShmSize: 67108864, IpcMode: 'private', Runtime: 'runc', MaskedPaths: ['/proc/x'], Dns: [] };
  const named = config({ Hostname: 'web-1', Shell: null, Tty: false });
  expect(agreed({ ...host(given), ...named })).toEqual({ differs: [], uncompared: [] });
});

test('a proxy that the deploying shell gave by its name differs', () => {
  const defined = ['A: "1",', 'A: "1", HTTP_PROXY: ,'] as const;
  const made = config({ Env: [...MADE.config.Env, 'HTTP_PROXY=http://proxy'] });
  expect(agreed(made, defined)).toEqual({ differs: ['environment (HTTP_PROXY)'], uncompared: [] });
  const listed = ['{ A: "1", DOLLAR: pa$$word }', '["A=1", "DOLLAR=pa$$word", HTTP_PROXY]'] as const;
  expect(agreed(made, listed)).toEqual({ differs: ['environment (HTTP_PROXY)'], uncompared: [] });
});

test('an address of its own in a network is not compared', () => {
  const networks = { ...NETWORKS, p_default: { IPAMConfig: { IPv4Address: '10.0.0.9' } } };
  expect(agreed({}, undefined, networks)).toEqual({ differs: [], uncompared: ['networks'] });
});

test('nothing is compared where the image is gone, or the definition has no such service', () => {
  expect(agreed({ image: image(2) })).toBeUndefined();
  expect(agreed({}, ['  web:', '  other:'])).toBeUndefined();
});
