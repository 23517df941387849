import type { WrittenModel } from '../model/composeModel';
import type { EnvReference } from '../model/target';
import { entriesIn, namesIn } from './made/values';
import { PASSED, type Reference, referencesIn } from './references';
import { interpolatedEnvFiles } from './writtenDefinition';

/** A release as its files have it: its definition with its variables, and the variables in its env files. */
export interface AsWritten {
  readonly written: WrittenModel;
  readonly references: readonly EnvReference[];
}

/** A variable that a service reads; where it has no name it is a part of a value of that env file. */
export type ReadVariable = Omit<Reference, 'name'> & {
  readonly name?: string;
  readonly file?: Pick<EnvReference, 'path' | 'key'>;
};

/** Without what Compose's hash of a service leaves out: how it is built, found and counted (compose, pkg/compose/hash.go). */
function hashed(definition: Readonly<Record<string, unknown>>): unknown {
  const { build: _, pull_policy: _p, scale: _s, depends_on: _d, profiles: _o, deploy, ...rest } = definition;
  const { replicas: __, ...resources } = (deploy ?? {}) as Record<string, unknown>;
  return [rest, resources];
}

const inFile = ({ path, key, name, form }: EnvReference): ReadVariable => ({
  ...(name === undefined ? {} : { name }),
  form,
  file: { path, key },
});

/** The variables in the values that env files of Compose itself give to these. */
const behind = (references: readonly EnvReference[], names: readonly (string | undefined)[]) =>
  references.filter(({ origin, key }) => origin === 'compose' && names.includes(key)).map(inFile);

/**
 * The variables that a service reads, as far as Compose's hash of it has their values: in its definition, in its env files, from
 * the shell by their names, and in the values of `.env` that it reads.
 */
export function variablesRead({ written, references }: AsWritten, service: string): ReadVariable[] {
  const definition = written.services[service];
  if (!definition) return [];
  const environment = definition['environment'];
  const given = entriesIn(environment);
  const passed = namesIn(environment).filter((name) => !given.has(name));
  const files = interpolatedEnvFiles(written, service);
  const direct: ReadVariable[] = [
    ...referencesIn(hashed(definition)),
    ...passed.map((name) => ({ name, form: PASSED })),
    ...references
      .filter(({ origin, path }) => origin === 'service' && files.includes(path))
      // What the service's own environment has comes before what the shell has.
      .filter(({ name }) => name === undefined || !given.has(name))
      .map(inFile),
  ];
  return [
    ...direct,
    ...behind(
      references,
      direct.map(({ name }) => name),
    ),
  ];
}

/** Whether a variable is read by a service that is not one of these, and nowhere else. */
export function isOfOthers(
  { written, references }: AsWritten,
  services: readonly string[],
  name: string,
): boolean {
  const reads = (service: string) =>
    referencesIn(written.services[service]).some((one) => one.name === name) ||
    variablesRead({ written, references }, service).some((one) => one.name === name);
  const { services: all, ...rest } = written;
  return (
    !services.some(reads) &&
    !referencesIn(rest).some((one) => one.name === name) &&
    Object.keys(all).some(reads)
  );
}
