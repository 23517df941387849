import { secretPaths, withoutSecrets } from '../../../machines/config/secretPaths';

const FILE = `
encryptionsalt: v1:x
config:
  chronos-rollback:reason:
    secure: v1:a
  chronos-rollback:deployment:
    directory: /srv/shop
    appServices:
      - secure: v1:b
    critical:
      login:
        secure: v1:c
      order:
        check:
          secure: v1:d
        idempotent: true
      secure: curl -f localhost
  aws:region:
    secure: v1:e
`;

test('what is secret of our keys is told by its paths, by the file of a stack', () => {
  expect(secretPaths(FILE)).toEqual([
    ['reason'],
    ['deployment', 'appServices', '0'],
    ['deployment', 'critical', 'login'],
    ['deployment', 'critical', 'order', 'check'],
  ]);
});

test.each(['', 'config:', 'config: {}', '- a'])('a file without configuration has no secrets: %j', (text) => {
  expect(secretPaths(text)).toEqual([]);
});

test('the values at paths are hidden, and all others stay', () => {
  const values = {
    reason: 'a',
    deployment: { critical: { login: 'b', order: { check: 'c', n: 1 } }, list: [1] },
  };
  const paths = [
    ['reason'],
    ['deployment', 'critical', 'login'],
    ['deployment', 'critical', 'order', 'check'],
  ];
  expect(withoutSecrets(values, paths)).toEqual({
    reason: '[secret]',
    deployment: { critical: { login: '[secret]', order: { check: '[secret]', n: 1 } }, list: [1] },
  });
});
