import { processTransport } from '../../../resources/transport/process';

test.each([
  ['/tmp/out', '/tmp/out'],
  ['/tmp/out/', '/tmp/out'],
  ['/nowhere/../tmp', '/tmp'],
  ['out', `${process.cwd()}/out`],
  ['./a/../out', `${process.cwd()}/out`],
  ['.', process.cwd()],
])('on this machine the typed path %s is %s on the host', (typed, path) => {
  expect(processTransport.hostPath(typed)).toBe(path);
});
