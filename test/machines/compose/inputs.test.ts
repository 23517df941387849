import { inputsAmong } from '../../../machines/compose/inputs';
import { parseCompose } from '../../../machines/compose/definition';

const model = parseCompose(`services:
  web:
    volumes:
      - /opt/app/conf:/etc/conf
      - { type: bind, source: /opt/app/one.txt, target: /one.txt }
      - { type: bind, source: /etc/hosts, target: /etc/hosts }
      - data:/data
`);

test('Compose reads its files, environment files, and what services have mounted from the directory', () => {
  const read = ['compose.yml', '.env', 'web/prod.env', '.env.local', 'conf/a/b', 'one.txt'];
  const other = ['README.md', 'conf.md', 'other.yml', 'environment', 'data'];
  expect(inputsAmong([...read, ...other], model, ['compose.yml'], '/opt/app')).toEqual(read);
});
