import { supplyOptions } from '../audit/text/requestLine';

/** What an operator can ask for, as the options of `up` have it. */
export interface Asked {
  readonly to?: string;
  readonly scenario?: string;
  readonly service?: string;
  readonly backup?: string;
  readonly stopFirst?: boolean;
  readonly settings?: string;
  readonly reason?: string;
  /** Variables of the definition, NAME=VALUE, and env files. */
  readonly var?: readonly string[];
  readonly envFile?: readonly string[];
}

/** `-c KEY=VALUE` for every key that has a value. */
export const configWords = (keys: Readonly<Record<string, string | undefined>>): string[] =>
  Object.entries(keys).flatMap(([key, value]) => (value ? ['-c', `${key}=${value}`] : []));

/** The request as configuration; the options' names are those of the keys, but for `--to`. */
export const requestWords = ({
  to,
  reason,
  stopFirst,
  var: variables,
  envFile,
  ...same
}: Asked): string[] => {
  const { scenario, service, backup, settings } = same;
  return [
    ...configWords({
      ...{ commit: to, scenario, service, backup, settings },
      ...{ stopFirst: stopFirst ? 'true' : undefined, reason },
    }),
    ...supplyWords(variables ?? [], envFile ?? []),
  ];
};

/** The same of what Compose is given: variables beside those that are configured, env files instead of them. */
const supplyWords = (variables: readonly string[], files: readonly string[]): string[] =>
  supplyOptions({
    ...(variables.length > 0 ? { variables: Object.fromEntries(variables.map(pairOf)) } : {}),
    ...(files.length > 0 ? { envFiles: [...files] } : {}),
  }).flatMap(([key, value]) => ['-c', `${key}=${value}`]);

function pairOf(variable: string): [name: string, value: string] {
  const [name = ''] = variable.split('=', 1);
  return [name, variable.slice(name.length + 1)];
}
