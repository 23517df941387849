import { composeCall } from '../../../machines/compose/composeCall';
import type { Facts } from '../../../machines/model/facts';
import { container, facts, image } from '../../fixtures';

const made = (composeVersion: string) => [container('web', image(1), { composeVersion })];
const BOTH = { v1: '1.29.2', v2: '2.40.3' };

test.each<[string, Facts['containers'], Facts['compose'], object]>([
  ['that made the containers', made('1.29.2'), BOTH, { version: 'v1' }],
  ['that made them, of version 2', made('2.40.3'), BOTH, { version: 'v2' }],
  [
    'that the host has, where the one that made them is gone',
    made('1.29.2'),
    { v2: '2.40.3' },
    { version: 'v2' },
  ],
  ['that the host has, of version 1', made('2.40.3'), { v1: '1.29.2' }, { version: 'v1' }],
  ['of version 2, where no container was seen', [], BOTH, { version: 'v2' }],
  [
    'that is a program of its own',
    made('2.40.3'),
    { v2: '2.40.3', isAlone: true },
    { version: 'v2', isAlone: true },
  ],
])('Compose is called in the version %s', (_, containers, compose, call) => {
  expect(composeCall({ containers, compose }, ['a.yml'])).toEqual({ files: ['a.yml'], ...call });
});

test('a line to type names the env files that the containers were made with', () => {
  const made = { envFiles: ['/etc/a.env', 'b.env'], directory: '/opt/app' };
  const seen = facts({ containers: [container('backend', image(3), made)] });
  expect(composeCall(seen, ['c.yml'])).toMatchObject({ envFiles: ['/etc/a.env', '/opt/app/b.env'] });
  expect(composeCall(facts(), ['c.yml'])).not.toHaveProperty('envFiles');
});
