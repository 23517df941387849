import { referencesIn } from '../../../machines/compose/references';
import { isOfOthers, variablesRead } from '../../../machines/compose/variablesRead';
import { parseWritten } from '../../../machines/compose/writtenDefinition';
import type { EnvReference } from '../../../machines/model/target';

test('the variables of a value are told with what stands behind them in braces', () => {
  expect(referencesIn(['x-$MODE', { a: '${TAG:-v${MAJOR-1}}', b: '$${NO} $$NO', c: 5, d: null }])).toEqual([
    { name: 'MODE', form: '' },
    { name: 'TAG', form: ':-v${MAJOR-1}' },
    { name: 'MAJOR', form: '-1' },
  ]);
  expect(referencesIn('${OPEN:-text')).toEqual([{ name: 'OPEN', form: ':-text' }]);
});

const written = parseWritten(`
services:
  web:
    image: web:\${TAG}
    build: { context: ., args: { BUILT: "\${BUILT}" } }
    environment: { DEBUG: null, OWN: here, KEY: "\${KEY}" }
    env_file: [{ path: /srv/app.env }, { path: /srv/raw.env, format: raw }]
    deploy: { replicas: "\${COUNT}", labels: { a: "\${LABEL}" } }
  db: { image: "db:\${DB}" }
networks: { default: { name: "\${NET}" } }
`);
const row = (origin: EnvReference['origin'], path: string, key: string, name?: string): EnvReference => ({
  ...{ origin, path, key, form: '' },
  ...(name === undefined ? {} : { name }),
});
const references = [
  row('service', '/srv/app.env', 'SETTING', 'MODE'),
  row('service', '/srv/app.env', 'SHADOWED', 'OWN'),
  row('service', '/srv/raw.env', 'RAW', 'NOT_FILLED_IN'),
  row('service', '/srv/other.env', 'OTHER', 'OF_OTHERS'),
  row('compose', '/srv/.env', 'KEY'),
  row('compose', '/srv/.env', 'UNREAD', 'NOWHERE'),
];
const release = () => {
  if (!written) throw new Error('it can be read');
  return { written, references };
};

test('a service reads what its hash knows: its definition, the env files it names, and what is behind a value of .env', () => {
  expect(variablesRead(release(), 'web')).toEqual([
    { name: 'TAG', form: '' },
    { name: 'KEY', form: '' },
    { name: 'LABEL', form: '' },
    { name: 'DEBUG', form: 'passed' },
    { name: 'MODE', form: '', file: { path: '/srv/app.env', key: 'SETTING' } },
    { form: '', file: { path: '/srv/.env', key: 'KEY' } },
  ]);
  expect(variablesRead(release(), 'gone')).toEqual([]);
});

test('a variable is of other services where those alone read it', () => {
  const is = (name: string) => isOfOthers(release(), ['web'], name);
  expect(['DB', 'TAG', 'BUILT', 'NET', 'NOWHERE'].map(is)).toEqual([true, false, false, false, false]);
});
