import type { Identity } from '../../compose/identity';
import type { Facts } from '../../model/facts';
import type { Settings } from '../../config/schema';
import { OPEN } from '../../model/remedy';
import { type Refusal, refuse } from '../../model/refusal';
import type { Target } from '../../model/target';
import { shortHash } from '../history/releases';
import { missingEnvFile } from './envFileRefusals';
import { notSupplied } from './notSupplied';

/** Seen by a plan that is still to be made. */
interface Seen {
  readonly facts: Facts;
  readonly identity: Identity;
  readonly settings: Settings;
  readonly target: Target;
}

/** Why the target's definition cannot be gone by: a file of it is missing, on another host, or not readable. */
export function unreadableDefinition({ settings, facts, identity, target }: Seen): Refusal | undefined {
  const at = shortHash(target.release.commit);
  if (target.missingFile && target.movedTo) {
    return refuse(
      'compose.moved-file',
      `the Compose file ${target.missingFile} is ${target.movedTo} at ${at}: Compose would take another directory for the project's there, with other relative paths and another name for the project`,
      [
        'deploy that release by hand from there, or name another commit: ',
        { do: 'update', for: { commit: OPEN } },
      ],
      { got: target.movedTo, accepts: 'a target that has its Compose file in the same directory' },
    );
  }
  if (target.missingFile) {
    return refuse('compose.missing-file', `the Compose file ${target.missingFile} does not exist at ${at}`, [
      'name another commit: ',
      { do: 'update', for: { commit: OPEN } },
    ]);
  }
  const gone = missingEnvFile({ settings, facts, identity, target });
  if (gone) return gone;
  const [remote] = target.remote;
  if (remote !== undefined) {
    return refuse(
      'compose.remote-file',
      `the definition at ${at} includes a file of another host, and looking at a rollback fetches nothing: ${remote}`,
      'keep a copy of that file in the repository, and include that',
      { got: target.remote.join(', '), accepts: 'files of the repository' },
    );
  }
  if (target.current && target.target) return otherProject({ identity, target });
  const unset = [...target.unset, ...(target.unsetInside ?? [])];
  if (!target.target && unset.length > 0) return notSupplied({ facts, settings, identity, target }, unset);
  return refuse(
    'compose.unreadable',
    'the Compose file cannot be read',
    {
      do: 'read-definition',
      compose: {
        version: identity.compose,
        isAlone: facts.compose.isAlone,
        files: identity.files,
        envFiles: identity.envFiles,
      },
    },
    { got: target.composeError?.trim() ?? 'nothing' },
  );
}

/** The target's files are those of another project: its ordinary command would bring that up beside what runs. */
function otherProject({ identity, target }: Pick<Seen, 'identity' | 'target'>): Refusal | undefined {
  const { projectNames: names, release } = target;
  if (!names || names.current !== identity.project || names.target === identity.project) return undefined;
  return refuse(
    'compose.other-project',
    `the Compose file at ${shortHash(release.commit)} is of the project ${names.target}, and what runs is ${identity.project}: its ordinary command would bring up another deployment beside this one`,
    ['deploy that release by hand, or name another commit: ', { do: 'update', for: { commit: OPEN } }],
    { got: names.target, accepts: identity.project },
  );
}
