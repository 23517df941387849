/** Whether this is `npm run test:full`; what takes long and adds only breadth is left to it. */
export const isFull = process.env['TEST_DEPTH'] === 'full';

/** The first in `npm test`, the second in `npm run test:full`: numbers of runs, lists of cases. */
export const depth = <T>(quick: T, full: T): T => (isFull ? full : quick);

/** All of a list in `npm run test:full`, and in `npm test` each third, from the first one on. */
export const sampled = <T>(all: readonly T[]): readonly T[] =>
  depth(
    all.filter((_, index) => index % 3 === 0),
    all,
  );
