import { composeCommand } from '../../../audit/text/composeLine';

test.each([
  ['v1', undefined, 'docker-compose'],
  ['v2', undefined, 'docker compose'],
  ['v2', false, 'docker compose'],
  ['v2', true, 'docker-compose'],
] as const)('Compose %s, which stands alone: %j, is typed as %s', (version, isAlone, command) => {
  expect(composeCommand({ version, isAlone })).toBe(command);
});
