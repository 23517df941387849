import { addressesOf } from '../../../machines/compose/networks';
import { container, image } from '../../fixtures';

test.each([
  ['none without a network', null, []],
  [
    'those of both kinds',
    { a: { IPAddress: '172.18.0.2', GlobalIPv6Address: 'fd00::2' } },
    ['172.18.0.2', 'fd00::2'],
  ],
  ['no empty ones', { a: { IPAddress: '' }, b: { IPAddress: '172.18.0.3' } }, ['172.18.0.3']],
  ['none of what is no network', { a: null, b: 1 }, []],
])('the addresses of a container are %s', (_, networks, addresses) => {
  expect(addressesOf(container('web', image(1), { networks }))).toEqual(addresses);
});
