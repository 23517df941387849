import { isMadeBy } from '../../compose/configHash';
import { isPlain, needsNoValue } from '../../compose/references';
import { type ReadVariable, variablesRead } from '../../compose/variablesRead';
import type { ServiceChange } from '../../model/serviceChange';
import { shortHash } from '../history/releases';
import type { ImageContext } from './serviceChange';
import type { Doubt } from './unknownInputs';

/** Whether two releases read a variable in the same way, so that what one came to tells what the other did. */
const isSame = (one: ReadVariable, other: ReadVariable): boolean =>
  one.name === undefined
    ? one.file?.path === other.file?.path && one.file?.key === other.file?.key && other.name === undefined
    : one.name === other.name && (one.form === other.form || isPlain(other));

/**
 * Variables that need no value, that nobody supplies, and that the target reads otherwise than what is checked out: the
 * hash of what runs says nothing of the value that the shell had which deployed the target.
 */
export function defaultedValues(
  { facts, target }: Pick<ImageContext, 'facts' | 'target'>,
  { service }: Pick<ServiceChange, 'service'>,
): Doubt[] {
  const { written, unsetDefaults, envReferences: references, currentWritten: now, release } = target;
  if (!written || !unsetDefaults || !references || target.inputs === undefined) return [];
  if (isMadeBy(target.hashes.target, facts.containers, service) === true) return [];
  const current = now ? { written: now, references: references.current } : undefined;
  const known = Object.keys(now?.services ?? {}).flatMap((one) =>
    current ? variablesRead(current, one) : [],
  );
  const unknown = variablesRead({ written, references: references.target }, service).filter(
    (one) =>
      needsNoValue(one) &&
      (one.name === undefined || unsetDefaults.has(one.name)) &&
      !known.some((other) => isSame(one, other)),
  );
  const said = unknown.map(
    ({ name, file }) => name ?? `a variable in a value of ${file?.path ?? 'an env file'}`,
  );
  const names = [...new Set(said)];
  return names.length === 0
    ? []
    : [
        {
          what: 'definition',
          why: `${shortHash(release.commit)} reads ${names.join(', ')}, which needs no value, otherwise than what is checked out, and nobody knows which value the shell had that deployed; deployment.variables or --var supplies one`,
        },
      ];
}
