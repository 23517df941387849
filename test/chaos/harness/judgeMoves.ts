import type { Standing } from '../world/world';
import { type Asked, times } from './asked';
import { doubled, type Stage, type Violation } from './kind';

/** Whether checkout and database were moved no more often than that, as git and PostgreSQL have it. */
export function judgeMoves({ world, before, creations }: Stage, now: Standing, asked: Asked): Violation[] {
  const { restarts, down, keeps, allowed } = asked;
  const most = times(asked) + 2 * (allowed.forgotten ?? 0);
  const counts: [string, number, number][] = [
    [
      'the checkout was moved',
      now.moves - before.moves,
      restarts || down ? 0 : most + (allowed.movedBack ?? 0),
    ],
    ['the live database was replaced', world.postgres.replacements(creations.begun), keeps ? most : 0],
  ];
  return counts
    .filter(([, count, may]) => count > may)
    .map(([what, count, may]) => doubled(`${what} ${count} times, at most ${may} expected`));
}
