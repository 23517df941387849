import { among, inRepository } from '../../compose/inputs';
import { changedEntries } from '../../compose/givenEntries';
import { readFiles } from '../../compose/readFiles';
import { devicesOf } from '../../compose/volumes';
import type { ComposeModel } from '../../model/composeModel';
import type { Facts } from '../../model/facts';
import type { Target } from '../../model/target';

/** Tracked files that a service of the target reads, and that are now others than it has there. `directory`: the deployment's. */
export function changedFiles(
  directory: string,
  { git }: Pick<Facts, 'git'>,
  { below, changed, inputs }: Pick<Target, 'below' | 'changed' | 'inputs'>,
  model: ComposeModel,
  service: string,
): string[] {
  const leadsTo = (path: string) =>
    inputs?.find((input) => input.kind === 'read' && input.path === path)?.leadsTo;
  const reads = [...readFiles(model, service), ...(inputs ? devicesOf(model, service) : [])].flatMap((path) =>
    [leadsTo(path) ?? [], inRepository(directory, below, path) ?? []].flat(),
  );
  return among(new Set([...changed, ...git.modified]), reads).sort();
}

/** What a service of the target reads and that changes: configs and secrets, as the definitions have them, and files. */
export function changedInputs(
  directory: string,
  facts: Pick<Facts, 'git'>,
  target: Pick<Target, 'below' | 'changed' | 'givenAnew' | 'inputs'>,
  current: ComposeModel,
  wanted: ComposeModel,
  service: string,
): string[] {
  return [
    ...changedEntries(current, wanted, service, target.givenAnew),
    ...changedFiles(directory, facts, target, wanted, service),
  ];
}
