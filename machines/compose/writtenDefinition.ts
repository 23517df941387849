import { parse } from 'yaml';
import { z } from 'zod';
import { type WrittenModel, Written } from '../model/composeModel';
import { variableContents } from './unhashed';

/** Reads what Compose prints of files whose variables are left as they stand; nothing where it cannot be read. */
export function parseWritten(yaml: string | undefined): WrittenModel | undefined {
  if (yaml === undefined) return undefined;
  try {
    return Written.safeParse(parse(yaml)).data;
  } catch {
    return undefined;
  }
}

/** Whether a value has a variable in it; `$$` stands for a `$`. */
const isVariable = (value: unknown): boolean =>
  (JSON.stringify(value) ?? '').replaceAll('$$', '').includes('$');

/** What of a service variables decide: any of it where that cannot be told. */
export function decidedByVariables(
  written: WrittenModel | undefined,
  service: string,
): { readonly image: boolean; readonly build: boolean; readonly rest: boolean } {
  const definition = written?.services[service];
  if (!written || !definition) return { image: true, build: true, rest: true };
  const { image, build, ...rest } = definition;
  return {
    image: isVariable(image),
    build: isVariable(build),
    // The values of env files may have variables in them, too.
    rest: isVariable(rest) || rest['env_file'] !== undefined || variableContents(written, service).length > 0,
  };
}

const EnvFile = z.union([
  z.string().transform((path) => ({ path, format: undefined })),
  z.looseObject({ path: z.string(), format: z.string().optional() }),
]);
const EnvFiles = z.union([EnvFile.transform((one) => [one]), z.array(EnvFile)]);
const filesOf = ({ services }: WrittenModel, service: string) =>
  EnvFiles.safeParse(services[service]?.['env_file']).data ?? [];

/** The env files that a service names. */
export const envFilesNamed = (written: WrittenModel, service: string): readonly string[] =>
  filesOf(written, service).map(({ path }) => path);

/** Those of them in whose values Compose fills variables in. */
export const interpolatedEnvFiles = (written: WrittenModel, service: string): readonly string[] =>
  filesOf(written, service).flatMap(({ path, format }) => (format === 'raw' ? [] : path));
