import { parseCompose } from '../../../machines/compose/definition';
import { differencesFor } from '../../../machines/compose/surroundings';

const model = (web: string, around: string) =>
  parseCompose(`
services:
  web: { image: web, volumes: ['data:/data'], configs: [page], ${web} }
  other: { image: other, networks: [back] }
networks: { back: { name: b }, ${/networks: (.*)/.exec(around)?.[1] ?? ''} }
volumes: { data: { name: ${/volume (\S+)/.exec(around)?.[1] ?? 'data'} } }
configs: { page: { content: ${/content (\S+)/.exec(around)?.[1] ?? 'x'} } }
`);
const NOW = model('labels: { a: b }', '');

test.each([
  ['nothing', 'labels: { a: b }', '', []],
  ['a label', 'labels: { a: c }', '', ['web.labels']],
  ['what only Compose goes by', 'labels: { a: b }, depends_on: [other], profiles: [p]', '', []],
  ['the name of a volume', 'labels: { a: b }', 'volume two', ['volumes.data']],
  ['the content of a config', 'labels: { a: b }', 'content y', ['configs.page']],
  [
    'the network that it is in',
    'labels: { a: b }',
    'networks: default: { internal: true }',
    ['networks.default'],
  ],
  ['a network that it is not in', 'labels: { a: b }', 'networks: more: { internal: true }', []],
])('two definitions differ for a service in %s', (_, web, around, differences) => {
  expect(differencesFor(NOW, model(web, around), 'web')).toEqual(differences);
});
