import { requestWords } from '../../cli/requestOptions';

test('variables and env files are keys of their own, so that nothing of the deployment is forgotten', () => {
  expect(requestWords({ to: 'v1', var: ['A=b', 'C=d=e'], envFile: ['x.env', 'y.env'] })).toEqual([
    ...['-c', 'commit=v1'],
    ...['-c', 'variables={"A":"b","C":"d=e"}', '-c', 'envFiles=["x.env","y.env"]'],
  ]);
});

test('without them nothing is asked for', () => {
  expect(requestWords({ to: 'v1' })).toEqual(['-c', 'commit=v1']);
});
