import type { Facts } from '../../model/facts';
import { previousRelease, shortHash } from '../history/releases';
import { type Refusal, refuse } from '../../model/refusal';
import type { Settings } from '../../config/schema';

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
      'pulumi config set revertWith git, or pulumi config set --path deployment.deployScript …',
      { got: deployment.deployScript, accepts: 'an executable file, relative to the directory' },
    );
  }
  const previous = previousRelease(facts);
  if ('commit' in previous && previous.commit === to) return undefined;
  return refuse(
    'config.script-target',
    'config "revertWith" is script, which goes back to the release before and to no other',
    'pulumi config set revertWith git',
    {
      got: `target ${shortHash(to)}`,
      accepts: 'commit' in previous ? shortHash(previous.commit) : `nothing: ${previous.why}`,
    },
  );
}
