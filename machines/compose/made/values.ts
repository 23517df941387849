/** A definition's value with each `$$` as the `$` that Compose makes of it: `config` prints what it would read again. */
export function unescaped(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$$', '$');
  if (Array.isArray(value)) return value.map(unescaped);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unescaped(inner)]));
}

/** A list of texts; undefined where it is something else. */
export const textsIn = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined;

const isValue = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

/** NAME and value of a mapping or of a list of NAME=VALUE; one without a value is none. */
export function entriesIn(value: unknown): Map<string, string> {
  if (Array.isArray(value)) return assigned(value.filter((one): one is string => typeof one === 'string'));
  return new Map(
    Object.entries(value ?? {}).flatMap(([name, one]: [string, unknown]): [string, string][] =>
      isValue(one) ? [[name, String(one)]] : [],
    ),
  );
}

/** The names of a mapping or of a list of NAME and NAME=VALUE. */
export const namesIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map((one) => String(one).replace(/=[^]*$/, '')) : Object.keys(value ?? {});

/** NAME=VALUE each. */
export function assigned(list: readonly string[]): Map<string, string> {
  return new Map(
    list.flatMap((one): [string, string][] => {
      const at = one.indexOf('=');
      return at < 0 ? [] : [[one.slice(0, at), one.slice(at + 1)]];
    }),
  );
}

const NANOSECONDS: Readonly<Record<string, number>> = {
  h: 3600e9,
  m: 60e9,
  s: 1e9,
  ms: 1e6,
  us: 1e3,
  µs: 1e3,
  ns: 1,
};

/** A duration such as `1m30s` in nanoseconds, 0 where there is none; undefined where it is no duration. */
export function nanoseconds(text: unknown): number | undefined {
  if (text === undefined || text === null) return 0;
  if (typeof text !== 'string' || !/^(\d+(\.\d+)?(h|ms|m|s|us|µs|ns))+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)/g)]
    .map(([, number, unit = '']) => Math.round(Number(number) * (NANOSECONDS[unit] ?? 0)))
    .reduce((all, one) => all + one, 0);
}

/** Whether two lists are the same in the same order; none is an empty one. */
export const isSameList = (
  one: readonly string[] | null | undefined,
  other: readonly string[] | null | undefined,
) => JSON.stringify(one ?? []) === JSON.stringify(other ?? []);

/** Whether two lists have the same, in whatever order. */
export const isSameSet = (
  one: readonly string[] | null | undefined,
  other: readonly string[] | null | undefined,
) => isSameList([...(one ?? [])].sort(), [...(other ?? [])].sort());
