import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outputs } from '../../audit/outputs';

/** A resource, as the state has it. */
export interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/**
 * The resources of a stack of this project, from the file that the backend keeps in a directory: the CLI takes a third
 * of a second to read it. None where nothing was updated yet.
 */
export function resourcesIn(backend: string, stack: string): readonly Resource[] {
  const file = join(backend, '.pulumi/stacks/chronos-rollback', `${stack}.json`);
  const { checkpoint } = JSON.parse(readFileSync(file, 'utf8')) as {
    checkpoint: { latest?: { resources?: Resource[] } };
  };
  return checkpoint.latest?.resources ?? [];
}

/** The outputs among them. */
export const savedOutputs = (backend: string, stack: string): Outputs | undefined =>
  resourcesIn(backend, stack).find(({ type }) => type === 'pulumi:pulumi:Stack')?.outputs as
    Outputs | undefined;
