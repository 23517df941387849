import { ConfigError } from '../../../config';
import { settings } from '../../fixtures';

const deployment = (value: unknown) => settings({ deployment: JSON.stringify(value) });

test.each<[string, unknown]>([
  ['a name that is none', { variables: { 'A B': 'x' } }],
  ['what Docker goes by', { variables: { DOCKER_HOST: 'x' } }],
  ['the way to programs', { variables: { PATH: '/' } }],
  ['a placeholder that nothing fills in', { variables: { A: '{Tag}' } }],
  ['one of a hash that is too long', { variables: { A: '{commit:100}' } }],
  ['two lines', { variables: { A: 'x\ny' } }],
  ['a file whose name a shell would split', { envFiles: ['a b.env'] }],
  ['a pattern', { envFiles: ['*.env'] }],
  ['an option for a profile', { profiles: ['-x'] }],
])('what Compose is given cannot be %s', (_, value) => {
  expect(() => deployment(value)).toThrow(ConfigError);
});

test('what Compose is given belongs to the request, and nothing of it where nothing is', () => {
  const given = { variables: { A: '{commit:7}-{tag}', UID: 1000 }, envFiles: ['a.env'], profiles: ['p'] };
  expect(deployment(given).request).toMatchObject({
    variables: { A: '{commit:7}-{tag}', UID: '1000' },
    envFiles: ['a.env'],
    profiles: ['p'],
  });
  expect(Object.keys(settings().request)).not.toContain('variables');
});

test('what is supplied for one request stands beside the variables that are configured, and instead of env files', () => {
  const configured = { directory: '/srv', variables: { A: 'a', B: 'b', C: 'c' }, envFiles: ['a.env'] };
  const {
    deployment: made,
    request,
    supplied,
  } = settings({
    deployment: JSON.stringify(configured),
    variables: '{"B":"x","C":null,"D":"1"}',
    envFiles: '["b.env"]',
  });
  const wanted = { variables: { A: 'a', B: 'x', D: '1' }, envFiles: ['b.env'] };
  expect(made).toMatchObject({ directory: '/srv', ...wanted });
  expect(request).toMatchObject(wanted);
  expect(supplied).toEqual(['variables', 'envFiles']);
  expect(() => settings({ variables: 'A=b' })).toThrow(ConfigError);
});

test('lists and objects may stand there as text, as Pulumi keeps them', () => {
  expect(deployment({ variables: '{"A":"b"}', envFiles: '["a.env"]' }).request).toMatchObject({
    variables: { A: 'b' },
    envFiles: ['a.env'],
  });
});
