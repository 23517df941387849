import { type AsWritten, isOfOthers, variablesRead } from '../../compose/variablesRead';
import { isPlain } from '../../compose/references';
import type { EnvReference, Target } from '../../model/target';

/** A variable that nobody supplies: its name, or the value of an env file that it is a part of. */
export type Unset = string | Pick<EnvReference, 'origin' | 'path' | 'key'>;

const written = (target: Target, release: 'current' | 'target'): AsWritten | undefined => {
  const definition = release === 'target' ? target.written : target.currentWritten;
  const references = target.envReferences?.[release];
  return definition && references ? { written: definition, references } : undefined;
};

/** Whether services read a variable, or the value that it is a part of. */
const reads = (release: AsWritten, services: readonly string[], unset: Unset): boolean =>
  services
    .flatMap((service) => variablesRead(release, service))
    .some(({ name, form, file }) =>
      typeof unset === 'string'
        ? name === unset && isPlain({ form })
        : name === undefined && file?.path === unset.path && file.key === unset.key,
    );

/** Whether a service that a plan brings up may read a variable. */
export function isRead(target: Target, services: readonly string[], unset: Unset): boolean {
  const release = written(target, 'target');
  if (!release) return true;
  return typeof unset === 'string' ? !isOfOthers(release, services, unset) : reads(release, services, unset);
}

/**
 * Whether what is checked out reads a variable as well, so that what runs shows that it was blank when that was brought up.
 * Older facts do not tell; where Compose tells no more, it goes by what Compose says of it.
 */
export function wasBlank(target: Target, services: readonly string[], unset: Unset): boolean {
  const release = written(target, 'current');
  if (release) return reads(release, services, unset);
  if (target.currentUnset) return typeof unset !== 'string' || target.currentUnset.includes(unset);
  return true;
}
