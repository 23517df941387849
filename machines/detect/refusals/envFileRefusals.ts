import type { Identity } from '../../compose/identity';
import { labelledContainer } from '../../compose/envFiles';
import type { Settings } from '../../config/schema';
import type { Facts } from '../../model/facts';
import type { Plan } from '../../model/plan';
import type { Request } from '../../model/request';
import { type Advice, OPEN, type Remedy } from '../../model/remedy';
import { type Refusal, refuse } from '../../model/refusal';
import type { Target } from '../../model/target';
import { shortHash } from '../history/releases';

/** Seen by a plan that is still to be made. */
interface Seen {
  readonly settings: Settings;
  readonly facts: Facts;
  readonly identity: Identity;
  readonly target: Target;
}

/** The lines that name env files from now on, or put one back. */
export const nameEnvFiles = (request: Request, files: readonly string[]): readonly (string | Remedy)[] => [
  { do: 'ask', request: { ...request, envFiles: [...files] } },
  '; for good: ',
  { do: 'set', key: 'deployment.envFiles', value: files },
];

/** Who names the env files that Compose is given. */
function namedBy({ settings, facts }: Seen): string {
  if (settings.deployment.envFiles.length > 0) return '--env-file or config "deployment.envFiles"';
  const container = labelledContainer(settings, facts);
  return `the label of container ${container?.id.slice(0, 12) ?? OPEN} of ${container?.service ?? OPEN}`;
}

/** An env file that exists nowhere: neither where Compose would read it for the target, nor on the host. */
export function missingEnvFile(seen: Seen): Refusal | undefined {
  const { settings, identity, target } = seen;
  const { given, target: read, current } = target.missingEnv;
  const at = shortHash(target.release.commit);
  const [file] = given;
  if (file === undefined) {
    const named = read ?? current;
    if (named === undefined) return undefined;
    const by = read === undefined ? 'the definition that is checked out' : `the definition at ${at}`;
    return gone(named, by, [
      'put it there: ',
      { do: 'put-file', file: named },
      ', or name another commit: ',
      { do: 'update', for: { commit: OPEN } },
    ]);
  }
  const isGone = (one: string) => given.some((path) => path === one || path.endsWith(`/${one}`));
  const others = (identity.envFiles ?? []).map((one) => (isGone(one) ? OPEN : one));
  return gone(file, namedBy(seen), [
    'put it there: ',
    { do: 'put-file', file },
    '; or name another one: ',
    ...nameEnvFiles(settings.request, others),
  ]);
}

/** The same of an undo, which needs what there was before the rollback. */
export function missingForUndo({ missingEnv: { given, target } }: Target, { id }: Plan): Refusal | undefined {
  const file = given[0] ?? target;
  if (file === undefined) return undefined;
  return gone(file, `what ran before rollback ${id}`, ['put it there: ', { do: 'put-file', file }]);
}

const gone = (file: string, by: string, next: Advice): Refusal =>
  refuse('compose.missing-env-file', `the env file ${file} does not exist, and ${by} needs it`, next, {
    got: file,
    accepts: 'env files that the target or the host has',
  });
