import type { WrittenModel } from '../model/composeModel';
import { passedOn, variablesIn } from './interpolated';
import { givenTo } from './readFiles';

/** A config or a secret whose content a variable decides, and which. */
export interface VariableContent {
  /** `config page`. */
  readonly entry: string;
  readonly variables: readonly string[];
}

/**
 * Configs and secrets of a service whose content variables decide: Compose's hash of a service has nothing of that, so nothing
 * tells with which value they were deployed.
 */
export const variableContents = (written: WrittenModel, service: string): VariableContent[] =>
  (['configs', 'secrets'] as const).flatMap((key) =>
    givenTo(written, service, key).flatMap((name) => {
      const given = written[key]?.[name];
      const { environment } = (given ?? {}) as { readonly environment?: unknown };
      const variables = [
        ...variablesIn(given),
        ...(typeof environment === 'string' && !environment.includes('$') ? [environment] : []),
      ];
      return variables.length > 0 ? [{ entry: `${key.slice(0, -1)} ${name}`, variables }] : [];
    }),
  );

/** The variables that decide how a service's image is built: its hash has nothing of that either. */
export function variablesOfBuild(written: WrittenModel, service: string): string[] {
  const build = written.services[service]?.['build'];
  const { args } = (build ?? {}) as { readonly args?: unknown };
  return [...new Set([...variablesIn(build), ...passedOn(args)])];
}
