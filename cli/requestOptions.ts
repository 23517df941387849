/** What an operator can ask for, as the options of `up` have it. */
export interface Asked {
  readonly to?: string;
  readonly scenario?: string;
  readonly service?: string;
  readonly backup?: string;
  readonly stopFirst?: boolean;
  readonly reason?: string;
}

/** `-c KEY=VALUE` for every key that has a value. */
export const configWords = (keys: Readonly<Record<string, string | undefined>>): string[] =>
  Object.entries(keys).flatMap(([key, value]) => (value ? ['-c', `${key}=${value}`] : []));

/** The request as configuration; the options' names are those of the keys, but for `--to`. */
export const requestWords = ({ to, reason, stopFirst, ...same }: Asked): string[] => {
  const { scenario, service, backup } = same;
  return configWords({
    ...{ commit: to, scenario, service, backup },
    ...{ stopFirst: stopFirst ? 'true' : undefined, reason },
  });
};
