import fc from 'fast-check';
import type { Case, Kind } from './harness/kind';

/** Values in an order that the seed alone decides. */
export const shuffled = <T>(values: readonly T[], seed: number): T[] => {
  const whole = { minLength: values.length, maxLength: values.length };
  return fc.sample(fc.shuffledSubarray([...values], whole), { seed, numRuns: 1 })[0] ?? [];
};

/** All cases of some kinds in the order of their runs: each kind in turn, shuffled within itself. */
export function deck(kinds: readonly { kind: Kind; cases: readonly Case[] }[], seed: number): Case[] {
  // Of its own for each, or kinds with as many cases would all break at the same place.
  const hands = kinds.map(({ cases }, index) => shuffled(cases, seed + 1000 * index));
  const longest = Math.max(0, ...hands.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) =>
    hands.flatMap((hand) => hand.slice(turn, turn + 1)),
  ).flat();
}
