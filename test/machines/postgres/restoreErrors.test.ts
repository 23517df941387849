import { errorsText, errorText, isOfLaterVersion } from '../../../machines/postgres/restoreErrors';

test('an archive of a later version is told by its error', () => {
  expect(isOfLaterVersion('pg_restore: error: unsupported version (1.16) in file header')).toBe(true);
  expect(isOfLaterVersion('pg_restore: error: could not read from input file')).toBe(false);
});

test('errors are said without the program', () => {
  expect(errorText('pg_restore: error: unsupported version')).toBe('unsupported version');
  expect(errorsText('pg_restore: error: a\npg_restore: b')).toBe('a; b');
});
