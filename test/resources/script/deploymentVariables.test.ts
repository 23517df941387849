import { commandVariables, identityOf } from '../../../resources/script/deploymentVariables';
import { plan, settings } from '../../fixtures';

test('a command is given who acts beside the deployment', () => {
  expect(commandVariables(settings(), plan())).toEqual({
    ...identityOf(settings(), plan()),
    OPERATOR: 'tester',
  });
});

test('what is in the script of a step does not depend on who acts, so that another operator re-runs none', () => {
  expect(identityOf(settings({ operator: 'eve', reason: 'so' }), plan())).toEqual(
    identityOf(settings(), plan()),
  );
});
