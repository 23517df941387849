import { isAsRecorded, isMadeBy } from '../../compose/configHash';
import { sharesNamespace } from '../../compose/namespaces';
import { variablesOf } from '../../compose/interpolated';
import { envFilesNamed } from '../../compose/writtenDefinition';
import type { ServiceChange } from '../../model/serviceChange';
import type { Target } from '../../model/target';
import type { ImageContext } from './serviceChange';
import type { DecidedSettings } from './settingsOfRelease';
import type { Doubt } from './unknownInputs';

/** Whether settings that stay as they are today, and are named, may be why a service comes up otherwise than its release ran. */
export const settingsExplain =
  (
    { written, settings }: Pick<Target, 'written' | 'settings'>,
    { todays }: Pick<DecidedSettings, 'todays'>,
  ) =>
  (service: string): boolean => {
    if (todays.length === 0) return false;
    const definition = written?.services[service];
    // The values of env files may have any of them in them.
    if (!written || !definition || envFilesNamed(written, service).length > 0) return true;
    const read = variablesOf(definition, settings?.references);
    return todays.some(({ names }) => names === undefined || names.some((name) => read.has(name)));
  };

/**
 * That a service would come up by another definition than the release had on record, by Compose's hash, and no setting that stays
 * is why: a variable of the shell that deployed, or files that were other ones than its commit has.
 */
export function otherThanRecorded(
  { facts, target, wanted, isExplained = () => false }: ImageContext,
  { service }: Pick<ServiceChange, 'service'>,
): Doubt[] {
  const line = facts.deployments.find(({ number }) => number !== undefined && number === target.recorded);
  if (!line || target.inputs === undefined || sharesNamespace(wanted, service)) return [];
  const { current, target: hashes } = target.hashes;
  // Where a hash is not that of what runs although it is as it is defined, an unequal one says nothing.
  const tells = [current, hashes].some((all) => isMadeBy(all, facts.containers, service) !== false);
  const isRecorded = isAsRecorded(line, service, hashes.get(service), facts.compose.v2);
  if (!tells || isRecorded !== false || isExplained(service)) return [];
  return [
    {
      what: 'definition',
      why: `it would come up otherwise than #${line.number} has it on record, and no setting that stays is why: a variable of the shell that deployed or a changed file may be missing; deployment.variables or --var supplies a variable`,
    },
  ];
}
