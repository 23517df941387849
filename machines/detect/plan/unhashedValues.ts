import { variableContents, variablesOfBuild } from '../../compose/unhashed';
import type { ServiceChange } from '../../model/serviceChange';
import type { ImageContext } from './serviceChange';
import type { Doubt } from './unknownInputs';

const SUPPLY =
  'nobody knows which value the shell had that deployed; deployment.variables or --var supplies one';

/**
 * What variables decide and no hash of Compose knows of: the content of configs and secrets, and how an image is built. What is
 * configured or typed is known.
 */
export function unhashedValues(
  { target }: Pick<ImageContext, 'target'>,
  { service, source }: Pick<ServiceChange, 'service' | 'source'>,
): Doubt[] {
  const { written, inputs, variables } = target;
  if (!written || inputs === undefined) return [];
  const isUnknown = (name: string) => !variables.target.has(name);
  const contents = variableContents(written, service).flatMap(({ entry, variables: names }): Doubt[] => {
    const unknown = names.filter(isUnknown);
    return unknown.length > 0
      ? [{ what: 'files', why: `${entry} has its content by ${unknown.join(', ')}, and ${SUPPLY}` }]
      : [];
  });
  const built = source === 'build' ? variablesOfBuild(written, service).filter(isUnknown) : [];
  return built.length > 0
    ? [...contents, { what: 'image', why: `it is built anew with ${built.join(', ')}, and ${SUPPLY}` }]
    : contents;
}
