import type { ComposeModel } from '../model/composeModel';
import { canonical } from './definition';
import { givenTo } from './readFiles';

/**
 * The configs and secrets of a service that another definition has otherwise, as `config NAME`: their file, their content, or
 * the variable that it is in, where that is one of `values`, whose value is another one. None of it is in Compose's hash.
 */
export function changedEntries(
  current: ComposeModel,
  wanted: ComposeModel,
  service: string,
  values: ReadonlySet<string>,
): string[] {
  return (['configs', 'secrets'] as const).flatMap((key) =>
    givenTo(wanted, service, key)
      .filter((name) => {
        const [now, then] = [current[key]?.[name], wanted[key]?.[name]];
        return canonical(now) !== canonical(then) || values.has(then?.environment ?? '');
      })
      .map((name) => `${key.slice(0, -1)} ${name}`),
  );
}

/** The variables that are the content of a service's configs and secrets. */
export const variablesGiven = (model: ComposeModel, service: string): string[] =>
  (['configs', 'secrets'] as const).flatMap((key) =>
    givenTo(model, service, key).flatMap((name) => model[key]?.[name]?.environment ?? []),
  );
