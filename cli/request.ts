/** What an operator can ask for, as the options of `up` have it. */
export interface Asked {
  readonly to?: string;
  readonly scenario?: string;
  readonly service?: string;
  readonly reason?: string;
}

/** `-c KEY=VALUE` for every key that has a value. */
export const configWords = (keys: Readonly<Record<string, string | undefined>>): string[] =>
  Object.entries(keys).flatMap(([key, value]) => (value ? ['-c', `${key}=${value}`] : []));

/** The request as configuration; the options' names are those of the keys, but for `--to`. */
export const requestWords = ({ to, scenario, service, reason }: Asked): string[] =>
  configWords({ commit: to, scenario, service, reason });
