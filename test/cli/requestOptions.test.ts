import { requestWords } from '../../cli/requestOptions';

test('variables are set beside those that are configured, env files in the place of them, all by their paths', () => {
  expect(requestWords({ to: 'v1', var: ['A=b', 'C=d=e'], envFile: ['x.env', 'y.env'] })).toEqual([
    ...['-c', 'commit=v1'],
    ...['-c', 'deployment.variables.A=b', '-c', 'deployment.variables.C=d=e'],
    ...['-c', 'deployment.envFiles=["x.env","y.env"]', '--config-path'],
  ]);
});

test('without them no key is a path', () => {
  expect(requestWords({ to: 'v1' })).toEqual(['-c', 'commit=v1']);
});
