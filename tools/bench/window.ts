/** One call of a client: when it began and ended, in milliseconds of one clock, and whether it was answered. */
export interface Call {
  readonly from: number;
  readonly to: number;
  readonly ok: boolean;
}

/** What a client that asks one call after the other saw of a time in which nothing answered it. */
export interface Window {
  /** From the first refused call's begin to the first answer after the last refused one. */
  readonly seconds: number;
  readonly refused: number;
  /** Calls that were answered between two refused ones. */
  readonly between: number;
}

/** The window in a client's calls. Throws when none was refused, or when it has no begin or no end. */
export function windowOf(calls: readonly Call[]): Window {
  const first = calls.findIndex(({ ok }) => !ok);
  const last = calls.findLastIndex(({ ok }) => !ok);
  const [begin, end] = [calls[first], calls[last + 1]];
  if (!begin) throw new Error('the client was never refused');
  if (first === 0) throw new Error('the client was refused from the beginning');
  if (!end) throw new Error('the client is refused to the end');
  const refused = calls.filter(({ ok }) => !ok).length;
  return { seconds: (end.to - begin.from) / 1000, refused, between: last - first + 1 - refused };
}

/** Milliseconds until the next call: as fine as can be at first, then within a hundredth of the window so far. */
export const pause = (refusedFor: number): number => Math.min(100, Math.max(1, refusedFor / 100));

/** What a value came to in several runs. */
export interface Spread {
  readonly minimum: number;
  readonly median: number;
  readonly maximum: number;
}

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? NaN;
  const half = (sorted.length - 1) / 2;
  return {
    minimum: at(0),
    median: (at(Math.floor(half)) + at(Math.ceil(half))) / 2,
    maximum: at(sorted.length - 1),
  };
}
