import { basename } from 'node:path';
import { stringify } from 'yaml';
import type { Answer } from '../report/answers';
import { copyConfig } from '../pulumi/configFiles';
import { findDeployment, type Found } from '../host/discover';
import { hostPath } from '../host/scripts';
import { type Session, provideWorkspace, withLine } from '../pulumi/session';
import { operate } from '../pulumi/operations';
import type { Output } from '../terminal/output';
import type { StackLocation } from '../pulumi/stackLocation';
import { inTemporaryPlace } from '../pulumi/temporaryPlace';
import { type Pulumi, typed } from '../pulumi/process';
import type { Shown } from '../program';
import { endInspection } from './diagnose';

export interface LookArgs {
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly output: Output;
  /** The stack for which the configuration could be kept. */
  readonly keep: StackLocation;
  /** Is given the engine, so that Ctrl-C reaches it. */
  readonly onPulumi: (pulumi: Pulumi) => void;
  readonly options: Shown;
  readonly answer?: Answer | undefined;
}

/**
 * Diagnoses and previews the deployment of a directory without any configuration. Reads only: the
 * stack that it needs is made in a temporary directory and removed afterwards.
 */
export async function look(given: string, args: LookArgs): Promise<number> {
  const { root, env, output, keep, onPulumi, options, answer } = args;
  const { deployment, others } = await findDeployment(hostPath(given));
  return inTemporaryPlace('look', async (place) => {
    const pulumi = provideWorkspace(place, root, env);
    onPulumi(pulumi);
    copyConfig(
      place,
      stringify({ config: { 'chronos-rollback:deployment': deployment } }),
      'what the containers say',
    );
    const session: Session = { root, place, output, pulumi, answer };
    output.write('What it is comes from its containers; the stack is a new one, and forgotten afterwards.');
    const ran = await operate(session, ['preview']);
    if (others.length > 0)
      output.write(
        `Taken for no part of a release, as their images are not built here: ${others.join(', ')}.`,
      );
    provideWorkspace(keep, root, env);
    output.write(['To roll back, keep this configuration first:', withLine(keep, env)]);
    for (const words of configWords(deployment, basename(keep.config))) output.typed(typed(words));
    return endInspection(session, ran, options);
  });
}

/** The words of `pulumi` that keep a configuration in the checkout's own file. */
export function configWords(deployment: Found['deployment'], file: string): string[][] {
  const flat = (path: string, value: unknown): [string, string][] => {
    if (Array.isArray(value)) return value.flatMap((item, index) => flat(`${path}[${index}]`, item));
    if (value && typeof value === 'object')
      return Object.entries(value).flatMap(([key, inner]) => flat(`${path}.${key}`, inner));
    return [[path, String(value)]];
  };
  return flat('deployment', deployment).map(([path, value]) => [
    ...['config', 'set', '--config-file', file, '--path', path, value],
  ]);
}
