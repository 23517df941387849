import { isSecret } from '../../../machines/config/secretVariables';

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
