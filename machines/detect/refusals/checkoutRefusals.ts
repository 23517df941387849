import type { Facts } from '../../model/facts';
import { shortHash } from '../history/releases';
import { type Refusal, refuse } from '../../model/refusal';
import { UNFINISHED } from '../../model/remedy';
import type { Settings } from '../../config/schema';
import type { Target } from '../../model/target';
import { firstOf } from '../../text/listed';

const listed = (names: readonly string[]): string => firstOf(names, 5);

/** Why git would not check the target out, or would lose what stands in the checkout. */
export const checkoutRefusal = (settings: Settings, facts: Facts, target: Target): Refusal | undefined =>
  unfinishedObstacle(settings, facts) ??
  fileObstacle(settings, target) ??
  hiddenObstacle(settings, target) ??
  submoduleObstacle(settings, target);

/** What git is in the middle of: a stash of it cannot be made, or would lose which commits are merged. */
function unfinishedObstacle({ deployment }: Settings, { git }: Facts): Refusal | undefined {
  const { unfinished } = git;
  if (!unfinished) return undefined;
  const { directory } = deployment;
  const what = UNFINISHED.find((one) => one === unfinished);
  return refuse(
    'checkout.unfinished',
    `in ${directory} a ${unfinished} is unfinished`,
    [
      { do: 'look', at: 'checkout', of: directory },
      '; then finish it',
      ...(what ? [', or give it up: ', { do: 'give-up', what, directory } as const] : []),
    ],
    { got: `an unfinished ${unfinished}`, accepts: 'a checkout in which git has ended what it began' },
  );
}

function hiddenObstacle(
  { deployment }: Settings,
  { hidden = [], below, release }: Target,
): Refusal | undefined {
  const [first] = hidden;
  if (!first) return undefined;
  const { directory } = deployment;
  const up = below.replaceAll(/[^/]+/g, '..');
  return refuse(
    'checkout.hidden-edits',
    `files are edited that git was told not to see, and ${shortHash(release.commit)} has them otherwise`,
    [
      { do: 'show-edit', directory, mark: first.mark, path: `${up}${first.path}` },
      '; it goes into a stash then, as other local modifications do',
    ],
    {
      got: listed(hidden.map(({ path, mark }) => `${path} (${mark})`)),
      accepts: 'a checkout whose modifications git can see',
    },
  );
}

function fileObstacle({ deployment }: Settings, { overwritten, release }: Target): Refusal | undefined {
  const [first = ''] = overwritten;
  if (overwritten.length === 0) return undefined;
  return refuse(
    'checkout.untracked-files',
    `files that git does not know stand where ${shortHash(release.commit)} has files of its own`,
    { do: 'move', directory: deployment.directory, file: first, to: `${first.replace(/\/$/, '')}.kept` },
    {
      got: listed(overwritten),
      accepts: 'a checkout in which no untracked or ignored file would be overwritten',
    },
  );
}

function submoduleObstacle({ deployment }: Settings, { submodules, release }: Target): Refusal | undefined {
  if (submodules.length === 0) return undefined;
  return refuse(
    'checkout.submodules',
    `submodules differ at ${shortHash(release.commit)} or are modified, and a rollback does not move submodules`,
    [
      { do: 'look', at: 'submodules', of: deployment.directory },
      '; or name a commit with the same submodules',
    ],
    { got: listed(submodules), accepts: 'a target that has every submodule as the checkout has it' },
  );
}
