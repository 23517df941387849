import type { Facts } from '../../model/facts';
import { previousRelease, shortHash } from '../history/releases';
import { OPEN, type Remedy } from '../../model/remedy';
import { type Refusal, refuse } from '../../model/refusal';
import type { Settings } from '../../config/schema';

const WITH_GIT: Remedy = { do: 'set', key: 'revertWith', value: 'git' };

/** The deployment's own script knows one place to go back to. */
export function deployScriptRefusal(
  { revertWith, deployment }: Settings,
  facts: Facts,
  to: string,
): Refusal | undefined {
  if (revertWith !== 'script' || to === facts.git.head) return undefined;
  if (!facts.hasDeployScript) {
    return refuse(
      'config.deploy-script',
      `config "deployment.deployScript" is no script that can be run in ${deployment.directory}`,
      [WITH_GIT, ', or ', { do: 'set', key: 'deployment.deployScript', value: OPEN }],
      { got: deployment.deployScript, accepts: 'an executable file, relative to the directory' },
    );
  }
  const previous = previousRelease(facts);
  if ('commit' in previous && previous.commit === to) return undefined;
  return refuse(
    'config.script-target',
    'config "revertWith" is script, which goes back to the release before and to no other',
    WITH_GIT,
    {
      got: `target ${shortHash(to)}`,
      accepts: 'commit' in previous ? shortHash(previous.commit) : `nothing: ${previous.why}`,
    },
  );
}
