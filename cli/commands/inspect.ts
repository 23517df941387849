import { basename } from 'node:path';
import { stringify } from 'yaml';
import type { Answer } from '../report/answers';
import { checkoutFile, copyConfig } from '../pulumi/configFiles';
import { findDeployment, type Found } from '../host/discover';
import { glance } from '../host/glance';
import { hostPath } from '../host/scripts';
import { type Session, provideWorkspace, withLine } from '../pulumi/session';
import { operate } from '../pulumi/operations';
import type { Output } from '../terminal/output';
import type { StackLocation } from '../pulumi/stackLocation';
import { inTemporaryPlace } from '../pulumi/temporaryPlace';
import { type Pulumi, typed } from '../pulumi/process';
import type { Shown } from '../usage';
import { type Asked, requestWords } from '../requestOptions';
import { endInspection } from './diagnose';
import { keepConfiguration, refuseOther } from '../pulumi/keepConfiguration';

export interface LookArgs {
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly output: Output;
  /** The stack for which the configuration could be kept. */
  readonly keep: StackLocation;
  /** Whether it is to be kept now. */
  readonly isKept: boolean;
  /** Is given the engine, so that Ctrl-C reaches it. */
  readonly onPulumi: (pulumi: Pulumi) => void;
  readonly options: Shown & Asked;
  readonly answer?: Answer | undefined;
}

/**
 * Diagnoses and previews the deployment of a directory without any configuration. Reads only,
 * but for the configuration where that is to be kept: the stack that it needs is made in a temporary directory and removed
 * afterwards.
 */
export async function look(given: string, args: LookArgs): Promise<number> {
  const { root, env, output, keep, isKept, onPulumi, options, answer } = args;
  const directory = hostPath(given);
  const told = glance(directory).then((seen) => seen !== undefined && output.write(seen));
  const { deployment, others, ended } = await findDeployment(directory);
  await told;
  if (isKept) refuseOther(root, checkoutFile(keep, root), deployment.directory ?? given);
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
    const ran = await operate(session, ['preview', ...requestWords(options)]);
    if (others.length > 0)
      output.write(
        `Taken for no part of a release, as their images are not built here: ${others.join(', ')}.`,
      );
    if (ended.length > 0)
      output.write(`Taken for services that do one thing, as they have ended well: ${ended.join(', ')}.`);
    const own = provideWorkspace(keep, root, env);
    const lines = configWords(deployment, basename(keep.config));
    const how = isKept
      ? 'Kept as configuration:'
      : 'To roll back, keep this configuration first, or add --keep:';
    if (isKept) keepConfiguration(own, lines);
    output.write([how, withLine(keep, env)]);
    for (const words of lines) output.typed(typed(words));
    return endInspection(session, ran, options);
  });
}

/** What Pulumi takes for no text below a path. */
const NO_TEXT = /^(true|false|[-+]?\d+)$/;

/**
 * The words of `pulumi` that keep a configuration in the checkout's own file. Lists and empty objects are one text each, so
 * that nothing of a former one is left; what looks like a number is kept as a text.
 */
export function configWords(deployment: Found['deployment'], file: string): string[][] {
  const flat = (path: string, value: unknown): [string, string][] => {
    const inner = value && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [];
    if (inner.length > 0) return inner.flatMap(([key, one]) => flat(`${path}.${key}`, one));
    return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
  };
  return flat('deployment', deployment).map(([path, value]) => [
    ...['config', 'set', '--config-file', file],
    ...(NO_TEXT.test(value) ? ['--type', 'string'] : []),
    ...['--path', path, value],
  ]);
}
