import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSecret, isSecretName, SECRET_STEMS } from '../../../machines/config/secretVariables';

test.each([
  ['DB_PASSWORD', 'x'],
  ['app_key', 'x'],
  ['TOKEN', 'x'],
  ['SECRET_KEY_BASE', 'x'],
  ['DATABASE_URL', 'postgres://user:word@db/shop'],
])('the value of %s is secret', (name, value) => {
  expect(isSecret(name, value)).toBe(true);
});

test.each([
  ['APP_TAG', 'v2'],
  ['KEYCLOAK_VERSION', '24'],
  ['AUTHOR', 'me'],
  ['REGISTRY', 'https://registry.example/shop'],
  ['CACHE_KEY', '{commit:7}'],
  ['DB_PASSWORD', ''],
])('the value of %s may be shown', (name, value) => {
  expect(isSecret(name, value)).toBe(false);
});

const NAMES = [
  ...[
    'PGPASSWORD',
    'MYSQLPASSWORD',
    'DBPASSWORD',
    'JWT_SECRET_V2',
    'APP_SECRET_1',
    'TOKENS',
    'ENCRYPTION_KEYS',
  ],
  ...[
    'SMTPPASS',
    'AWS_ACCESS_KEY_ID',
    'apiKey',
    'authToken',
    'OLD_PASSWORD_2',
    'PASSWD_FILE_CONTENT',
    'OAUTH',
  ],
  ...['DB_PWD', 'SENTRY_DSN', 'CREDENTIALS', 'PRIVATE_PEM', 'KEY1', 'KEY_PASSPHRASE', 'PASSCODE'],
];

test.each(NAMES)('%s is called as secrets are', (name) => {
  expect(isSecretName(name)).toBe(true);
});

test.each([
  ...['KEYCLOAK_TAG', 'AUTHOR', 'PASSENGER_THREADS', 'TOKENIZER', 'KEYBOARD', 'SECRETARY'],
  ...['AUTH_TAG', 'TOKEN_SERVICE_VERSION', 'AUTH_PORT', 'DB_PASSWORD_FILE', 'AUTH_URL', 'MODE'],
])('%s is not called as secrets are', (name) => {
  expect(isSecretName(name)).toBe(false);
});

test('the host hides what has the same words in its name, and all that is called as secrets are', () => {
  const host = readFileSync(join(__dirname, '../../../host/lib/secrets.sh'), 'utf8');
  const [, stems = ''] = /^SECRET_NAMES='(.*)'$/m.exec(host) ?? [];
  expect(stems).toBe(SECRET_STEMS);
  expect(NAMES.filter((name) => !new RegExp(stems).test(name.toLowerCase()))).toEqual([]);
});
