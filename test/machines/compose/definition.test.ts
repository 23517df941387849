import {
  dependencyOrder,
  imageReference,
  isBuilt,
  isRedefined,
  parseCompose,
} from '../../../machines/compose/definition';
import { expectedNetworks, lostNetworks } from '../../../machines/compose/networks';
import { container, image } from '../../fixtures';

const model = (services: object) => parseCompose(JSON.stringify({ services }));

test.each([
  [{ a: {}, b: {}, c: {} }, ['c', 'a', 'b'], ['c', 'a', 'b']],
  [
    { a: { depends_on: ['b'] }, b: { depends_on: { c: { condition: 'x' } } }, c: {} },
    ['a', 'b', 'c'],
    ['c', 'b', 'a'],
  ],
  [{ a: { depends_on: ['b'] }, b: { depends_on: ['c'] }, c: {} }, ['a', 'c'], ['c', 'a']],
  [{ a: { depends_on: ['b'] }, b: { depends_on: ['a'] } }, ['a', 'b'], ['b', 'a']],
  [{ a: { depends_on: ['a'] } }, ['a', 'a'], ['a']],
  [{ a: { depends_on: ['gone'] } }, ['a'], ['a']],
])('%j in dependency order: %j → %j', (services, given, expected) => {
  expect(dependencyOrder(model(services), given)).toEqual(expected);
});

test('the name of an image is the written one, else that of the project, by the major version of Compose', () => {
  const given = model({ web: { image: 'shop/web:1' }, api: { build: '.' } });
  expect(imageReference(given, 'shop', 'web', 'v2')).toBe('shop/web:1');
  expect(imageReference(given, 'shop', 'api', 'v2')).toBe('shop-api');
  expect(imageReference(given, 'shop', 'api', 'v1')).toBe('shop_api');
  expect([isBuilt(given, 'web'), isBuilt(given, 'api'), isBuilt(given, 'none')]).toEqual([
    false,
    true,
    false,
  ]);
});

test.each<[string, object, object, boolean]>([
  [
    'the order of keys',
    { ports: [1], environment: { A: '1', B: '2' } },
    { environment: { B: '2', A: '1' }, ports: [1] },
    false,
  ],
  ['image and build', { image: 'a:1', build: './a' }, { image: 'a:2' }, false],
  ['the environment', { environment: { A: '1' } }, { environment: { A: '2' } }, true],
  ['the order of a list', { command: ['a', 'b'] }, { command: ['b', 'a'] }, true],
  ['something that comes new', {}, { init: true }, true],
])('a definition that differs in %s', (_, now, then, expected) => {
  expect(isRedefined(model({ web: now }), model({ web: then }), 'web')).toBe(expected);
});

test.each(['', 'services: 5', 'version: "3"', '[]', 'services: { a: { image: 5 } }', 'a: : b'])(
  'what is no Compose definition is an error: %j',
  (text) => {
    expect(() => parseCompose(text)).toThrow();
  },
);

/** What `config` of Compose v1 and v2 prints of one file. */
const V1 = `
networks: { back: {}, shared: { external: true, name: corp }, named: { name: own } }
services:
  web: { image: a, networks: { back: {}, shared: null, named: null } }
  listed: { image: a, networks: [back] }
  plain: { image: a }
  host: { image: a, network_mode: host }
version: '3.9'
`;
const V2 = `
name: shop
networks:
  back: { name: shop_back, ipam: {} }
  default: { name: shop_default, ipam: {} }
  shared: { name: corp, external: true }
  named: { name: own, ipam: {} }
services:
  web: { image: a, networks: { back: null, shared: null, named: null } }
  listed: { image: a, networks: { back: null } }
  plain: { image: a, networks: { default: null } }
  host: { image: a, network_mode: host }
`;

describe.each([
  ['v1', V1],
  ['v2', V2],
])('networks by what Compose %s prints', (_, yaml) => {
  const networks = (service: string) => expectedNetworks(parseCompose(yaml), 'shop', service);

  test('are those that Docker knows: of the project, named, external, and the default one', () => {
    expect(networks('web')).toEqual(['shop_back', 'corp', 'own']);
    expect(networks('listed')).toEqual(['shop_back']);
    expect(networks('plain')).toEqual(['shop_default']);
    expect([networks('host'), networks('none')]).toEqual([[], []]);
  });

  test('are lost when the container is not in them', () => {
    const lost = (service: string, attached: object | null) =>
      lostNetworks(
        container(service, image(1), { networks: attached as Record<string, unknown> }),
        parseCompose(yaml),
        'shop',
      );
    expect(lost('web', { shop_back: {}, other: {} })).toEqual(['corp', 'own']);
    expect(lost('plain', { shop_default: {} })).toEqual([]);
    expect(lost('plain', null)).toEqual(['shop_default']);
    expect(lost('host', { host: {} })).toEqual([]);
  });
});

test.each([
  [{ external: { name: 'corp' } }, 'corp'],
  [{ external: true }, 'net'],
  [null, 'shop_net'],
])('a network written as %j is called %s', (network, name) => {
  const given = parseCompose(
    JSON.stringify({ services: { web: { networks: ['net'] } }, networks: { net: network } }),
  );
  expect(expectedNetworks(given, 'shop', 'web')).toEqual([name]);
});
