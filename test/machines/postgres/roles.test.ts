import { isBuiltIn, isRole } from '../../../machines/postgres/roles';

test.each([
  ['reader', true, false],
  ['PUBLIC', false, false],
  ['pg_database_owner', false, true],
  ['pg_monitor', true, true],
])('%s is a role: %j, of every server: %j', (name, role, builtIn) => {
  expect([isRole(name), isBuiltIn(name)]).toEqual([role, builtIn]);
});
