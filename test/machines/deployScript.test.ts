import { scriptObstacle } from '../../machines/deployScript';
import { commit, facts, settings } from '../fixtures';

const script = settings({ revertWith: 'script' });

test('git goes anywhere', () => {
  expect(scriptObstacle(settings(), facts({ hasDeployScript: false }), commit(1))).toBeUndefined();
});

test('the script goes to the release before', () => {
  expect(scriptObstacle(script, facts(), commit(2))).toBeUndefined();
});

test('to another release it does not go: refused before anything is touched', () => {
  expect(scriptObstacle(script, facts(), commit(1))).toEqual({
    what: 'config "revertWith" is script, which goes back to the release before and to no other',
    got: 'target 1111111',
    accepts: '2222222',
    next: 'pulumi config set revertWith git',
  });
});

test('without the script nothing is begun', () => {
  expect(scriptObstacle(script, facts({ hasDeployScript: false }), commit(2))).toMatchObject({
    what: 'config "deployment.deployScript" is no script that can be run in /opt/chronos-financial',
    got: 'deployment/scripts/deploy.sh',
  });
});
