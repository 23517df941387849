import { engineRefusal, isComposeCall, isRuntimeCall, runtimeRefusal } from '../../compose/runtimeRefusal';
import type { Facts } from '../../model/facts';
import { isCommit } from '../../model/release';
import type { Remedy } from '../../model/remedy';
import { type Refusal, refuse } from '../../model/refusal';
import type { Settings } from '../../config/schema';
import { oldTool } from './neededVersions';

const TOOLS = 'bash 5, git, docker, curl, flock, timeout, iconv, awk and tar';

/** What stands in the way of looking at the deployment at all, or of writing anything there. */
export function hostRefusal(settings: Settings, facts: Facts): Refusal | undefined {
  return (
    bashObstacle(facts) ??
    directoryObstacle(settings, facts) ??
    toolObstacle(facts) ??
    oldTool(facts) ??
    ownerObstacle(settings, facts) ??
    gitObstacle(settings, facts) ??
    runtimeRefusal(facts) ??
    silenceObstacle(facts) ??
    writeObstacle(settings, facts)
  );
}

/** The same for containers that are only restarted: neither git nor Compose is called for that, nor the checkout written. */
export function containersRefusal(settings: Settings, facts: Facts): Refusal | undefined {
  const missing = facts.missing.filter((tool) => tool !== 'git');
  const silent = facts.silent.filter((name) => !isGitCall(name) && !isComposeCall(name));
  const unwritable = facts.unwritable.filter((place) => place.startsWith('state '));
  const needed = { ...facts, missing, silent, unwritable };
  return (
    bashObstacle(needed) ??
    directoryObstacle(settings, needed) ??
    toolObstacle(needed) ??
    oldTool(needed, ['Docker', 'curl']) ??
    engineRefusal(needed) ??
    silenceObstacle(needed) ??
    writeObstacle(settings, needed)
  );
}

/** Whether what does not answer, by its name, is a call of git. */
const isGitCall = (name: string): boolean => /^git( |$)/.test(name);

/** Every script on the host is bash's; without it nothing else is known. */
function bashObstacle({ oldBash }: Facts): Refusal | undefined {
  return oldBash
    ? refuse('host.missing-tools', 'the host lacks bash 5', 'install: bash', {
        got: oldBash,
        accepts: `a host with ${TOOLS}`,
      })
    : undefined;
}

function directoryObstacle({ deployment }: Settings, { directory, silent }: Facts): Refusal | undefined {
  if (directory) return undefined;
  if (silent.includes(`directory ${deployment.directory}`)) {
    return refuse(
      'directory.silent',
      'config "deployment.directory" does not answer within 5 s',
      [
        { do: 'look', at: 'directory', of: deployment.directory },
        '; ',
        { do: 'look', at: 'mount', of: deployment.directory },
      ],
      { got: deployment.directory, accepts: 'a directory on a disk that answers' },
    );
  }
  return refuse(
    'directory.missing',
    'config "deployment.directory" is no directory on the host',
    { do: 'set', key: 'deployment.directory', value: '/path/of/the/checkout' },
    { got: deployment.directory, accepts: 'the directory of the git checkout that runs the deployment' },
  );
}

function toolObstacle({ missing }: Facts): Refusal | undefined {
  return missing.length > 0
    ? refuse('host.missing-tools', `the host lacks ${missing.join(', ')}`, `install: ${missing.join(' ')}`, {
        accepts: `a host with ${TOOLS}`,
      })
    : undefined;
}

/** Git reads nothing of a repository that belongs to somebody else, and names the line by which a user trusts it. */
function ownerObstacle({ deployment }: Settings, { git, user }: Facts): Refusal | undefined {
  const { error = '' } = git;
  if (git.head || !error.includes('safe.directory')) return undefined;
  const [first = ''] = error.split('\n');
  const repository = /repository at '(.+)'/.exec(first)?.[1] ?? deployment.directory;
  return refuse(
    'checkout.unreadable',
    `git does not read ${repository} for ${user}: it belongs to another user`,
    { do: 'trust-checkout', directory: repository },
    { got: first, accepts: "a checkout of one's own, or one that git is told to trust" },
  );
}

function gitObstacle({ deployment }: Settings, { git }: Facts): Refusal | undefined {
  const where = deployment.directory;
  const next: Remedy = { do: 'look', at: 'checkout', of: where };
  if (!git.head) {
    return refuse(
      'checkout.no-commit',
      `${where} is no git checkout with a commit`,
      next,
      git.error ? { got: git.error, accepts: 'a checkout' } : {},
    );
  }
  if (!isCommit(git.head)) {
    return refuse('checkout.unsupported-hash', `what ${where} has checked out cannot be written down`, next, {
      got: git.head.slice(0, 80),
      accepts: 'a commit of 40 hexadecimal digits, which is what a repository of SHA-1 has',
    });
  }
  if (git.error) {
    return refuse('checkout.unreadable', `git cannot tell what is modified in ${where}`, next, {
      got: git.error,
      accepts: 'a checkout that git can read',
    });
  }
  return git.bare
    ? refuse('checkout.bare', `${where} is a bare repository`, next, {
        accepts: 'a checkout, with the files of a release',
      })
    : undefined;
}

/** What hangs, and without which nobody knows what stands; a link or a disk that hangs is only told. */
function silenceObstacle({ silent }: Facts): Refusal | undefined {
  const hung = silent.filter(
    (name) => isGitCall(name) || isRuntimeCall(name) || name.startsWith('state directory '),
  );
  return hung.length > 0
    ? refuse(
        'host.silent',
        `no answer in time from ${hung.join(', ')}`,
        ['look at what hangs: ', { do: 'look', at: 'processes' }, '; then ', { do: 'preview', for: {} }],
        { accepts: 'git, Docker and disks that answer' },
      )
    : undefined;
}

function writeObstacle({ deployment }: Settings, { unwritable, user }: Facts): Refusal | undefined {
  const [first] = unwritable;
  if (first === undefined) return undefined;
  const [place, ...why] = first.split(' ');
  return place === 'state'
    ? refuse(
        'state.unwritable',
        `the state directory cannot be written: ${why.join(' ')}`,
        { do: 'set', key: 'deployment.stateDirectory', value: '/path/that/can/be/written' },
        { accepts: `a directory that ${user} can write` },
      )
    : refuse(
        'checkout.unwritable',
        `the checkout cannot be written: ${why.join(' ')}`,
        [
          { do: 'look', at: 'mount', of: deployment.directory },
          '; ',
          { do: 'look', at: 'owner', of: deployment.directory },
        ],
        { accepts: 'a checkout that its owner can write' },
      );
}
