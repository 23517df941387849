import { OPEN } from '../../../../machines/model/remedy';
import { deployScriptRefusal } from '../../../../machines/detect/refusals/deployScript';
import { commit, facts, saying, settings } from '../../../fixtures';

const script = settings({ revertWith: 'script' });

test('git goes anywhere', () => {
  expect(deployScriptRefusal(settings(), facts({ hasDeployScript: false }), commit(1))).toBeUndefined();
});

test('the script goes to the release before', () => {
  expect(deployScriptRefusal(script, facts(), commit(2))).toBeUndefined();
});

test('to another release it does not go: refused before anything is touched', () => {
  expect(deployScriptRefusal(script, facts(), commit(1))).toEqual({
    code: 'config.script-target',
    what: saying('"revertWith"'),
    got: 'target 1111111',
    accepts: '2222222',
    next: { do: 'set', key: 'revertWith', value: 'git' },
  });
});

test('without the script nothing is begun', () => {
  expect(deployScriptRefusal(script, facts({ hasDeployScript: false }), commit(2))).toMatchObject({
    code: 'config.deploy-script',
    what: saying('"deployment.deployScript"', '/opt/chronos-financial'),
    got: 'deployment/scripts/deploy.sh',
    next: [
      { do: 'set', key: 'revertWith', value: 'git' },
      ', or ',
      { do: 'set', key: 'deployment.deployScript', value: OPEN },
    ],
  });
});
